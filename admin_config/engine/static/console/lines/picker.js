// A relation inside a cell: found by typing, chosen by keyboard or touch, or made new on the spot.
"use strict";
(() => {
  const WAIT = 160;
  let list = null;
  let owner = null;

  const popup = () => {
    if (list) return list;
    list = document.createElement("ul");
    list.className = "ln-list";
    list.id = "ln-list";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("li[data-place]");
      if (item && owner) owner.take(Number(item.dataset.place));
    });
    document.body.append(list);
    window.addEventListener("scroll", () => owner && owner.put(), true);
    window.addEventListener("resize", () => owner && owner.put());
    return list;
  };

  // One picker for one input; choose(id, text, brought) is called once something is chosen.
  class Picker {
    constructor(input, { query, words, create, offered, question, choose, clear }) {
      Object.assign(this, { input, query, words, create, offered, question, choose, clear });
      this.found = [];
      this.at = -1;
      this.turn = 0;
      this.dirty = false;
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", "ln-list");
      input.autocomplete = "off";
      input.addEventListener("input", (event) => { if (!event.isComposing) this.typed(); });
      input.addEventListener("compositionend", () => this.typed());
      input.addEventListener("blur", () => this.leave());
      input.addEventListener("click", () => { if (!this.open) this.ask(""); });
    }

    get open() { return owner === this && !popup().hidden; }

    typed() {
      this.dirty = true;
      clearTimeout(this.timer);
      if (!this.input.value.trim()) this.clear();
      this.timer = setTimeout(() => this.ask(this.input.value.trim()), WAIT);
    }

    async ask(term) {
      const turn = ++this.turn;
      const offered = !term && this.offered ? this.offered() : [];
      if (offered.length) { this.show(offered, "", this.question?.()); return; }
      try {
        const response = await window.house.fetch(`${this.query}&term=${encodeURIComponent(term)}`);
        if (!response.ok) throw new Error(String(response.status));
        const { results } = await response.json();
        if (turn !== this.turn || document.activeElement !== this.input) return;
        this.show(results);
      } catch {
        if (turn === this.turn) this.show([], this.words.failed);
      }
    }

    show(results, trouble = "", question = "") {
      owner = this;
      this.found = this.create ? [...results, { create: true, text: this.words.create }] : results;
      this.at = this.dirty && results.length ? 0 : -1;
      const items = this.found.map((item, place) => {
        const li = document.createElement("li");
        li.id = `ln-option-${place}`;
        li.dataset.place = place;
        li.setAttribute("role", "option");
        if (item.create) li.className = "ln-create";
        li.textContent = item.text;
        return li;
      });
      if (!results.length || question) {
        const note = document.createElement("li");
        note.className = "ln-none";
        note.textContent = question || trouble || this.words.nothing;
        items.unshift(note);
      }
      popup().replaceChildren(...items);
      popup().hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.mark();
      this.put();
    }

    put() {
      const box = this.input.getBoundingClientRect();
      const menu = popup();
      menu.style.minWidth = `${Math.max(box.width, 240)}px`;
      const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - 8);
      const below = window.innerHeight - box.bottom;
      const up = below < menu.offsetHeight + 8 && box.top > below;
      menu.style.left = `${Math.max(left, 8)}px`;
      menu.style.top = up ? `${box.top - menu.offsetHeight - 2}px` : `${box.bottom + 2}px`;
    }

    mark() {
      popup().querySelectorAll("li[data-place]").forEach((li) => {
        const on = Number(li.dataset.place) === this.at;
        li.setAttribute("aria-selected", on ? "true" : "false");
        if (on) {
          this.input.setAttribute("aria-activedescendant", li.id);
          li.scrollIntoView({ block: "nearest" });
        }
      });
      if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    }

    close() {
      clearTimeout(this.timer);
      this.turn += 1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      if (owner === this) { popup().hidden = true; owner = null; }
    }

    // Answers whether the key was for the list.
    key(event) {
      if (event.key === "ArrowDown" && event.altKey) return false;
      if (!this.open) {
        if (event.key === "F2" || (event.key === "ArrowDown" && event.ctrlKey)) { this.ask(""); return true; }
        return false;
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.at = Math.max(-1, Math.min(this.found.length - 1, this.at + step));
        this.mark();
        return true;
      }
      if (event.key === "Enter" && this.at >= 0) { this.take(this.at); return true; }
      if (event.key === "Tab" && this.dirty && this.at >= 0 && !this.found[this.at].create) { this.take(this.at); return false; }
      if (event.key === "Escape") { this.close(); return true; }
      return false;
    }

    take(place) {
      const item = this.found[place];
      this.close();
      this.dirty = false;
      if (item.create) { this.make(); return; }
      this.input.value = item.leave ? "" : item.text;
      this.choose(item);
    }

    // Opens the add form beside the page; what it makes is chosen.
    make() {
      const select = document.createElement("select");
      select.id = `id_ln_new_${Date.now()}`;
      select.hidden = true;
      document.body.append(select);
      const chosen = () => {
        const option = select.options[select.selectedIndex];
        if (!option || !option.value) return;
        this.input.value = option.text;
        this.choose({ id: option.value, text: option.text });
        select.remove();
      };
      select.addEventListener("change", chosen);
      window.django?.jQuery?.(select).on("change", chosen);
      const link = document.createElement("a");
      link.id = `add_${select.id}`;
      link.href = `${this.create}?_popup=1`;
      if (window.showRelatedObjectPopup) window.showRelatedObjectPopup(link);
      else window.open(link.href, select.id, "height=700,width=1000,resizable=yes,scrollbars=yes");
    }

    leave() { this.close(); }
  }

  window.house = { ...(window.house || {}), LinePicker: Picker };
})();
