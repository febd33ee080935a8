// What is worth knowing beside lines: asked for many rows at once, shown below the one being typed.
"use strict";
(() => {
  const WAIT = 250;

  class Facts {
    constructor(grid) {
      this.grid = grid;
      this.open = new Set();
      grid.body.addEventListener("click", (event) => {
        const chip = event.target.closest("button.ln-fact");
        if (!chip || !grid.editor.row) return;
        if (chip.matches(".ln-pick")) grid.choosing.decide(grid.editor.row, Number(chip.dataset.place));
        else this.take(grid.editor.row, chip);
      });
    }

    get wanted() { return this.grid.config.facts || this.grid.config.compute; }

    // Asks for these rows soon; several changes make one question.
    ask(rows) {
      if (!this.wanted) return;
      for (const row of rows) this.open.add(row);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), WAIT);
    }

    async send() {
      const { grid } = this;
      const rows = [...this.open].filter((row) => grid.rows.list.includes(row));
      this.open.clear();
      if (!rows.length) return;
      const answer = await grid.ask("facts", { rows: rows.map((row) => ({ c: row.c })) });
      if (!answer) return;
      if (answer.rates) Object.assign(grid.rates, answer.rates);
      if (answer.digits !== undefined) grid.digits = answer.digits;
      rows.forEach((row, place) => {
        row.facts = answer.facts[place] || [];
        const wording = grid.column(grid.config.wording);
        if (row.tr && wording && grid.editor.row !== row) grid.draw.cell(row, wording);
        if (grid.editor.row === row) this.strip(row);
      });
      grid.figures();
    }

    strip(row) {
      this.hide(row);
      if (!row.facts?.length && !row.d) return;
      row.strip = this.grid.draw.strip(row);
      row.tr.after(row.strip);
    }

    hide(row) {
      row.strip?.remove();
      row.strip = null;
    }

    take(row, chip) {
      const { grid } = this;
      grid.rows.step("take");
      grid.rows.set(row, chip.dataset.column, chip.dataset.typed);
      row.given.add(chip.dataset.column);
      grid.editor.again(row, chip.dataset.column);
      grid.write();
    }
  }

  window.house = { ...window.house, LineFacts: Facts };
})();
