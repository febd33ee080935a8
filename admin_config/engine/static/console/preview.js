/* The preview beside a form: asked for while somebody types; the last good one stays meanwhile. */
(() => {
  "use strict";

  const PAUSE = 450;
  const PATIENCE = 6000;

  function start(box) {
    const form = document.getElementById(box.dataset.form);
    const state = box.querySelector(".pv-state");
    const frames = box.querySelector(".pv-frames");
    const wide = window.matchMedia("(min-width: 1280px)");
    let turn = 0;
    let waiting = 0;

    const say = (word) => { state.textContent = word ? state.dataset[word] : ""; };

    const picks = () => [...box.querySelectorAll("select")];

    function entries() {
      const body = new FormData(form);
      for (const pick of picks()) body.set(pick.name, pick.value);
      body.set("_preview_check", "1");
      return body;
    }

    // The form itself is sent to the frame, files and all; sending it this way saves nothing.
    function sendTo(target) {
      const kept = ["action", "target", "enctype"].map((name) => [name, form.getAttribute(name)]);
      form.setAttribute("action", box.dataset.preview);
      form.setAttribute("target", target);
      form.setAttribute("enctype", "multipart/form-data");
      for (const pick of picks()) pick.setAttribute("form", form.id);
      HTMLFormElement.prototype.submit.call(form);
      for (const pick of picks()) pick.removeAttribute("form");
      for (const [name, value] of kept) {
        if (value === null) form.removeAttribute(name);
        else form.setAttribute(name, value);
      }
    }

    function draw(mine) {
      const frame = document.createElement("iframe");
      frame.name = `preview-${mine}`;
      frame.title = frames.dataset.title;
      frame.className = "pv-coming";
      frames.append(frame);
      const show = () => {
        if (!frame.isConnected || !frame.classList.contains("pv-coming")) return;
        frame.classList.remove("pv-coming");
        for (const other of [...frames.children]) if (other !== frame && Number(other.name.slice(8)) < mine) other.remove();
        if (mine === turn) say("");
      };
      sendTo(frame.name);
      frame.addEventListener("load", show);
      setTimeout(show, PATIENCE);
    }

    function tell(errors) {
      form.querySelectorAll(".pv-wrong").forEach((old) => old.remove());
      const whole = box.querySelector(".pv-errors");
      whole.replaceChildren();
      for (const [name, messages] of Object.entries(errors)) {
        const input = name && form.querySelector(`[name="${CSS.escape(name)}"], [name="${CSS.escape(name)}_shown"]`);
        for (const message of messages) {
          const line = document.createElement("p");
          line.textContent = message;
          if (!input) { whole.append(line); continue; }
          line.className = "pv-wrong";
          line.setAttribute("role", "alert");
          (input.closest(".colour-field, .clear-wrap, .file-field, .sw-all") || input).after(line);
        }
      }
      whole.hidden = !whole.childElementCount;
    }

    function offer(told) {
      for (const pick of told) {
        const select = box.querySelector(`[name="${CSS.escape(`_pick_${pick.name}`)}"]`);
        if (!select) continue;
        const before = select.value;
        select.replaceChildren(...pick.options.map(([value, text]) => new Option(text, value)));
        if (pick.options.some(([value]) => value === before)) select.value = before;
      }
    }

    // What is wrong is asked first, so that a mistake never takes the last good paper away.
    async function refresh() {
      turn += 1;
      const mine = turn;
      say("drawing");
      try {
        const answer = await window.house.fetch(box.dataset.preview, { method: "POST", body: entries() });
        if (mine !== turn) return;
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json();
        if (mine !== turn) return;
        tell(told.errors);
        offer(told.picks);
        if (Object.keys(told.errors).length) say("wrong");
        else if (wide.matches) draw(mine);
        else say("");
      } catch {
        if (mine === turn) say("failed");
      }
    }

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, PAUSE);
    };
    form.addEventListener("input", (event) => { if (!event.isComposing) soon(); });
    form.addEventListener("change", soon);
    form.addEventListener("compositionend", soon);
    box.addEventListener("change", soon);
    const jquery = window.django && window.django.jQuery;
    if (jquery) jquery(form).on("change", "select.admin-autocomplete", soon);
    box.querySelector("[data-open]").addEventListener("click", () => sendTo("_blank"));
    wide.addEventListener("change", soon);
    if (wide.matches) refresh();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-preview]").forEach(start);
  });
})();
