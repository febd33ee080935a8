/* A tick on "all" includes "own"; what adds or changes needs looking up as well. */
(() => {
  "use strict";

  document.addEventListener("change", (event) => {
    const box = event.target.closest(".rights-matrix input[type=checkbox]");
    if (!box) return;
    const cell = box.closest("td");
    const boxes = [...cell.querySelectorAll("input")];
    if (box.checked && boxes.length === 2) {
      boxes.filter((other) => other !== box && !other.disabled).forEach((other) => { other.checked = false; });
    }
    const look = cell.closest("tr").querySelectorAll("td")[0];
    const seen = [...look.querySelectorAll("input")];
    if (box.checked && look !== cell && seen.length && !seen.some((other) => other.checked)) {
      const own = boxes.indexOf(box) === 1 ? seen[1] : null;
      const tick = own || seen[0];
      if (!tick.disabled) tick.checked = true;
    }
  });
})();
