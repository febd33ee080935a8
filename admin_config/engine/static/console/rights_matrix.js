/* A tick on "all" includes "own"; what adds or changes needs looking up as well. Headings tick whole
   rows and columns, arrow keys move, and what differs from the house's default is marked. */
(() => {
  "use strict";

  const boxesOf = (place) => [...place.querySelectorAll("input[type=checkbox]")];
  const isFree = (box) => !box.disabled;

  const mark = (matrix) => {
    let differing = 0;
    boxesOf(matrix).filter((box) => box.dataset.usual !== undefined).forEach((box) => {
      const differs = box.checked !== (box.dataset.usual === "1");
      box.closest("label").classList.toggle("rights-differs", differs);
      if (differs) differing += 1;
    });
    const tools = matrix.previousElementSibling;
    const count = tools && tools.querySelector("[data-rights-count]");
    if (count) count.textContent = String(differing);
    const reset = tools && tools.querySelector("[data-rights-reset]");
    if (reset) reset.disabled = !differing;
  };

  /* A cell is "all", "own" or "none"; where there is no choice of own, a tick counts as both. */
  const stands = (cell, state) => {
    const boxes = boxesOf(cell);
    if (boxes.length === 2) return boxes[0].checked === (state === "all") && boxes[1].checked === (state === "own");
    return boxes.every((box) => box.checked === (state !== "none"));
  };

  const put = (cell, state) => {
    boxesOf(cell).forEach((box, place, boxes) => {
      if (!isFree(box)) return;
      const wanted = boxes.length === 2 ? state === (place ? "own" : "all") : state !== "none";
      box.checked = wanted;
    });
  };

  const turn = (matrix, cells) => {
    const usable = cells.filter((cell) => boxesOf(cell).some(isFree));
    if (!usable.length) return;
    const states = usable.some((cell) => boxesOf(cell).length === 2) ? ["own", "all", "none"] : ["all", "none"];
    const at = states.findIndex((state) => usable.every((cell) => stands(cell, state)));
    usable.forEach((cell) => put(cell, states[(at + 1) % states.length]));
    mark(matrix);
    matrix.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const needsLooking = (box) => {
    const cell = box.closest("td");
    const boxes = boxesOf(cell);
    if (box.checked && boxes.length === 2 && !cell.classList.contains("rights-sight")) {
      boxes.filter((other) => other !== box && isFree(other)).forEach((other) => { other.checked = false; });
    }
    const look = cell.closest("tr").querySelectorAll("td")[0];
    const seen = boxesOf(look);
    if (box.checked && look !== cell && seen.length && !seen.some((other) => other.checked)) {
      const tick = (boxes.indexOf(box) === 1 && seen[1]) || seen[0];
      if (isFree(tick)) tick.checked = true;
    }
  };

  document.addEventListener("change", (event) => {
    const box = event.target.closest(".rights-matrix input[type=checkbox]");
    if (!box) return;
    needsLooking(box);
    mark(box.closest(".rights-matrix"));
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-rights-row]");
    const column = event.target.closest("[data-rights-column]");
    const reset = event.target.closest("[data-rights-reset]");
    if (row) {
      turn(row.closest(".rights-matrix"), [...row.closest("tr").querySelectorAll("td:not(.rights-sight)")]);
    } else if (column) {
      const matrix = column.closest(".rights-matrix");
      const rows = [...matrix.querySelectorAll("tbody tr:not(.rights-group)")];
      turn(matrix, rows.map((one) => one.querySelectorAll("td")[Number(column.dataset.rightsColumn)]));
    } else if (reset) {
      const matrix = reset.closest(".rights-tools").nextElementSibling;
      boxesOf(matrix).filter((box) => box.dataset.usual !== undefined && isFree(box)).forEach((box) => {
        box.checked = box.dataset.usual === "1";
      });
      mark(matrix);
      matrix.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = event.target.closest(".rights-matrix input, .rights-matrix button");
    if (!step || !here || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const rows = [...here.closest("table").querySelectorAll("tr:not(.rights-group)")];
    const targets = (row) => [...row.querySelectorAll("button, input:not([disabled])")];
    const line = here.closest("tr");
    if (step[0]) {
      const all = targets(line);
      const next = all[all.indexOf(here) + step[0]];
      if (next) next.focus();
      return;
    }
    const column = [...line.children].indexOf(here.closest("td, th"));
    const place = [...here.closest("td, th").querySelectorAll("button, input")].indexOf(here);
    for (let at = rows.indexOf(line) + step[1]; rows[at]; at += step[1]) {
      const found = [...rows[at].children[column].querySelectorAll("button, input:not([disabled])")];
      if (found.length) {
        (found[place] || found[0]).focus();
        return;
      }
    }
  });
})();
