/* A long text with a little formatting: an editable area over the plain text field. */
(() => {
  "use strict";

  const ACTS = [
    ["bold", "format_bold"], ["italic", "format_italic"], ["h3", "title"],
    ["insertUnorderedList", "format_list_bulleted"],
    ["insertOrderedList", "format_list_numbered"],
    ["link", "link"], ["removeFormat", "format_clear"],
  ];

  function act(name, ask) {
    if (name === "h3") {
      const heading = document.queryCommandValue("formatBlock").toLowerCase() === "h3";
      document.execCommand("formatBlock", false, heading ? "p" : "h3");
    } else if (name === "link") {
      const address = window.prompt(ask, "https://");
      if (address && /^(https?:|mailto:|tel:)/i.test(address)) {
        document.execCommand("createLink", false, address);
      }
    } else {
      document.execCommand(name, false);
    }
  }

  function start(field) {
    if (field.dataset.ready) return;
    field.dataset.ready = "yes";
    const box = document.createElement("div");
    const bar = document.createElement("div");
    const area = document.createElement("div");
    box.className = "rich-text";
    bar.className = "rich-text-bar";
    bar.setAttribute("role", "toolbar");
    area.className = "rich-text-area";
    area.contentEditable = String(!field.disabled && !field.readOnly);
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    const label = document.querySelector(`label[for="${field.id}"]`);
    area.setAttribute("aria-label", label ? label.textContent.trim() : field.name);
    const shown = new DOMParser().parseFromString(field.value, "text/html").body;
    if (/<\w/.test(field.value)) area.replaceChildren(...shown.childNodes);
    else area.innerText = field.value;
    const keep = () => {
      field.value = area.textContent.trim() ? area.innerHTML : "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const words = JSON.parse(field.dataset.words || "{}");
    for (const [name, icon] of ACTS) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = words[name] || name;
      button.setAttribute("aria-label", button.title);
      const sign = document.createElement("i");
      sign.className = "ch-icon";
      sign.setAttribute("aria-hidden", "true");
      sign.textContent = icon;
      button.append(sign);
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => {
        area.focus();
        act(name, button.title);
        keep();
      });
      bar.append(button);
    }
    area.addEventListener("input", keep);
    area.addEventListener("paste", (event) => {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    field.addEventListener("console:taken", () => { area.innerHTML = field.value; });
    field.hidden = true;
    box.append(bar, area);
    field.after(box);
  }

  const all = () => document.querySelectorAll("textarea[data-rich-text]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
