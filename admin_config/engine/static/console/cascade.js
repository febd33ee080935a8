/* One picker per level of a tree; each choice asks for the level below it. */
(() => {
  "use strict";

  const language = document.documentElement.lang || "";

  function neighbour(root, input) {
    const { within, field } = root.dataset;
    if (!within || !input.form) return null;
    const name = input.name.slice(0, input.name.length - field.length) + within;
    return input.form.elements.namedItem(name);
  }

  function picker(root, level, choose, above) {
    const select = document.createElement("select");
    select.className = root.dataset.classes;
    select.setAttribute("aria-label", level.label);
    select.append(new Option(level.label + " …", ""));
    for (const [key, text] of level.options) {
      select.append(new Option(text, key, false, key === level.chosen));
    }
    select.addEventListener("change", (event) => {
      event.stopPropagation();
      choose(select.value || above);
    });
    return select;
  }

  function start(root) {
    if (root.dataset.ready || root.closest(".empty-form")) return;
    root.dataset.ready = "yes";
    const input = root.querySelector("input[type=hidden]");
    const place = root.querySelector(".cascade-levels");
    const note = root.querySelector(".cascade-note");
    const parent = neighbour(root, input);
    let asked = 0;

    function show(levels) {
      let above = "";
      const pickers = levels.map((level) => {
        const made = picker(root, level, choose, above);
        above = level.chosen;
        return made;
      });
      const last = place.contains(document.activeElement)
        ? [...place.children].indexOf(document.activeElement) : -1;
      place.replaceChildren(...pickers);
      if (last >= 0 && pickers[last]) pickers[last].focus();
      note.textContent = "";
    }

    async function ask() {
      const turn = ++asked;
      const query = new URLSearchParams({ of: input.value, lang: language });
      if (parent) query.set("within", parent.value || "");
      if (parent && !parent.value && !input.value) return show([]);
      try {
        const answer = await window.house.fetch(`${root.dataset.address}?${query}`);
        if (!answer.ok) throw new Error(String(answer.status));
        const { levels } = await answer.json();
        if (turn !== asked) return;
        show(levels);
        if (!levels.length) note.textContent = root.dataset.empty;
      } catch {
        if (turn === asked) note.textContent = root.dataset.failed;
      }
    }

    function choose(key) {
      input.value = key;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      ask();
    }

    if (parent) {
      let known = parent.value;
      const moved = () => {
        if (parent.value === known) return;
        known = parent.value;
        choose("");
      };
      const jquery = window.django && window.django.jQuery;
      if (jquery) jquery(parent).on("change", moved);
      else parent.addEventListener("change", moved);
    }
    ask();
  }

  function startAll(within) {
    within.querySelectorAll(".cascade").forEach(start);
  }

  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("formset:added", (event) => startAll(event.target));
})();
