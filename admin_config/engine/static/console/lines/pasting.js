// A block from a spreadsheet becomes lines: cells by column, wordings matched, doubts marked.
"use strict";
(() => {
  // Returns the cells of a copied block; a quoted cell may hold tabs, new lines and doubled quotes.
  const block = (text) => {
    const rows = [[]];
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    let at = 0;
    while (at <= plain.length) {
      let cell = "";
      if (plain[at] === '"' && /^"(?:[^"]|"")*"(?=[\t\n]|$)/.test(plain.slice(at))) {
        const quoted = /^"((?:[^"]|"")*)"/.exec(plain.slice(at));
        cell = quoted[1].replace(/""/g, '"');
        at += quoted[0].length;
      } else {
        const end = plain.slice(at).search(/[\t\n]/);
        const stop = end < 0 ? plain.length : at + end;
        cell = plain.slice(at, stop);
        at = stop;
      }
      rows[rows.length - 1].push(cell.replace(/\s*\n\s*/g, " ").trim());
      if (at >= plain.length) break;
      if (plain[at] === "\n") rows.push([]);
      at += 1;
    }
    return rows.filter((cells) => cells.some(Boolean));
  };

  class Pasting {
    constructor(grid) {
      this.grid = grid;
      grid.body.addEventListener("paste", (event) => this.paste(event));
    }

    paste(event) {
      const input = event.target;
      const text = event.clipboardData?.getData("text/plain") || "";
      if (!input.matches?.(".ln-input") || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
      event.preventDefault();
      this.put(this.grid.editor.row, input.dataset.column, block(text));
    }

    // The columns that the block's own fill: wording and quantity first, then those to the right.
    columnsFrom(name) {
      const { config, rows } = this.grid;
      const names = rows.typed.map((column) => column.name);
      if (name !== config.paste[0]) return names.slice(names.indexOf(name));
      const last = Math.max(...config.paste.map((found) => names.indexOf(found)));
      return [...config.paste, ...names.slice(last + 1).filter((found) => !config.paste.includes(found))];
    }

    put(row, name, cells) {
      const { grid } = this;
      const { rows, config } = grid;
      const insert = name === config.paste[0];
      const blank = rows.isBlank(row);
      const begin = rows.place(row) + (insert && !blank ? 1 : 0);
      const fits = insert ? rows.list.length + cells.length - (blank ? 1 : 0) : Math.max(rows.list.length, begin + cells.length);
      if (fits > config.most) { grid.say(config.words.too_many, true); return; }
      rows.step("paste");
      grid.editor.close();
      if (insert && blank) {
        rows.list.splice(begin, 1);
        row.tr.remove();
      }
      const columns = this.columnsFrom(name);
      const touched = cells.map((line, offset) => {
        let target = insert ? null : rows.list[begin + offset];
        if (!target) {
          target = rows.fresh();
          rows.insert(begin + offset, target);
        }
        line.slice(0, columns.length).forEach((text, place) => this.fill(target, grid.column(columns[place]), text));
        return target;
      });
      grid.put(touched);
      grid.write();
      grid.toast(`${config.words.pasted}: ${touched.length}`);
      if (insert) this.match(touched);
      else grid.facts.ask(touched);
    }

    fill(row, column, text) {
      const { rows } = this.grid;
      if (text) row.given.add(column.name);
      if (column.kind === "relation") rows.set(row, column.name, "", text);
      else if (column.kind === "choice") {
        const found = column.choices.find(([key, read]) => key === text || read.toLowerCase() === text.toLowerCase());
        rows.set(row, column.name, found ? found[0] : text);
      } else if (column.kind === "yes") rows.set(row, column.name, /^(1|y|yes|true|x|是)$/i.test(text) ? "1" : "");
      else if (column.kind === "number" && !text) rows.set(row, column.name, this.grid.config.fresh[column.name] || "");
      else rows.set(row, column.name, column.kind === "number" ? text.normalize("NFKC") : text);
    }

    // Finds the candidates of rows whose doubt was saved; nothing is decided by it.
    async recall(open) {
      const { grid } = this;
      const answer = await grid.ask("match", { texts: open.map((row) => row.c[grid.config.wording] || "") });
      if (!answer) return;
      answer.matches.forEach((match, place) => {
        const row = open[place];
        if (!row.d) return;
        row.match = match.record ? [match.record] : match.candidates;
        row.why = match.why;
      });
      grid.refresh(open.filter((row) => grid.rows.list.includes(row)));
    }

    // Asks once what all wordings mean. What is sure is filled in, what is doubtful is marked.
    async match(touched) {
      const { grid } = this;
      const { config } = grid;
      const open = touched.filter((row) => config.goods && row.c[config.wording] && !row.c[config.goods]);
      if (!config.matches || !open.length) { grid.facts.ask(touched); return; }
      const answer = await grid.ask("match", { texts: open.map((row) => row.c[config.wording]) });
      if (!answer) return;
      const count = { sure: 0, doubtful: 0, none: 0 };
      answer.matches.forEach((match, place) => {
        const row = open[place];
        if (!grid.rows.list.includes(row) || row.c[config.goods]) return;
        if (row.t[config.goods] && grid.editor.isTypingIn(row, config.goods)) return;
        count[match.kind] += 1;
        row.d = match.kind === "doubtful" ? 1 : 0;
        row.match = match.kind === "doubtful" ? match.candidates : null;
        row.why = match.why;
        if (match.kind === "sure") grid.choosing.bring(row, match.record);
      });
      grid.refresh(open);
      grid.facts.ask(touched);
      grid.write();
      if (touched.length > 1) {
        const { words } = config;
        const parts = [[words.sure, count.sure], [words.open, count.doubtful], [words.free, count.none]];
        grid.toast(`${words.pasted}: ${touched.length} · ${parts.filter(([, number]) => number).map(([word, number]) => `${word}: ${number}`).join(" · ")}`);
      }
    }
  }

  window.house = { ...window.house, LinePasting: Pasting, lineBlock: block };
})();
