// Puts a grid together on the page: rows, drawing, typing, figures, and what is asked of the server.
"use strict";
(() => {

  class Grid {
    constructor(root) {
      this.root = root;
      this.config = JSON.parse(root.dataset.config);
      this.input = root.querySelector("input[type=hidden]");
      this.form = root.closest("form");
      this.body = root.querySelector("[data-rows]");
      this.rows = new window.house.LineRows(this.input, this.config);
      // Where the cursor stands, so that what is taken back brings it there again.
      this.rows.where = () => this.editor.row && { place: this.rows.place(this.editor.row), name: document.activeElement?.dataset?.column };
      this.rates = { ...(this.config.compute?.rates || {}) };
      this.digits = this.config.compute?.digits ?? 2;
      this.draw = new window.house.LineDraw(this);
      this.facts = new window.house.LineFacts(this);
      this.editor = new window.house.LineEditor(this);
      this.choosing = new window.house.LineChoosing(this);
      this.pasting = new window.house.LinePasting(this);
      this.moving = new window.house.LineMoving(this);
      this.tools();
      this.listen();
      this.redraw();
      if (this.config.facts) this.facts.ask(this.rows.list);
      const open = this.rows.list.filter((row) => row.d);
      if (open.length && this.config.matches) this.pasting.recall(open);
    }

    column(name) { return this.config.columns.find((column) => column.name === name); }
    may(right) { return this.config.allowed.includes(right); }
    mayType(row) { return this.may(row.id === undefined ? "add" : "change"); }
    mayRemove(row) { return row.id === undefined || this.may("delete"); }

    tools() {
      const { words } = this.config;
      const add = this.root.querySelector("[data-add]");
      this.adding = window.house.lineMake("button", "ch-btn ln-more", words.add);
      this.adding.type = "button";
      this.adding.hidden = !this.may("add");
      this.adding.addEventListener("click", () => this.add());
      add.append(this.adding);
      const tools = this.root.querySelector("[data-tools]");
      this.note = window.house.lineMake("span", "ln-toast");
      this.note.hidden = true;
      this.taking = window.house.lineMake("button", "ch-btn ln-undo", words.undo);
      this.taking.type = "button";
      this.taking.hidden = true;
      this.taking.addEventListener("click", () => this.undo());
      tools.append(this.note, this.taking);
    }

    listen() {
      this.body.addEventListener("click", (event) => {
        const button = event.target.closest(".ln-remove");
        if (button) this.remove(this.editor.rowAt(button));
      });
      this.form?.addEventListener("formdata", (event) => event.formData.set(this.input.name, this.rows.text));
      this.form?.addEventListener("submit", () => { this.input.value = this.rows.text; }, true);
      document.addEventListener("keydown", (event) => {
        const main = (event.ctrlKey || event.metaKey) && !event.shiftKey;
        if (main && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea, select") && this.rows.steps.length) {
          event.preventDefault();
          this.undo();
        }
      });
      const heads = new Set([...this.config.depends, this.config.compute?.currency, this.config.compute?.tax_kind].filter(Boolean));
      const added = new Set(this.config.compute?.added || []);
      const moved = (event) => {
        const name = event.target?.name;
        if (added.has(name) || name === this.config.compute?.tax_kind) this.figures();
        if (heads.has(name)) this.facts.ask(this.rows.list);
      };
      this.form?.addEventListener("change", moved);
      this.form?.addEventListener("input", moved);
      window.django?.jQuery?.(this.form).on("change", "select", (event) => moved(event));
      document.addEventListener("click", (event) => {
        const button = event.target.closest("[data-take]");
        const [prefix, key, name] = (button?.dataset.input || "").split(":");
        if (prefix === this.input.name && name) this.takeTheirs(Number(key), name, button);
      });
    }

    takeTheirs(key, name, button) {
      const row = this.rows.list.find((found) => found.id === key);
      if (!row) return;
      this.rows.set(row, name, JSON.parse(button.dataset.take), button.dataset.text);
      this.refresh([row]);
      this.write();
    }

    head(name) {
      const input = this.form?.querySelector(`[name="${CSS.escape(name)}"]`);
      return input ? input.value : "";
    }

    query(column) {
      const [app, , line] = this.config.of;
      const query = new URLSearchParams({ app_label: app, model_name: line, field_name: column.field });
      return `${this.config.choices}?${query}`;
    }

    // Asks the server about rows or texts; answers nothing when it does not.
    async ask(what, more) {
      const heads = [...this.config.depends, this.config.compute?.currency, this.config.compute?.tax_kind].filter(Boolean);
      const head = Object.fromEntries(heads.filter((name) => this.form?.elements.namedItem(name)).map((name) => [name, this.head(name)]));
      try {
        const response = await window.house.fetch(`${this.config.address}${what}/`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ key: this.config.head, head, ...more }),
        });
        if (!response.ok) throw new Error(String(response.status));
        return await response.json();
      } catch {
        this.say(this.config.words.failed, true);
        return null;
      }
    }

    say(text, seen = false) {
      this.root.querySelector("[data-say]").textContent = text;
      if (seen) this.toast(text);
    }

    toast(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
      this.taking.hidden = !this.rows.steps.length;
      this.root.querySelector("[data-say]").textContent = text;
    }

    write() { this.rows.write(); }

    later() {
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.write(), 400);
    }

    redraw() {
      this.editor?.close();
      const rows = this.rows.list.map((row, place) => this.draw.row(row, place + 1));
      this.body.replaceChildren(...rows);
      this.rest();
      this.figures();
      this.root.classList.toggle("ln-empty", !rows.length);
    }

    // Draws these rows where they stand by now, and no other one.
    put(rows) {
      const { list } = this.rows;
      for (const row of rows) {
        if (row.tr) { this.refresh([row]); continue; }
        const place = this.rows.place(row);
        const tr = this.draw.row(row, place + 1);
        if (place) list[place - 1].tr.after(tr);
        else this.body.prepend(tr);
        this.figure(row, false);
      }
      this.draw.numbers();
      this.rest();
      this.total();
      this.root.classList.toggle("ln-empty", !list.length);
    }

    // Moves a row to a place, on the page and in what is sent.
    moveTo(row, to) {
      const { list } = this.rows;
      this.rows.move(row, to);
      if (to) list[to - 1].tr.after(row.tr);
      else this.body.prepend(row.tr);
      this.draw.numbers();
      this.write();
    }

    // Makes the first cell the one that Tab reaches, or that of the row just left.
    rest(row = this.rows.list[0]) {
      this.body.querySelectorAll("td[tabindex]").forEach((td) => td.removeAttribute("tabindex"));
      const td = row?.tr && this.draw.td(row, this.rows.typed[0].name);
      if (td) td.tabIndex = 0;
    }

    refresh(rows) {
      for (const row of rows) {
        if (this.editor.row === row) this.editor.renew(row);
        else if (row.tr) {
          for (const column of this.config.columns) this.draw.cell(row, column);
          this.draw.rowState(row);
        }
        this.figure(row, false);
      }
      this.total();
    }

    add() {
      if (this.rows.list.length >= this.config.most) { this.say(this.config.words.too_many, true); return; }
      this.editor.close();
      const last = this.rows.list[this.rows.list.length - 1];
      const row = this.rows.fresh(this.inherited(last));
      this.rows.insert(this.rows.list.length, row);
      this.body.append(this.draw.row(row, this.rows.list.length));
      if (this.config.compute?.tax && last) row.t[this.config.compute.tax] = last.t[this.config.compute.tax];
      this.root.classList.remove("ln-empty");
      this.figure(row);
      this.editor.open(row, this.rows.typed[0].name);
    }

    // A new line is taxed like the one above it.
    inherited(last) {
      const tax = this.config.compute?.tax;
      return tax && last?.c[tax] ? { [tax]: last.c[tax] } : {};
    }

    remove(row, name) {
      if (!row || !this.mayRemove(row)) return;
      const place = this.rows.place(row);
      this.rows.step("remove");
      this.editor.close();
      this.rows.remove(row);
      row.tr.remove();
      this.draw.numbers();
      this.rest();
      this.total();
      this.write();
      this.toast(this.config.words.removed);
      const next = this.rows.list[place] || this.rows.list[place - 1];
      if (name && next) this.editor.open(next, name);
    }

    shift(row, step, name) {
      const to = this.rows.place(row) + step;
      if (!this.config.moves || to < 0 || to >= this.rows.list.length) return;
      this.rows.step("move");
      this.editor.close();
      this.moveTo(row, to);
      this.editor.open(row, name);
    }

    undo() {
      const step = this.rows.back();
      if (!step) return;
      this.editor.row = null;
      this.redraw();
      this.write();
      this.toast(this.config.words.undone);
      const row = step.where && this.rows.list[step.where.place];
      if (row) this.editor.open(row, step.where.name);
    }

    // A cell was left with something new in it.
    changed(row, column) {
      const { config } = this;
      if (column.name === config.wording && row.c[config.wording] && !row.c[config.goods] && row.asked !== row.c[config.wording]) {
        row.asked = row.c[config.wording];
        this.pasting.match([row]);
      } else if (Object.values(config.compute || {}).includes(column.name)) this.facts.ask([row]);
    }

    texts(row) {
      const rule = this.config.compute;
      return {
        quantity: row.c[rule.quantity], price: row.c[rule.price],
        discount: rule.discount ? row.c[rule.discount] : "", percent: rule.tax ? this.rates[row.c[rule.tax]] : "",
      };
    }

    figure(row, summed = true) {
      const rule = this.config.compute;
      if (!rule) return;
      const kind = rule.tax_kind ? this.head(rule.tax_kind) || rule.kind || "on_top" : "on_top";
      const found = window.house.figures.paper([this.texts(row)], { kind, digits: this.digits });
      row.amount = found.amounts[0];
      row.tax = found.tax;
      const td = row.tr && this.draw.td(row, rule.amount);
      const text = window.house.figures.show(row.amount, this.digits);
      if (td && td.textContent !== text) td.textContent = text;
      if (summed) this.total();
    }

    figures() {
      for (const row of this.rows.list) this.figure(row, false);
      this.total();
    }

    total() {
      this.root.querySelector("[data-count]").textContent = String(this.rows.list.length);
      const rule = this.config.compute;
      if (!rule) return;
      const units = window.house.figures.inUnits;
      const kind = rule.tax_kind ? this.head(rule.tax_kind) || "on_top" : "on_top";
      let goods = 0n, tax = 0n, more = 0n;
      for (const row of this.rows.list) { goods += row.amount || 0n; tax += row.tax || 0n; }
      for (const name of rule.added) {
        const added = units(window.house.figures.parse(this.head(name)), this.digits);
        more += added;
        this.sum(name, added);
      }
      this.sum(rule.goods, goods);
      this.sum(rule.taxes, tax);
      this.sum(rule.total, goods + more + (kind === "on_top" ? tax : 0n));
    }

    sum(name, units) {
      const place = this.root.querySelector(`[data-total="${CSS.escape(name)}"]`);
      if (place) place.textContent = window.house.figures.show(units, this.digits);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-lines]").forEach((root) => {
      if (root.querySelector("input[type=hidden]")) root.grid = new Grid(root);
    });
  });
})();
