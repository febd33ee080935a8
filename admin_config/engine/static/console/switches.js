/* Of all switches those are shown that belong to what is chosen. */
(() => {
  "use strict";

  function show(all) {
    const chosen = all.closest("form").elements.namedItem(all.dataset.switches)?.value ?? "";
    let found = false;
    for (const choice of all.querySelectorAll(".sw-choice")) {
      choice.hidden = choice.dataset.of !== chosen;
      found ||= !choice.hidden;
    }
    all.querySelector(".sw-none").hidden = found;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const all of document.querySelectorAll("[data-switches]")) {
      show(all);
      all.closest("form").addEventListener("change", ({ target }) => {
        if (target.name === all.dataset.switches) show(all);
      });
    }
  });
})();
