// The rows of a grid as they stand in the browser, what was taken away, and the way back.
"use strict";
(() => {
  const STEPS = 60;
  let made = 0;

  class Rows {
    constructor(input, config) {
      this.input = input;
      this.config = config;
      this.typed = config.columns.filter((column) => column.kind !== "shown");
      const state = JSON.parse(input.value || "{}");
      this.list = (state.rows || []).map((sent) => this.adopt(sent));
      this.gone = state.gone || [];
      this.steps = [];
    }

    adopt(sent) {
      return { key: ++made, id: sent.id, v: sent.v, c: { ...sent.c }, t: { ...(sent.t || {}) }, e: { ...(sent.e || {}) }, d: sent.d ? 1 : 0, s: { ...(sent.s || {}) }, given: new Set(), brought: {}, was: { ...sent.c } };
    }

    // What a cell held when the page was opened.
    stored(row, name) { return row.was?.[name] || ""; }

    fresh(cells = {}) {
      const row = this.adopt({ c: { ...this.config.fresh, ...cells } });
      row.began = cells;
      return row;
    }

    isBlank(row) {
      const began = { ...this.config.fresh, ...row.began };
      return row.id === undefined && this.typed.every(({ name }) =>
        !row.c[name] && !row.t[name] || (row.c[name] || "") === (began[name] || ""));
    }

    sent(row) {
      const out = { c: row.c };
      if (row.id !== undefined) { out.id = row.id; out.v = row.v; }
      const texts = Object.fromEntries(Object.entries(row.t).filter(([, text]) => text));
      if (Object.keys(texts).length) out.t = texts;
      if (row.d) out.d = 1;
      return out;
    }

    get text() {
      return JSON.stringify({ rows: this.list.filter((row) => !this.isBlank(row)).map((row) => this.sent(row)), gone: this.gone });
    }

    // Writes the hidden input and tells the page that something was typed.
    write() {
      this.input.value = this.text;
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // Remembers how it stands, before something that can be taken back.
    step(label) {
      const copy = (row) => ({ ...row, c: { ...row.c }, t: { ...row.t }, e: { ...row.e }, given: new Set(row.given), brought: { ...row.brought }, tr: undefined });
      this.steps.push({ label, rows: this.list.map(copy), gone: [...this.gone], where: this.where?.() });
      if (this.steps.length > STEPS) this.steps.shift();
    }

    back() {
      const step = this.steps.pop();
      if (!step) return null;
      this.list = step.rows;
      this.gone = step.gone;
      return step;
    }

    place(row) { return this.list.indexOf(row); }

    insert(at, ...rows) { this.list.splice(at, 0, ...rows); }

    remove(row) {
      this.list.splice(this.place(row), 1);
      if (row.id !== undefined) this.gone.push({ id: row.id, v: row.v });
    }

    move(row, to) {
      this.list.splice(this.place(row), 1);
      this.list.splice(to, 0, row);
    }

    set(row, name, value, text) {
      row.c[name] = value;
      if (text !== undefined) row.t[name] = text;
      delete row.e[name];
      delete row.e[""];
    }
  }

  window.house = { ...(window.house || {}), LineRows: Rows };
})();
