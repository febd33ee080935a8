// What happens when a record is chosen in a cell: doubts end, and what goods bring along is filled in.
"use strict";
(() => {
  class Choosing {
    constructor(grid) { this.grid = grid; }

    // Candidates of a doubtful row, and the way to leave its text as it is.
    offered(row) {
      return row.d ? [...(row.match || []), { leave: true, text: this.grid.config.words.leave }] : [];
    }

    // An answer to the question below a doubtful row.
    async decide(row, place) {
      const { grid } = this;
      const item = this.offered(row)[place];
      if (!item) return;
      grid.rows.step("decide");
      await this.choose(row, grid.column(grid.config.goods), item);
      grid.editor.again(row, grid.config.goods);
    }

    // Nothing but a choice ends a doubt; an emptied cell decides nothing.
    async choose(row, column, item) {
      const { grid } = this;
      const chosen = item && !item.leave;
      const isGoods = column.name === grid.config.goods;
      const former = row.former ?? (isGoods ? grid.rows.stored(row, column.name) : "");
      grid.rows.set(row, column.name, chosen ? item.id : "", chosen ? item.text : "");
      if (isGoods && item) {
        row.d = 0;
        row.match = null;
        row.why = "";
      }
      if (isGoods && chosen) await this.follow(row, column, item, former);
      else if (chosen) row.given.add(column.name);
      if (!row.tr) return;
      grid.draw.cellState(row, column, grid.draw.td(row, column.name));
      grid.draw.rowState(row);
      grid.figure(row);
      grid.facts.ask([row]);
      grid.later();
    }

    // Fills in what the chosen goods bring; what former goods had brought gives way.
    async follow(row, column, item, former) {
      const { grid } = this;
      if (item.c && !former) { this.bring(row, item); return; }
      if (!grid.config.fills) return;
      const answer = await grid.ask("fill", { texts: [item.id, former].filter(Boolean) });
      const brought = answer?.goods?.[item.id];
      if (!brought || row.c[column.name] !== item.id) return;
      if (former && former !== item.id) this.giveWay(row, answer.goods[former]?.c || {});
      this.bring(row, brought);
    }

    // A price, a unit or a tax was for the former goods; words only where they were theirs.
    giveWay(row, before) {
      const { config } = this.grid;
      for (const { name } of config.columns) {
        if (name === config.wording) row.brought[name] ??= before[name];
        else if (!row.given.has(name) && name in before) row.brought[name] = row.c[name];
      }
    }

    // What somebody gave stays; what is empty, stands there from the start or came with other goods
    // is filled in.
    stays(row, name) {
      const { config } = this.grid;
      const now = row.c[name] || "";
      if (name === config.goods || !now) return false;
      return row.given.has(name) || (now !== (config.fresh[name] || "") && now !== row.brought[name]);
    }

    bring(row, brought) {
      const { grid } = this;
      row.former = brought.id;
      for (const [name, value] of Object.entries(brought.c)) {
        if (this.stays(row, name)) continue;
        grid.rows.set(row, name, value, brought.t[name]);
        row.brought[name] = value;
        if (grid.editor.row === row) this.show(row, name);
      }
    }

    show(row, name) {
      const { grid } = this;
      const input = grid.editor.input(name);
      const column = grid.column(name);
      if (input) input.value = column.kind === "relation" ? grid.draw.shown(row, column) : row.c[name] || "";
    }
  }

  window.house = { ...window.house, LineChoosing: Choosing };
})();
