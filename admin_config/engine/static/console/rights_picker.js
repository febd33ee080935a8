/* Two panes: a click moves a right to the other side; the search narrows both. */
(() => {
  "use strict";

  const prepare = (picker) => {
    const search = picker.querySelector("[data-picker-search]");
    const available = picker.querySelector("[data-picker-available]");
    const given = picker.querySelector("[data-picker-given]");

    const show = () => {
      const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      [available, given].forEach((list) => {
        let seen = 0;
        [...list.children].forEach((item) => {
          const text = item.textContent.toLocaleLowerCase();
          item.hidden = !words.every((word) => text.includes(word));
          if (!item.hidden) seen += 1;
        });
        const pane = list.closest("section");
        pane.querySelector("[data-picker-count]").textContent = `(${seen})`;
        pane.querySelector(".picker-empty").hidden = seen > 0;
      });
    };

    const move = (button) => {
      const item = button.closest("li");
      const giving = item.parentElement === available;
      const neighbour = item.nextElementSibling || item.previousElementSibling;
      if (giving) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name: picker.dataset.rightsPicker, value: button.value });
        item.append(input);
      } else {
        item.querySelector("input").remove();
      }
      button.querySelector(".ch-icon").textContent = giving ? "remove" : "add";
      (giving ? given : available).prepend(item);
      if (neighbour) neighbour.querySelector("button").focus();
      show();
      picker.dispatchEvent(new Event("change", { bubbles: true }));
    };

    search.addEventListener("input", show);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    picker.addEventListener("click", (event) => {
      const button = event.target.closest("li > button:not([disabled])");
      if (button) move(button);
    });
    picker.addEventListener("keydown", (event) => {
      const item = event.target.closest("li");
      const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      if (!item || !step) return;
      event.preventDefault();
      let next = item[step];
      while (next && next.hidden) next = next[step];
      if (next) next.querySelector("button").focus();
    });
    show();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-rights-picker]").forEach(prepare));
})();
