// The filter builder: conditions in groups, joined by and/or, kept in the address as one parameter.
"use strict";
(() => {
  const list = document.querySelector("[data-list]");
  const dialog = document.querySelector("[data-builder-dialog]");
  const opener = document.querySelector("[data-open-builder]");
  if (!list || !dialog || !opener) return;
  const root = dialog.querySelector("[data-builder]");
  const note = dialog.querySelector("[data-error]");
  const words = { ...document.querySelector("[data-words]").dataset, ...dialog.dataset };
  const PARAMETER = "_f";
  const current = JSON.parse(opener.dataset.built);
  const names = current.names;
  const fields = new Map();
  let catalogue = null;

  const make = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  };
  const icon = (name) => make("i", { class: "ch-icon", "aria-hidden": "true" }, name);
  const option = (value, label, chosen) => {
    const made = make("option", { value }, label);
    made.selected = value === chosen;
    return made;
  };
  const round = (name, label, act) => {
    const button = make("button", { type: "button", class: "ch-round", "aria-label": label, title: label }, icon(name));
    button.addEventListener("click", act);
    return button;
  };

  // --- values: each returns an element and a function that reads it ------------------------------
  const select = (choices, chosen, label) =>
    make("select", { class: "ch-input", "aria-label": label }, ...choices.map(([value, text]) => option(value, text, chosen)));
  const typed = (field, value, label) => {
    const kinds = { number: { inputmode: "decimal" }, day: { type: "date" } };
    return make("input", { class: "ch-input", value: value ?? "", "aria-label": label, maxlength: 200, autocomplete: "off", ...(kinds[field.kind] ?? {}) });
  };
  const ticks = (field, values) => {
    const box = make("div", { class: "cb-ticks" });
    for (const [value, label] of field.choices) {
      const tick = make("input", { type: "checkbox", value });
      tick.checked = values.includes(value);
      box.append(make("label", { class: "ch-item" }, tick, label));
    }
    return [box, () => [...box.querySelectorAll("input:checked")].map((tick) => tick.value)];
  };
  const records = (field, values) => {
    const known = (names[field.path] ??= {});
    if (field.people) known.me = words.me;
    let chosen = [...values];
    const picked = make("ul", { class: "cb-picked" });
    const term = make("input", { class: "ch-input", type: "search", placeholder: words.find, "aria-label": words.find, autocomplete: "off", role: "combobox", "aria-expanded": "false" });
    const offers = make("ul", { class: "cl-suggest cb-suggest", role: "listbox" });
    let latest = 0;
    let timer = 0;
    let at = -1;
    const show = () => {
      picked.replaceChildren(...chosen.map((key) => {
        const gone = round("close", words.remove, () => {
          chosen = chosen.filter((other) => other !== key);
          show();
        });
        return make("li", {}, make("span", {}, known[key] ?? `#${key}`), gone);
      }));
      picked.hidden = !chosen.length;
    };
    const offer = (items) => {
      at = -1;
      offers.replaceChildren(...items.map((item) => make("li", { role: "option", "data-id": item.id }, item.text)));
      term.setAttribute("aria-expanded", String(items.length > 0));
    };
    const pick = (line) => {
      const key = line?.dataset.id;
      if (!key) return;
      known[key] = line.textContent;
      if (!chosen.includes(key)) chosen.push(key);
      term.value = "";
      offer([]);
      show();
      term.focus();
    };
    const ask = async () => {
      const number = ++latest;
      const people = field.people && !term.value ? [{ id: "me", text: words.me }] : [];
      try {
        const answer = await window.house.fetch(`${list.dataset.suggest}?${new URLSearchParams({ path: field.path, term: term.value })}`);
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const found = (await answer.json()).results;
        if (number === latest) offer([...people, ...found].filter((item) => !chosen.includes(item.id)));
      } catch {
        if (number === latest) offer([{ text: words.error }]);
      }
    };
    term.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    });
    term.addEventListener("focus", () => offers.children.length || ask());
    term.addEventListener("blur", () => setTimeout(() => offer([]), 200));
    term.addEventListener("keydown", (event) => {
      const lines = [...offers.children];
      if (event.key === "Enter" && lines.length) {
        event.preventDefault();
        pick(lines[Math.max(at, 0)]);
      } else if (event.key === "Escape" && lines.length) {
        event.preventDefault();
        event.stopPropagation();
        offer([]);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), lines.length - 1);
        lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === at)));
      }
    });
    offers.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      pick(event.target.closest("li"));
    });
    show();
    return [make("div", { class: "cb-records" }, picked, term, offers), () => chosen];
  };
  const valueOf = (field, takes, values) => {
    if (takes === "nothing") return [make("span"), () => []];
    if (takes === "period") {
      const input = select(catalogue.periods, values[0], words.period);
      return [input, () => [input.value]];
    }
    if (takes === "count") {
      const input = make("input", { class: "ch-input cb-count", type: "number", min: 1, max: 3660, value: values[0] ?? 30, "aria-label": words.days });
      return [make("label", { class: "cb-days" }, input, ` ${words.days}`), () => [input.value]];
    }
    if (takes === "two") {
      const inputs = [0, 1].map((place) => typed(field, values[place], place ? words.to : words.from));
      return [make("span", { class: "cb-two" }, inputs[0], make("span", {}, "–"), inputs[1]), () => inputs.map((input) => input.value.trim())];
    }
    if (field.kind === "choice" || field.kind === "several") return ticks(field, values);
    if (field.kind === "flag") {
      const input = select(field.choices, values[0], field.label);
      return [input, () => [input.value]];
    }
    if (field.kind === "related") return records(field, values);
    const input = typed(field, values[0], words.value);
    return [input, () => [input.value.trim()]];
  };

  // --- conditions and groups ---------------------------------------------------------------------
  const removed = (element) => {
    const group = element.parentElement.closest(".cb-group");
    element.remove();
    if (group && group.parentElement.closest(".cb-group") && !group.querySelector(".cb-condition")) removed(group);
  };
  const condition = ([path, operator, ...values]) => {
    const line = make("div", { class: "cb-condition" });
    const which = make("select", { class: "ch-input", "aria-label": words.field });
    for (const group of catalogue.groups) {
      which.append(make("optgroup", { label: group.label }, ...group.fields.map((one) => option(one.path, one.label, path))));
    }
    const how = make("select", { class: "ch-input", "aria-label": words.operator });
    const what = make("div", { class: "cb-value" });
    const state = { read: () => values };
    const showValue = (kept) => {
      const field = fields.get(which.value);
      const takes = field.operators.find(([name]) => name === how.value)[2];
      const [element, read] = valueOf(field, takes, kept);
      state.read = read;
      what.replaceChildren(element);
    };
    const showOperators = (chosen) => {
      how.replaceChildren(...fields.get(which.value).operators.map(([name, label]) => option(name, label, chosen)));
    };
    which.addEventListener("change", () => {
      showOperators();
      showValue([]);
    });
    how.addEventListener("change", () => showValue(state.read()));
    showOperators(operator);
    showValue(values);
    line.read = () => [which.value, how.value, ...state.read()];
    line.append(which, how, what, round("close", words.remove, () => removed(line)));
    return line;
  };
  const plainest = () => {
    const first = catalogue.groups[0].fields[0];
    return [first.path, first.operators[0][0]];
  };
  const group = ([joined, ...members], deep) => {
    const box = make("fieldset", { class: "cb-group" });
    const inside = make("div", { class: "cb-members" });
    const joins = make("select", { class: "ch-input", "aria-label": words.joined }, option("&", words.all, joined), option("|", words.any, joined));
    const colour = () => {
      box.dataset.joined = joins.value === "|" ? words.or : words.and;
    };
    joins.addEventListener("change", colour);
    colour();
    const head = make("div", { class: "cb-head" }, joins);
    if (deep) head.append(round("close", words.removeGroup, () => removed(box)));
    for (const member of members) inside.append("&|".includes(member[0]) ? group(member, deep + 1) : condition(member));
    const add = make("button", { type: "button", class: "ch-btn" }, icon("add"), words.addCondition);
    add.addEventListener("click", () => {
      const made = condition(plainest());
      inside.append(made);
      made.querySelector("select").focus();
    });
    const foot = make("div", { class: "cb-foot" }, add);
    if (deep < 2) {
      const more = make("button", { type: "button", class: "ch-btn cl-quiet" }, icon("data_object"), words.addGroup);
      more.addEventListener("click", () => inside.append(group([joins.value === "&" ? "|" : "&", plainest(), plainest()], deep + 1)));
      foot.append(more);
    }
    box.append(head, inside, foot);
    box.read = () => [joins.value, ...[...inside.children].map((child) => child.read())];
    return box;
  };
  const isFilled = (member) => {
    if ("&|".includes(member[0])) return member.length > 1 && member.slice(1).every(isFilled);
    const takes = fields.get(member[0]).operators.find(([name]) => name === member[1])[2];
    return takes === "nothing" || (member.length > 2 && member.slice(2).every(Boolean));
  };

  // --- the dialog --------------------------------------------------------------------------------
  const go = (tree) => {
    const params = new URLSearchParams(location.search);
    for (const key of ["_at", "_from", "e", PARAMETER]) params.delete(key);
    if (tree) params.set(PARAMETER, JSON.stringify(tree));
    else if (![...params].length) params.set("_view", "0");
    location.assign(`${location.pathname}?${params}`);
  };
  const open = async () => {
    note.hidden = true;
    dialog.showModal();
    try {
      if (!catalogue) {
        const answer = await window.house.fetch(list.dataset.builder);
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        catalogue = await answer.json();
        for (const one of catalogue.groups.flatMap((found) => found.fields)) fields.set(one.path, one);
      }
      root.replaceChildren(group(current.tree ?? ["&", plainest()], 0));
      root.querySelector(".cb-condition select")?.focus();
    } catch {
      note.textContent = words.error;
      note.hidden = false;
    }
  };
  opener.addEventListener("click", open);
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-chip-built]")) open();
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const tree = root.firstElementChild?.read();
    if (!tree || tree.length === 1) {
      go(null);
      return;
    }
    if (isFilled(tree)) {
      go(tree);
      return;
    }
    note.textContent = words.unfilled;
    note.hidden = false;
  });
  dialog.querySelector("[data-builder-clear]").addEventListener("click", () => go(null));
})();
