// Typing: from field to field and row to row by keyboard; one row holds input elements at a time.
"use strict";
(() => {
  const composing = (event) => event.isComposing || event.keyCode === 229;

  class Editor {
    constructor(grid) {
      this.grid = grid;
      this.row = null;
      const body = grid.body;
      body.addEventListener("mousedown", (event) => this.press(event));
      body.addEventListener("focusin", (event) => { if (event.target.tabIndex === 0 && event.target.matches("td")) this.open(this.rowAt(event.target), event.target.dataset.column); });
      body.addEventListener("input", (event) => this.typed(event.target));
      body.addEventListener("change", (event) => this.changed(event.target));
      body.addEventListener("keydown", (event) => this.key(event));
      body.addEventListener("focusout", (event) => this.left(event));
      document.addEventListener("mousedown", (event) => {
        if (this.row && !event.composedPath().includes(grid.root) && !event.target.closest(".ln-list")) this.close();
      });
    }

    rowAt(node) {
      const key = Number(node.closest("tr")?.dataset.key);
      return this.grid.rows.list.find((row) => row.key === key);
    }

    press(event) {
      if (event.button || event.target.closest(".ln-drag, .ln-remove, .ln-fact")) return;
      const td = event.target.closest("td[data-column]");
      if (!td || event.target.closest("input, select, textarea")) return;
      const row = this.rowAt(td);
      if (!row) return;
      event.preventDefault();
      this.open(row, td.dataset.column);
    }

    get columns() { return this.grid.rows.typed; }

    open(row, name) {
      if (!row || !this.grid.mayType(row)) return;
      if (this.row !== row) {
        this.close();
        this.row = row;
        row.tr.classList.add("ln-active");
        const number = this.grid.rows.place(row) + 1;
        for (const column of this.columns) this.fit(row, column, number);
        this.grid.facts.strip(row);
      }
      this.focus(this.columns.some((column) => column.name === name) ? name : this.columns[0].name);
    }

    fit(row, column, number) {
      const td = this.grid.draw.td(row, column.name);
      const input = this.grid.draw.input(row, column, number);
      td.querySelector(".ln-say")?.remove();
      td.querySelector(".ln-doubt")?.remove();
      if (column.kind === "yes") {
        const label = window.house.lineMake("label", "ln-tick");
        label.append(input);
        td.prepend(label);
      } else td.prepend(input);
      this.grid.draw.cellState(row, column, td);
      if (column.kind !== "relation") return;
      const clear = window.house.lineTool("ln-clear", "close", this.grid.config.words.clear);
      clear.addEventListener("click", () => {
        input.value = "";
        this.grid.choosing.choose(row, column, null);
        input.focus();
      });
      input.after(clear);
      input.picker = new window.house.LinePicker(input, {
        query: this.grid.query(column),
        words: this.grid.config.words,
        create: column.create,
        offered: column.name === this.grid.config.goods ? () => this.grid.choosing.offered(row) : null,
        question: () => [this.grid.config.words.choose, row.why].filter(Boolean).join(" "),
        choose: (item) => this.grid.choosing.choose(row, column, item),
        clear: () => this.grid.choosing.choose(row, column, null),
      });
    }

    get picker() { return document.activeElement?.picker; }

    input(name) { return this.row && this.grid.draw.td(this.row, name)?.querySelector(".ln-input"); }

    focus(name) {
      const input = this.input(name);
      if (!input) return;
      input.focus();
      if (input.select && input.type !== "date" && input.type !== "checkbox") input.select();
      input.was = this.value(input);
      input.wasKey = this.row.c[name] || "";
      input.wasText = input.value;
    }

    value(input) { return input.type === "checkbox" ? (input.checked ? "1" : "") : input.value; }

    typed(input) {
      if (!this.row || !input.matches(".ln-input")) return;
      const column = this.grid.column(input.dataset.column);
      if (column.kind !== "relation" && (this.row.c[column.name] || "") !== this.value(input)) this.row.given.add(column.name);
      if (column.kind === "relation") {
        this.grid.rows.set(this.row, column.name, "", input.value);
      } else this.grid.rows.set(this.row, column.name, this.value(input));
      this.grid.draw.cellState(this.row, column, input.closest("td"));
      this.grid.draw.rowState(this.row);
      this.grid.figure(this.row);
      this.grid.later();
    }

    changed(input) {
      if (!this.row || !input.matches(".ln-input")) return;
      const column = this.grid.column(input.dataset.column);
      if (column.kind === "number") {
        input.value = input.value.normalize("NFKC").replace(/。/g, ".").trim();
        this.typed(input);
      }
      if (column.kind === "yes") this.typed(input);
      this.grid.changed(this.row, column);
    }

    left(event) {
      const to = event.relatedTarget;
      if (!this.row || !to || this.grid.root.contains(to)) return;
      this.close();
    }

    close() {
      const row = this.row;
      if (!row) return;
      this.row = null;
      this.grid.facts.hide(row);
      row.tr.classList.remove("ln-active");
      for (const column of this.columns) {
        this.grid.draw.td(row, column.name)?.querySelector(".ln-input")?.picker?.close();
        this.grid.draw.cell(row, column);
      }
      this.grid.write();
    }

    // Moves so many rows, staying in the column; below the last row a new one begins.
    go(step, name) {
      const rows = this.grid.rows.list;
      const place = rows.indexOf(this.row) + step;
      if (place < 0) return;
      if (place >= rows.length) { this.grid.add(); return; }
      this.open(rows[place], name);
    }

    key(event) {
      const input = event.target;
      if (!this.row || !input.matches?.(".ln-input") || composing(event)) return;
      if (input.picker?.key(event)) { event.preventDefault(); event.stopPropagation(); return; }
      const name = input.dataset.column;
      const done = () => event.preventDefault();
      const main = event.ctrlKey || event.metaKey;
      if (main && !event.shiftKey && event.key.toLowerCase() === "z" && this.value(input) === (input.was ?? "") && this.grid.rows.steps.length) { done(); this.grid.undo(); return; }
      if (main && event.key.toLowerCase() === "d") { done(); this.fillDown(name); return; }
      if ((main || event.altKey) && event.key === "Delete") { done(); this.grid.remove(this.row, name); return; }
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) { done(); this.grid.shift(this.row, event.key === "ArrowUp" ? -1 : 1, name); return; }
      if (main || event.altKey) return;
      this.walk(event, input, name, done);
    }

    walk(event, input, name, done) {
      const names = this.columns.map((column) => column.name);
      const at = names.indexOf(name);
      const text = input.matches("input[type=text]");
      const vertical = input.matches("input[type=text], input[type=checkbox]");
      if (event.key === "Enter") {
        if (input.matches("textarea") && event.shiftKey) return;
        done();
        this.changed(input);
        this.go(event.shiftKey ? -1 : 1, name);
      } else if (event.key === "ArrowDown" && vertical) { done(); if (this.grid.rows.place(this.row) < this.grid.rows.list.length - 1) this.go(1, name); }
      else if (event.key === "ArrowUp" && vertical) { done(); this.go(-1, name); }
      else if (event.key === "ArrowLeft" && (!text || (input.selectionStart === 0 && (input.selectionEnd === 0 || input.selectionEnd === input.value.length))) && at > 0 && input.type !== "date") { done(); this.focus(names[at - 1]); }
      else if (event.key === "ArrowRight" && (!text || input.selectionEnd === input.value.length) && at < names.length - 1 && input.type !== "date") { done(); this.focus(names[at + 1]); }
      else if (event.key === "Tab" && !event.shiftKey && at === names.length - 1) {
        if (this.grid.rows.place(this.row) < this.grid.rows.list.length - 1) { done(); this.go(1, names[0]); }
      } else if (event.key === "Tab" && event.shiftKey && at === 0) {
        if (this.grid.rows.place(this.row) > 0) { done(); this.go(-1, names[names.length - 1]); }
      } else if (event.key === "Tab") { done(); this.focus(names[at + (event.shiftKey ? -1 : 1)]); }
      else if (event.key === "Escape") { done(); this.revert(input); }
    }

    // The first Escape takes the cell back, the second one leaves the row.
    revert(input) {
      const column = this.grid.column(input.dataset.column);
      if (this.value(input) === (input.was ?? "")) {
        const row = this.row;
        this.close();
        this.grid.rest(row);
        return;
      }
      if (input.type === "checkbox") input.checked = Boolean(input.was);
      else input.value = input.wasText ?? "";
      if (column.kind === "relation") this.grid.rows.set(this.row, column.name, input.wasKey ?? "", input.wasText ?? "");
      else this.grid.rows.set(this.row, column.name, input.was ?? "");
      this.grid.figure(this.row);
      input.select?.();
    }

    fillDown(name) {
      const rows = this.grid.rows.list;
      const above = rows[rows.indexOf(this.row) - 1];
      const column = this.grid.column(name);
      if (!above || column.kind === "shown") return;
      const row = this.row;
      this.grid.rows.step("fill");
      this.grid.rows.set(row, name, above.c[name] || "", above.t[name] || "");
      row.given.add(name);
      this.again(row, name);
      this.grid.changed(row, column);
    }

    // Shows what came in from elsewhere in the row that is being typed into, never under the cursor.
    renew(row) {
      for (const column of this.columns) {
        const input = this.input(column.name);
        if (!input) continue;
        if (input !== document.activeElement) {
          if (input.type === "checkbox") input.checked = Boolean(row.c[column.name]);
          else input.value = column.kind === "relation" ? this.grid.draw.shown(row, column) : row.c[column.name] || "";
        }
        this.grid.draw.cellState(row, column, input.closest("td"));
      }
      this.grid.draw.rowState(row);
      this.grid.facts.strip(row);
    }

    isTypingIn(row, name) { return this.row === row && document.activeElement === this.input(name); }

    // Draws the row that is being typed into once more, the cursor where it was.
    again(row, name) {
      if (this.row === row) {
        this.row = null;
        row.tr.classList.remove("ln-active");
        this.grid.facts.hide(row);
        for (const column of this.columns) this.grid.draw.cell(row, column);
        this.open(row, name);
      } else for (const column of this.columns) this.grid.draw.cell(row, column);
      this.grid.draw.rowState(row);
      this.grid.figure(row);
    }
  }

  window.house = { ...window.house, LineEditor: Editor };
})();
