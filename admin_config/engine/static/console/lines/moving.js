// Rows are dragged by their handle, with a mouse, a pen or a finger.
"use strict";
(() => {
  class Moving {
    constructor(grid) {
      this.grid = grid;
      grid.body.addEventListener("pointerdown", (event) => this.begin(event));
    }

    begin(event) {
      const handle = event.target.closest(".ln-drag");
      if (!handle || event.button) return;
      event.preventDefault();
      const { grid } = this;
      grid.editor.close();
      const row = grid.editor.rowAt(handle);
      row.tr.classList.add("ln-dragged");
      let to = null;
      const move = (moved) => {
        to = this.target(moved.clientY);
        this.mark(to);
        if (moved.clientY < 80) window.scrollBy(0, -12);
        if (moved.clientY > window.innerHeight - 100) window.scrollBy(0, 12);
      };
      const end = (ended) => {
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        row.tr.classList.remove("ln-dragged");
        this.mark(null);
        const from = grid.rows.place(row);
        if (ended.type === "pointercancel" || to === null || to === from || to === from + 1) return;
        grid.rows.step("move");
        grid.moveTo(row, to > from ? to - 1 : to);
      };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    }

    // Returns before which row the pointer stands.
    target(y) {
      const { list } = this.grid.rows;
      for (let place = 0; place < list.length; place += 1) {
        const box = list[place].tr.getBoundingClientRect();
        if (y < box.top + box.height / 2) return place;
      }
      return list.length;
    }

    mark(to) {
      const { list } = this.grid.rows;
      this.grid.body.querySelectorAll(".ln-before, .ln-after").forEach((tr) => tr.classList.remove("ln-before", "ln-after"));
      if (to === null || !list.length) return;
      if (to < list.length) list[to].tr.classList.add("ln-before");
      else list[list.length - 1].tr.classList.add("ln-after");
    }
  }

  window.house = { ...window.house, LineMoving: Moving };
})();
