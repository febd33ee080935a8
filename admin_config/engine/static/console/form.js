// Forms: composing Chinese submits nothing, optional fields can be cleared, nothing is sent twice.
(() => {
  "use strict";

  const composing = (event) => event.isComposing || event.keyCode === 229;
  const inPicker = (node) => node instanceof Element && node.closest(".select2-search__field");

  // Enter that ends a composition belongs to the input method, not to the form or the picker.
  for (const kind of ["keydown", "keyup", "keypress"]) {
    document.addEventListener(kind, (event) => {
      if (!composing(event)) return;
      if (event.key === "Enter" || inPicker(event.target)) event.stopImmediatePropagation();
      if (event.key === "Enter" && event.target.tagName !== "TEXTAREA") event.preventDefault();
    }, true);
  }
  // The picker looks nothing up while a word is being composed, and once when it is done.
  document.addEventListener("input", (event) => {
    if (event.isComposing && inPicker(event.target)) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("compositionend", (event) => {
    const field = inPicker(event.target);
    if (field) setTimeout(() => field.dispatchEvent(new Event("input", { bubbles: true })));
  });

  // One click, one post: the server refuses the second one too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Full-width digits become plain ones as soon as the field is left.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.classList.contains("number-input")) {
      input.value = input.value.normalize("NFKC").replace(/。/g, ".").trim();
    }
  });

  const addClear = (input) => {
    const fits = ["text", "url", "email", "tel", "date", "time", "datetime-local"];
    if (!fits.includes(input.type) || input.closest(".clear-wrap") || input.closest(".empty-form")) return;
    if (input.closest("td") || input.readOnly || input.disabled) return;
    const wrap = document.createElement("span");
    wrap.className = "clear-wrap";
    input.before(wrap);
    wrap.append(input);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.tabIndex = -1;
    button.setAttribute("aria-label", document.documentElement.lang.startsWith("zh") ? "清除" : "Clear");
    const show = () => { button.hidden = !input.value; };
    button.addEventListener("click", () => {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    input.addEventListener("input", show);
    input.addEventListener("change", show);
    wrap.append(button);
    show();
  };

  const put = (name, value, text) => {
    const inputs = document.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    for (const input of inputs) {
      if (input.type === "checkbox") input.checked = Array.isArray(value) ? value.includes(input.value) : Boolean(value);
      else if (input.tagName === "SELECT") choose(input, [].concat(value), text);
      else input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const choose = (select, values, text) => {
    for (const value of values) {
      if (value !== "" && ![...select.options].some((option) => option.value === String(value))) {
        select.add(new Option(text, value, true, true));
      }
    }
    for (const option of select.options) option.selected = values.map(String).includes(option.value);
    if (window.django && window.django.jQuery) window.django.jQuery(select).trigger("change");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    put(button.dataset.input, JSON.parse(button.dataset.take), button.dataset.text);
    button.disabled = true;
  });

  // A picker is called what stands beside it, and so is the button that leads to more about it.
  const chinese = document.documentElement.lang.startsWith("zh");
  const name = (within) => {
    for (const select of within.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const shown = select.nextElementSibling?.querySelector?.("[role=combobox]");
      if (!label || !shown || shown.dataset.named) continue;
      label.id ||= `label_${select.id}`;
      shown.dataset.named = "yes";
      shown.setAttribute("aria-labelledby", `${label.id} ${shown.getAttribute("aria-labelledby") || ""}`.trim());
    }
    for (const more of within.querySelectorAll("div[x-ref^=relatedWidgetWrapper]")) {
      const field = more.getAttribute("x-ref").replace("relatedWidgetWrapper", "");
      const label = document.querySelector(`label[for="id_${CSS.escape(field)}"]`)?.textContent.replace("*", "").trim() || "";
      more.title = chinese ? `${label}：更多` : `${label}: more`;
      more.tabIndex = 0;
      more.setAttribute("role", "button");
      more.setAttribute("aria-label", more.title);
      more.firstElementChild?.setAttribute("aria-hidden", "true");
    }
  };
  document.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !event.target.matches?.("div[role=button][x-ref]")) return;
    event.preventDefault();
    event.target.click();
    const menu = document.getElementById(event.target.getAttribute("x-ref").replace("relatedWidgetWrapper", "related-widget-wrapper-"));
    setTimeout(() => menu?.querySelector("a[href]")?.focus(), 60);
  });
  window.addEventListener("load", () => name(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));

  // Tabs are measured before the fonts are there: measure again when they are.
  window.addEventListener("load", () => {
    document.fonts.ready.then(() => {
      const dropped = document.querySelectorAll("#tabs-dropdown > a").length;
      for (let time = 0; time < dropped; time += 1) window.dispatchEvent(new Event("resize"));
    });
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("input[data-clearable]").forEach(addClear);
  });
})();
