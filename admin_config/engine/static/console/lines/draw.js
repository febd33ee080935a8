// Draws rows: plain cells, and input elements in the one row that is being typed into.
"use strict";
(() => {
  const make = (tag, className = "", text = "") => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };
  const tool = (className, icon, label) => {
    const button = make("button", className);
    button.type = "button";
    button.tabIndex = -1;
    button.title = label;
    button.setAttribute("aria-label", label);
    const sign = make("i", "ch-icon", icon);
    sign.setAttribute("aria-hidden", "true");
    button.append(sign);
    return button;
  };

  class Draw {
    constructor(grid) { this.grid = grid; }

    shown(row, column) {
      const typed = row.c[column.name] || "";
      if (column.kind === "relation") return typed ? row.t[column.name] || "…" : row.t[column.name] || "";
      if (column.kind === "choice") return (column.choices.find(([key]) => key === typed) || ["", typed])[1];
      if (column.kind === "yes") return typed ? this.grid.config.words.yes : "";
      return column.kind === "number" ? window.house.figures.grouped(typed) : typed;
    }

    look(column) {
      return column.look || column.kind;
    }

    row(row, number) {
      const tr = make("tr");
      tr.dataset.key = row.key;
      const first = make("th", "ln-no");
      first.scope = "row";
      const words = this.grid.config.words;
      if (this.grid.config.moves && this.grid.mayType(row)) first.append(tool("ln-drag", "drag_indicator", words.move));
      first.append(make("span", "ln-at", String(number)));
      tr.append(first);
      for (const column of this.grid.config.columns) {
        const td = make("td", `ln-${this.look(column)}`);
        td.dataset.column = column.name;
        td.dataset.label = column.label;
        if ([this.grid.config.wording, this.grid.config.goods].includes(column.name)) td.classList.add("ln-wide");
        tr.append(td);
        this.cell(row, column, td);
      }
      const end = make("td", "ln-end");
      if (this.grid.mayRemove(row)) end.append(tool("ln-remove", "close", words.remove));
      tr.append(end);
      row.tr = tr;
      this.rowState(row);
      return tr;
    }

    cell(row, column, td = this.td(row, column.name)) {
      if (column.kind === "shown") {
        if (column.name === this.grid.config.compute?.amount) return;
        td.textContent = row.s?.[column.name] ?? td.textContent;
        return;
      }
      const text = make("span", "ln-say", this.shown(row, column));
      td.replaceChildren(text);
      if (column.name === this.grid.config.goods) this.doubt(row, td);
      this.warnings(row, column, td);
      this.cellState(row, column, td);
    }

    doubt(row, td) {
      if (!row.d) return;
      const button = make("button", "ln-doubt");
      button.type = "button";
      button.tabIndex = -1;
      button.textContent = `${this.grid.config.words.open}${row.match?.length ? ` (${row.match.length})` : ""}`;
      button.title = row.why || this.grid.config.words.doubtful;
      td.append(button);
    }

    warnings(row, column, td) {
      const loud = (row.facts || []).filter((fact) => fact.tone === "bad" || fact.tone === "warn");
      if (column.name !== this.grid.config.wording || !loud.length) return;
      for (const fact of loud) {
        const note = make("span", `ln-loud ln-${fact.tone}`, [fact.label, fact.value].filter(Boolean).join(" "));
        td.append(note);
      }
    }

    cellState(row, column, td) {
      const errors = row.e[column.name] || [];
      td.classList.toggle("ln-bad", errors.length > 0);
      td.querySelector(".ln-err")?.remove();
      const input = td.querySelector("input, select, textarea");
      if (input) input.setAttribute("aria-invalid", errors.length ? "true" : "false");
      if (!errors.length) return;
      const note = make("span", "ln-err", errors.join(" "));
      note.id = `ln-err-${row.key}-${column.name}`;
      if (input) input.setAttribute("aria-describedby", note.id);
      td.append(note);
    }

    rowState(row) {
      row.tr.classList.toggle("ln-wrong", Object.keys(row.e).length > 0);
      row.tr.classList.toggle("ln-open", Boolean(row.d));
      row.tr.classList.toggle("ln-new", row.id === undefined);
      const first = row.tr.firstElementChild;
      first.querySelector(".ln-err")?.remove();
      const errors = row.e[""] || [];
      if (errors.length) first.append(make("span", "ln-err", errors.join(" ")));
    }

    td(row, name) {
      return row.tr?.querySelector(`td[data-column="${CSS.escape(name)}"]`);
    }

    numbers() {
      this.grid.rows.list.forEach((row, place) => {
        const at = row.tr?.querySelector(".ln-at");
        if (at && at.textContent !== String(place + 1)) at.textContent = String(place + 1);
      });
    }

    // Returns the input element of a cell.
    input(row, column, number) {
      let input;
      if (column.kind === "choice") {
        input = make("select");
        for (const [key, text] of column.choices) input.add(new Option(text, key));
        input.value = row.c[column.name] || "";
      } else if (column.kind === "yes") {
        input = make("input");
        input.type = "checkbox";
        input.checked = Boolean(row.c[column.name]);
      } else if (column.kind === "long") {
        input = make("textarea");
        input.rows = 1;
        input.value = row.c[column.name] || "";
      } else {
        input = make("input");
        input.type = column.kind === "date" ? "date" : "text";
        if (column.kind === "number") input.inputMode = column.digits ? "decimal" : "numeric";
        if (column.longest) input.maxLength = column.longest;
        input.value = column.kind === "relation" ? this.shown(row, column) : row.c[column.name] || "";
      }
      input.className = "ln-input";
      if (column.kind === "relation") input.placeholder = " ";
      input.autocomplete = "off";
      input.dataset.column = column.name;
      input.setAttribute("aria-label", `${column.label}, ${this.grid.config.words.line} ${number}`);
      return input;
    }

    // The strip below a row: what is worth knowing, each figure a button where it can be taken over.
    strip(row) {
      const tr = make("tr", "ln-strip");
      const td = make("td");
      td.colSpan = this.grid.config.columns.length + 2;
      if (row.d) td.append(this.question(row));
      const box = make("div", "ln-facts");
      for (const fact of row.facts || []) {
        const can = fact.column && this.grid.column(fact.column) && this.grid.mayType(row);
        const chip = make(can ? "button" : "span", `ln-fact ln-${fact.tone || "plain"}`);
        if (can) {
          chip.type = "button";
          chip.tabIndex = -1;
          chip.title = this.grid.config.words.take;
          chip.dataset.column = fact.column;
          chip.dataset.typed = fact.typed || "";
        }
        chip.append(make("span", "", fact.label));
        if (fact.value) chip.append(make("b", "", fact.value));
        box.append(chip);
      }
      if (box.childElementCount) td.append(box);
      tr.append(td);
      return tr;
    }

    // What a doubtful row asks: why it is not sure, and a button for each answer.
    question(row) {
      const box = make("div", "ln-facts ln-ask");
      box.append(make("b", "", this.grid.config.words.choose));
      if (row.why) box.append(make("span", "ln-why", row.why));
      this.grid.choosing.offered(row).forEach((item, place) => {
        const button = make("button", item.leave ? "ln-fact ln-pick" : "ln-fact ln-pick ln-candidate", item.text);
        button.type = "button";
        button.tabIndex = -1;
        button.dataset.place = place;
        box.append(button);
      });
      return box;
    }
  }

  window.house = { ...(window.house || {}), LineDraw: Draw, lineMake: make, lineTool: tool };
})();
