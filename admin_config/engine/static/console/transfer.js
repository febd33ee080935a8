// Import and export: a file dropped on the page, forms that are sent once, ticks for all columns.
"use strict";
(() => {
  document.documentElement.classList.add("tr-js");
  for (const place of document.querySelectorAll("[data-drop]")) {
    const input = place.querySelector("input");
    const name = place.querySelector("[data-drop-name]");
    const show = () => {
      if (input.files.length) name.textContent = input.files[0].name;
    };
    // unfold listens at every file field and looks for a text field beside it, which is not here
    place.addEventListener("change", (event) => {
      event.stopPropagation();
      show();
    }, true);
    for (const kind of ["dragenter", "dragover"]) {
      place.addEventListener(kind, (event) => {
        event.preventDefault();
        place.classList.add("tr-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) {
      place.addEventListener(kind, () => place.classList.remove("tr-over"));
    }
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  }
  for (const form of document.querySelectorAll("form[data-once], form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  for (const row of document.querySelectorAll("[data-map] select")) {
    const map = row.closest("[data-map]");
    const show = () => {
      map.classList.toggle("tr-left-out", !row.value);
      const create = map.querySelector("[data-create]");
      create.hidden = !row.selectedOptions[0].hasAttribute("data-creates");
      if (create.hidden) create.querySelector("input").checked = false;
    };
    row.addEventListener("change", show);
    show();
  }
  // a part that belongs to one choice of several
  for (const name of ["format", "every", "way"]) {
    const boxes = document.querySelectorAll(`input[type=radio][name=${name}]`);
    const show = () => {
      const chosen = [...boxes].find((box) => box.checked);
      for (const part of document.querySelectorAll(`[data-only-${name}]`)) {
        part.hidden = !chosen || chosen.value !== part.getAttribute(`data-only-${name}`);
      }
    };
    for (const box of boxes) box.addEventListener("change", show);
    show();
  }
  for (const button of document.querySelectorAll("[data-tick]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of document.querySelectorAll("[data-ticks] input:not(:disabled)")) {
        box.checked = button.dataset.tick === "all";
      }
    });
  }
})();
