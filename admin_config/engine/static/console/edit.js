// Cells of the list: move, type, paste a block, fill down; saved together, nothing typed is lost.
"use strict";
(() => {
  const list = document.querySelector("[data-list]");
  const bar = document.querySelector("[data-edit-bar]");
  if (!list || !bar) return;
  const find = (selector, within = document) => within.querySelector(selector);
  const words = find("[data-edit-words]").dataset;
  const heads = JSON.parse(words.columns);
  const done = find("[data-edit-done]");
  const starter = find("[data-edit-list]");
  let known = null; // token, columns, rows: what the server said of this page
  let edits = new Map(); // key -> Map(name -> {typed, text, key})
  let active = null; // {row, name}
  let anchor = null; // the other corner of a range
  let open = null; // the editor that is open
  const plain = new WeakMap(); // what a cell shows without a change

  // --- cells -------------------------------------------------------------------------------------
  const rows = () => [...document.querySelectorAll("[data-rows] > tr")];
  const rowOf = (key) => rows().find((row) => row.dataset.k === key);
  const cellsOf = (row) => [...row.cells].filter((cell) => !cell.matches(".s, .e"));
  const cellAt = (key, name) => {
    const row = rowOf(key);
    return row && cellsOf(row)[heads.indexOf(name)];
  };
  const names = () => heads.filter((name) => known?.columns[name]);
  const placeOf = (cell) => {
    const row = cell?.closest("tr[data-k]");
    const name = row && heads[cellsOf(row).indexOf(cell)];
    return row && known?.columns[name] && known.rows[row.dataset.k]?.may ? { row: row.dataset.k, name } : null;
  };
  const stored = ({ row, name }) => known.rows[row].cells[name];
  const edited = ({ row, name }) => edits.get(row)?.get(name);
  const labelled = (name, typed) => {
    const column = known.columns[name];
    if (column.kind === "flag") return { 1: words.yes, 0: words.no }[typed] ?? typed;
    if (column.kind === "several") {
      const known = new Map(column.choices);
      return typed.split(",").map((code) => known.get(code) ?? code).join(column.between);
    }
    return column.choices?.find(([value]) => value === typed)?.[1] ?? typed;
  };
  const note = (cell, text, kind, ...more) => {
    cell.querySelector(".ce-note")?.remove();
    if (!text) return;
    const made = document.createElement("small");
    made.className = `ce-note ${kind}`;
    made.append(text, ...more);
    cell.append(made);
  };
  const show = (place) => {
    const cell = cellAt(place.row, place.name);
    if (!cell) return;
    const change = edited(place);
    if (!plain.has(cell)) plain.set(cell, [...cell.childNodes].map((node) => node.cloneNode(true)));
    cell.classList.toggle("ce-changed", Boolean(change));
    cell.classList.remove("ce-wrong", "ce-late");
    if (change) cell.replaceChildren(change.text);
    else cell.replaceChildren(...plain.get(cell).map((node) => node.cloneNode(true)));
  };
  const count = () => [...edits.values()].reduce((sum, row) => sum + row.size, 0);
  const tell = () => {
    const changed = count();
    find("[data-edit-status]").textContent = changed ? words.changed.replace("{count}", changed) : words.none;
    find("[data-edit-save]").disabled = !changed;
    find("[data-edit-discard]").textContent = changed ? words.discard : words.stop;
  };
  const put = (place, typed, text = labelled(place.name, typed), key = undefined) => {
    const [was] = stored(place);
    const row = edits.get(place.row) ?? new Map();
    if (key === undefined ? typed === was : key === was) row.delete(place.name);
    else row.set(place.name, { typed, text, key });
    if (row.size) edits.set(place.row, row);
    else edits.delete(place.row);
    show(place);
    tell();
  };
  const value = (place) => {
    const change = edited(place);
    if (change) return change;
    const [typed, text] = stored(place);
    return { typed: known.columns[place.name].kind === "related" ? text : typed, text, key: known.columns[place.name].kind === "related" && typed ? typed : undefined };
  };

  // --- where one stands --------------------------------------------------------------------------
  const range = () => {
    if (!active) return [];
    const keys = rows().map((row) => row.dataset.k);
    const columns = names();
    const span = (all, one, other) => {
      const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
      return all.slice(Math.max(from, 0), to + 1);
    };
    const corner = anchor ?? active;
    return span(keys, corner.row, active.row).map((row) => span(columns, corner.name, active.name).map((name) => ({ row, name })).filter((place) => known.rows[place.row]?.may)).filter((line) => line.length);
  };
  const mark = () => {
    for (const cell of document.querySelectorAll(".ce-at, .ce-in")) {
      cell.classList.remove("ce-at", "ce-in");
      cell.tabIndex = -1;
    }
    find(".ce-handle")?.remove();
    if (!active) return;
    const places = range().flat();
    for (const place of places) cellAt(place.row, place.name)?.classList.add("ce-in");
    const cell = cellAt(active.row, active.name);
    if (!cell) return;
    cell.classList.add("ce-at");
    cell.tabIndex = 0;
    if (!open) cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const handle = document.createElement("i");
    handle.className = "ce-handle";
    const last = places.at(-1);
    (last && cellAt(last.row, last.name) || cell).append(handle);
  };
  const stand = (place, extend = false) => {
    if (!place) return;
    anchor = extend ? anchor ?? active : null;
    active = place;
    mark();
  };
  const step = (down, right, extend = false) => {
    const keys = rows().map((row) => row.dataset.k).filter((key) => known.rows[key]?.may);
    const columns = names();
    let [row, column] = [keys.indexOf(active.row) + down, columns.indexOf(active.name) + right];
    if (!extend && column >= columns.length) [row, column] = [row + 1, 0];
    if (!extend && column < 0) [row, column] = [row - 1, columns.length - 1];
    if (keys[row] !== undefined && columns[column] !== undefined) stand({ row: keys[row], name: columns[column] }, extend);
  };

  // --- the editor of one cell --------------------------------------------------------------------
  // Several choices: a tick for each; the arrows lead from one to the next, a blank ticks.
  const makeTicks = (column, typed) => {
    const box = document.createElement("div");
    box.setAttribute("role", "group");
    const ticked = typed.split(",");
    for (const [choice, label] of column.choices) {
      const tick = Object.assign(document.createElement("input"), { type: "checkbox", value: choice, checked: ticked.includes(choice) });
      const line = document.createElement("label");
      line.append(tick, label);
      box.append(line);
    }
    const ticks = [...box.querySelectorAll("input")];
    Object.defineProperty(box, "value", { get: () => ticks.filter((tick) => tick.checked).map((tick) => tick.value).join(",") });
    box.focus = () => (ticks.find((tick) => tick.checked) ?? ticks[0]).focus();
    // a click on a tick is none on the cell, which would open it anew
    for (const kind of ["click", "dblclick", "pointerdown"]) box.addEventListener(kind, (event) => event.stopPropagation());
    box.addEventListener("keydown", (event) => {
      const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      ticks[(ticks.indexOf(document.activeElement) + way + ticks.length) % ticks.length].focus();
    });
    return box;
  };
  const makeInput = (column, typed) => {
    if (column.kind === "several") return makeTicks(column, typed);
    if (column.choices || column.kind === "flag") {
      const input = document.createElement("select");
      const choices = column.choices ?? [["1", words.yes], ["0", words.no]];
      for (const [choice, label] of [...(column.needed || column.kind === "flag" ? [] : [["", ""]]), ...choices]) {
        input.append(new Option(label, choice, false, choice === typed));
      }
      return input;
    }
    const input = document.createElement("input");
    input.value = typed;
    input.autocomplete = "off";
    if (column.kind === "day" && /^(\d{4}-\d\d-\d\d)?$/.test(typed)) input.type = "date";
    if (column.kind === "number") input.inputMode = "decimal";
    if (column.most) input.maxLength = column.most;
    if (column.kind === "related") input.placeholder = words.find;
    return input;
  };
  const close = (keep, then) => {
    if (!open) return;
    const { place, input, offers, state } = open;
    open = null;
    clearTimeout(state.timer);
    offers?.remove();
    show(place);
    if (keep) {
      const typed = input.value;
      if (state.picked && state.picked.text === typed) put(place, typed, typed, state.picked.id);
      else if (typed !== state.begin) put(place, typed, input.tagName === "INPUT" ? typed : labelled(place.name, typed));
    }
    then?.();
    mark();
  };
  const suggest = (place, input, state) => {
    const offers = document.createElement("ul");
    offers.className = "cl-suggest ce-suggest";
    offers.setAttribute("role", "listbox");
    let latest = 0;
    const ask = async () => {
      const number = ++latest;
      const params = new URLSearchParams({ cell: "1", field: place.name, term: state.fresh ? input.value : "" });
      const answer = await window.house.fetch(`${list.dataset.suggest}?${params}`).catch(() => null);
      if (!answer?.ok || number !== latest || open?.input !== input) return;
      const found = (await answer.json()).results;
      state.at = -1;
      offers.replaceChildren(...found.map((one) => {
        const line = document.createElement("li");
        line.textContent = one.text;
        line.dataset.id = one.id;
        line.setAttribute("role", "option");
        return line;
      }));
    };
    input.addEventListener("input", () => {
      state.fresh = true;
      clearTimeout(state.timer);
      state.timer = setTimeout(ask, 160);
    });
    offers.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (!line) return;
      input.value = line.textContent;
      state.picked = { id: line.dataset.id, text: line.textContent };
      close(true);
    });
    ask();
    return offers;
  };
  const edit = (place, begin) => {
    close(true);
    const cell = cellAt(place.row, place.name);
    const column = known.columns[place.name];
    const present = value(place);
    const input = makeInput(column, present.typed);
    const state = { begin: input.value, at: -1, timer: 0, fresh: begin !== undefined, picked: null };
    if (begin !== undefined && input.tagName === "INPUT") {
      input.type = "text";
      input.value = begin;
    }
    const isTicks = column.kind === "several";
    input.className = isTicks ? "ce-ticks" : "ch-input ce-input";
    input.setAttribute("aria-label", column.label);
    const offers = column.kind === "related" ? suggest(place, input, state) : null;
    open = { place, input, offers, state };
    if (!plain.has(cell)) plain.set(cell, [...cell.childNodes].filter((node) => !node.matches?.(".ce-handle")).map((node) => node.cloneNode(true)));
    cell.replaceChildren(input, ...(offers ? [offers] : []));
    input.focus();
    if (begin === undefined) input.select?.();
    input.addEventListener(isTicks ? "focusout" : "blur", () => setTimeout(() => open?.input === input && !(isTicks && input.contains(document.activeElement)) && close(true), 0));
    if (input.tagName === "SELECT") input.addEventListener("change", () => close(true));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      event.stopPropagation();
      const lines = offers ? [...offers.children] : [];
      if (lines.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        state.at = Math.min(Math.max(state.at + (event.key === "ArrowDown" ? 1 : -1), 0), lines.length - 1);
        lines.forEach((line, at) => line.setAttribute("aria-selected", String(at === state.at)));
      } else if (event.key === "Enter") {
        if (lines[state.at]) {
          input.value = lines[state.at].textContent;
          state.picked = { id: lines[state.at].dataset.id, text: input.value };
        }
        close(true, () => step(event.shiftKey ? -1 : 1, 0));
      } else if (event.key === "Tab") close(true, () => step(0, event.shiftKey ? -1 : 1));
      else if (event.key === "Escape") close(false);
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        close(true);
        save();
      } else return;
      event.preventDefault();
    });
  };

  // --- blocks ------------------------------------------------------------------------------------
  const parse = (text) => {
    const lines = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const [sign, line] = [text[at], lines.at(-1)];
      if (sign === '"' && quoted && text[at + 1] === '"') line[line.length - 1] += text[++at];
      else if (sign === '"' && (quoted || line.at(-1) === "")) quoted = !quoted;
      else if (sign === "\t" && !quoted) line.push("");
      else if (sign === "\n" && !quoted) lines.push([""]);
      else if (sign !== "\r" || quoted) line[line.length - 1] += sign;
    }
    if (lines.length > 1 && lines.at(-1).join("") === "") lines.pop();
    return lines;
  };
  const typedOf = (name, text) => {
    const column = known.columns[name];
    const plainText = text.trim();
    const choices = column.choices ?? (column.kind === "flag" ? [["1", words.yes], ["0", words.no]] : []);
    const match = choices.find(([choice, label]) => [choice, label].some((one) => one.toLowerCase() === plainText.toLowerCase()));
    return match ? match[0] : plainText;
  };
  const paste = (text) => {
    const block = parse(text);
    const chosen = range();
    const keys = rows().map((row) => row.dataset.k).filter((key) => known.rows[key]?.may);
    const columns = names();
    if (block.length === 1 && block[0].length === 1) {
      for (const place of chosen.flat()) put(place, typedOf(place.name, block[0][0]));
    } else {
      const [top, left] = [keys.indexOf(chosen[0][0].row), columns.indexOf(chosen[0][0].name)];
      block.forEach((line, down) => line.forEach((text, right) => {
        const place = { row: keys[top + down], name: columns[left + right] };
        if (place.row && place.name) put(place, typedOf(place.name, text));
      }));
      const last = { row: keys[Math.min(top + block.length, keys.length) - 1], name: columns[Math.min(left + block[0].length, columns.length) - 1] };
      anchor = { row: keys[top], name: columns[left] };
      active = last;
    }
    mark();
  };
  const copied = () => range().map((line) => line.map((place) => value(place).text.replace(/[\t\n]/g, " ")).join("\t")).join("\n");
  const fillDown = () => {
    let chosen = range();
    if (!chosen.length) return;
    if (chosen.length === 1) {
      const keys = rows().map((row) => row.dataset.k).filter((key) => known.rows[key]?.may);
      const above = keys[keys.indexOf(chosen[0][0].row) - 1];
      if (!above) return;
      chosen = [chosen[0].map(({ name }) => ({ row: above, name })), chosen[0]];
    }
    const [top, ...below] = chosen;
    for (const line of below) {
      line.forEach((place, at) => {
        const source = value(top[at]);
        put(place, source.typed, source.text, source.key);
      });
    }
    mark();
  };
  list.addEventListener("pointerdown", (event) => {
    if (!known || !event.target.matches(".ce-handle")) return;
    event.preventDefault();
    event.stopPropagation();
    const lines = range();
    const [top, bottom] = [lines[0], lines.at(-1)];
    anchor = top[0];
    const move = (moved) => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest("tr[data-k]");
      if (!over || !known.rows[over.dataset.k]) return;
      active = { row: over.dataset.k, name: bottom.at(-1).name };
      mark();
    };
    const drop = () => {
      document.removeEventListener("pointermove", move);
      fillDown();
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop, { once: true });
  });

  // --- keys and clicks ---------------------------------------------------------------------------
  list.addEventListener("click", (event) => {
    const inside = event.target.closest("[data-rows] > tr > *");
    if (!known) {
      if (starting && inside && !inside.matches(".s, .e")) {
        event.preventDefault();
        starting.cell = inside;
      }
      return;
    }
    if (!inside || inside.matches(".s, .e") || event.target.closest(".ce-input, .ce-suggest, .ce-note button")) return;
    event.preventDefault();
    const place = placeOf(inside);
    if (!place) return;
    const again = active && active.row === place.row && active.name === place.name && !event.shiftKey;
    stand(place, event.shiftKey);
    if (again || window.matchMedia("(pointer: coarse)").matches) edit(place);
  });
  list.addEventListener("dblclick", async (event) => {
    const inside = event.target.closest("[data-rows] > tr > td");
    if (!inside || inside.matches(".s, .e") || open) return;
    if (!known) await begin();
    const place = placeOf(inside);
    if (!place) return;
    stand(place);
    edit(place);
  });
  const keys = {
    ArrowDown: (event) => step(1, 0, event.shiftKey),
    ArrowUp: (event) => step(-1, 0, event.shiftKey),
    ArrowRight: (event) => step(0, 1, event.shiftKey),
    ArrowLeft: (event) => step(0, -1, event.shiftKey),
    Tab: (event) => step(0, event.shiftKey ? -1 : 1),
    Enter: () => edit(active),
    F2: () => edit(active),
    Escape: () => {
      const changed = range().flat().filter(edited);
      if (changed.length) for (const place of changed) put(place, stored(place)[0]);
      else if (anchor) stand(active);
      else if (!count()) stop();
      mark();
    },
    Delete: () => range().flat().forEach((place) => put(place, "")),
    Backspace: () => keys.Delete(),
  };
  list.addEventListener("keydown", (event) => {
    if (!known || !active || open || !event.target.closest?.(".ce-at") || event.target.closest("button")) return;
    const held = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (held && letter === "d") fillDown();
    else if (held && (letter === "s" || event.key === "Enter")) save();
    else if (held || event.altKey) return;
    else if (keys[event.key]) keys[event.key](event);
    else if (event.key.length === 1) edit(active, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("paste", (event) => {
    if (!known || !active) return;
    const text = event.clipboardData.getData("text/plain");
    // a block pasted into an open editor is meant for the cells from there on
    if (open && /[\t\n]/.test(text.trim())) close(false);
    else if (open || !document.activeElement?.matches(".ce-at")) return;
    event.preventDefault();
    paste(text);
  });
  document.addEventListener("copy", (event) => {
    if (!known || !active || open || !document.activeElement?.matches(".ce-at")) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied());
  });

  // --- begin, save, stop -------------------------------------------------------------------------
  const load = async () => {
    const params = new URLSearchParams(rows().map((row) => ["key", row.dataset.k]));
    const answer = await window.house.fetch(`${list.dataset.cells}?${params}`);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    known = await answer.json();
    for (const row of rows()) {
      for (const name of names()) {
        if (known.rows[row.dataset.k]?.may) cellAt(row.dataset.k, name)?.classList.add("ce");
      }
    }
  };
  let starting = null; // a click that comes before the cells are known counts as soon as they are
  const begin = async () => {
    starting = { cell: null };
    try {
      await load();
    } catch {
      starting = null;
      window.alert(words.error);
      return;
    }
    const wanted = placeOf(starting.cell);
    starting = null;
    list.classList.add("ce-on");
    bar.hidden = false;
    done.hidden = true;
    starter?.setAttribute("aria-pressed", "true");
    tell();
    const first = rows().find((row) => known.rows[row.dataset.k]?.may);
    if (wanted) stand(wanted);
    else if (first && !active && names().length) stand({ row: first.dataset.k, name: names()[0] });
  };
  const stop = () => {
    close(false);
    const changed = [...edits].flatMap(([row, cells]) => [...cells.keys()].map((name) => ({ row, name })));
    edits = new Map();
    changed.forEach(show);
    active = anchor = null;
    mark();
    known = null;
    for (const cell of document.querySelectorAll(".ce")) cell.classList.remove("ce", "ce-changed", "ce-wrong", "ce-late");
    for (const one of document.querySelectorAll(".ce-note")) one.remove();
    list.classList.remove("ce-on");
    bar.hidden = true;
    starter?.setAttribute("aria-pressed", "false");
    starter?.focus();
  };
  const late = (key, found) => {
    known.rows[key].version = found.version;
    for (const [name, [typed, text]] of Object.entries(found.theirs)) {
      const place = { row: key, name };
      const cell = cellAt(key, name);
      known.rows[key].cells[name] = [typed, text];
      plain.set(cell, [document.createTextNode(text)]);
      const button = (label, act) => {
        const made = document.createElement("button");
        Object.assign(made, { type: "button", className: "cl-textbtn", textContent: label });
        made.addEventListener("click", act);
        return made;
      };
      cell.classList.add("ce-late");
      note(cell, words.theirs.replace("{value}", text || "–"), "", button(words.take, () => put(place, typed, text, known.columns[name].kind === "related" ? typed : undefined)), button(words.keep, () => show(place)));
    }
  };
  const wrong = (answer) => {
    let cells = 0;
    for (const [key, found] of Object.entries(answer.errors)) {
      for (const [name, messages] of Object.entries(found)) {
        const cell = cellAt(key, name || names()[0]);
        if (!cell) continue;
        cell.classList.add("ce-wrong");
        note(cell, messages.join(" "), "ce-bad");
        cells += 1;
      }
    }
    for (const [key, found] of Object.entries(answer.overtaken)) {
      late(key, found);
      cells += Object.keys(found.theirs).length;
    }
    find("[data-edit-status]").textContent = words.wrong.replace("{count}", cells);
    const first = placeOf(find(".ce-wrong, .ce-late"));
    if (first) stand(first);
  };
  let saving = false;
  const save = async () => {
    close(true);
    if (!count() || saving) return;
    saving = true;
    find("[data-edit-save]").disabled = true;
    const sent = [...edits].map(([key, cells]) => ({
      key,
      version: String(known.rows[key].version),
      cells: Object.fromEntries([...cells].map(([name, change]) => [name, change.key === undefined ? change.typed : { key: change.key }])),
    }));
    for (const [row, cells] of edits) for (const name of cells.keys()) show({ row, name });
    try {
      const response = await window.house.fetch(list.dataset.cells, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ token: known.token, rows: sent }),
      });
      const answer = await response.json();
      if (answer.saved === undefined) {
        if (!answer.errors) throw new Error(answer.error);
        tell();
        wrong(answer);
        return;
      }
      edits = new Map();
      find("[data-edit-text]").textContent = answer.text;
      const undo = find("[data-edit-undo]");
      undo.hidden = !answer.undo;
      undo.href = `${answer.undo}?next=${encodeURIComponent(location.pathname + location.search)}`;
      document.dispatchEvent(new CustomEvent("list:refresh"));
    } catch (error) {
      tell();
      find("[data-edit-status]").textContent = error instanceof TypeError || !error.message ? words.error : error.message;
    } finally {
      saving = false;
    }
  };
  document.addEventListener("list:refreshed", async () => {
    if (!known) return;
    const at = active;
    active = anchor = null;
    await begin();
    done.hidden = false;
    if (at && known?.rows[at.row]) stand(at);
  });
  starter?.addEventListener("click", () => (known ? find("[data-edit-discard]").click() : begin()));
  find("[data-edit-save]").addEventListener("click", save);
  find("[data-edit-fill]").addEventListener("mousedown", (event) => event.preventDefault());
  find("[data-edit-fill]").addEventListener("click", fillDown);
  find("[data-edit-discard]").addEventListener("click", () => {
    if (!count() || window.confirm(words.ask)) stop();
  });
  window.addEventListener("beforeunload", (event) => {
    if (count()) event.preventDefault();
  });
})();
