// Shows beside each field only what the chosen way of changing it needs.
"use strict";
(() => {
  for (const field of document.querySelectorAll("[data-bulk-field]")) {
    const way = field.querySelector("[data-bulk-way]");
    const places = field.querySelectorAll("[data-bulk-for]");
    const show = () => {
      for (const place of places) {
        place.hidden = !place.dataset.bulkFor.split(" ").includes(way.value);
      }
    };
    way.addEventListener("change", show);
    show();
  }
})();
