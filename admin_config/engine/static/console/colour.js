/* A colour's code and its palette say the same. */
(() => {
  "use strict";

  const CODE = /^#?[0-9a-f]{6}$/i;

  document.addEventListener("input", ({ target }) => {
    const field = target.closest?.(".colour-field");
    if (!field) return;
    const [code, palette] = field.querySelectorAll("input[name], input.colour-palette");
    if (target === palette) {
      code.value = palette.value;
      code.dispatchEvent(new Event("input", { bubbles: true }));
      code.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (CODE.test(code.value.trim())) {
      palette.value = `#${code.value.trim().replace("#", "").toLowerCase()}`;
    }
  });
})();
