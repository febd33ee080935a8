// The list: filters, selection, keys, quick look, totals, columns, views, refresh.
"use strict";
(() => {
  const list = document.querySelector("[data-list]");
  if (!list) return;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = find("[data-words]").dataset;
  const asked = (address, changes = {}) => {
    const params = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(changes)) params.set(key, value);
    return `${address}?${params}`;
  };
  const getJson = async (address) => {
    const answer = await window.house.fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.json();
  };
  const post = async (address, fields) => {
    const body = new FormData();
    for (const [key, value] of fields) body.append(key, value);
    const answer = await window.house.fetch(asked(address), { method: "POST", body });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.json();
  };
  const rows = () => all("[data-rows] > tr");
  const rowTick = (row) => find("input[name=_selected_action]", row);
  const rowLink = (row) => find("th a", row);

  // --- filters: empty inputs stay out of the address -------------------------------------------
  for (const form of all("[data-list-form]")) {
    form.addEventListener("submit", () => {
      for (const input of form.elements) {
        if (input.name && !input.value && input.type !== "submit") input.disabled = true;
      }
    });
  }
  window.addEventListener("pageshow", () => {
    for (const input of all("[data-list-form] :disabled")) input.disabled = false;
  });
  const filtersOpener = find("[data-filters-open]");
  filtersOpener?.addEventListener("click", () => {
    const open = find("[data-filters]").classList.toggle("cl-open");
    filtersOpener.setAttribute("aria-expanded", String(open));
  });
  const day = (date) => {
    const pad = (part) => String(part).padStart(2, "0");
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  };
  const presets = {
    today: (now) => [now, now],
    week: (now) => {
      const monday = new Date(now);
      monday.setDate(now.getDate() - ((now.getDay() + 6) % 7));
      return [monday, new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + 6)];
    },
    month: (now) => [new Date(now.getFullYear(), now.getMonth(), 1), new Date(now.getFullYear(), now.getMonth() + 1, 0)],
    30: (now) => [new Date(now.getFullYear(), now.getMonth(), now.getDate() - 29), now],
    year: (now) => [new Date(now.getFullYear(), 0, 1), new Date(now.getFullYear(), 11, 31)],
  };
  list.addEventListener("click", (event) => {
    const preset = event.target.closest("[data-preset]");
    const clear = event.target.closest("[data-clear-filter]");
    if (preset) {
      const [from, to] = presets[preset.dataset.preset](new Date());
      const inputs = all("input[type=date]", preset.closest(".cl-panel"));
      inputs[0].value = day(from);
      inputs[1].value = day(to);
      find("[data-list-form]").requestSubmit();
    } else if (clear) {
      for (const input of all("input", clear.closest(".cl-panel"))) {
        if (input.type === "checkbox") input.checked = false;
        else input.value = "";
      }
      find("[data-list-form]").requestSubmit();
    }
  });
  list.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.cl-filter") && event.target.open) {
      find(".cl-panel input", event.target)?.focus({ preventScroll: true });
    }
  }, true);
  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // --- type-ahead of a relation ------------------------------------------------------------------
  for (const box of all("[data-related]")) {
    const term = find("[data-term]", box);
    const offers = find("[data-suggestions]", box);
    let timer = 0;
    let latest = 0;
    let at = -1;
    const offer = (items) => {
      at = -1;
      offers.replaceChildren(...items.map((item) => {
        const entry = document.createElement("li");
        entry.textContent = item.text;
        if (item.id === undefined) entry.className = "cl-none";
        else {
          entry.dataset.id = item.id;
          entry.setAttribute("role", "option");
        }
        return entry;
      }));
      term.setAttribute("aria-expanded", String(items.length > 0));
    };
    const ask = async () => {
      const number = ++latest;
      try {
        const found = await getJson(`${list.dataset.suggest}?${new URLSearchParams({ field: box.dataset.related, term: term.value })}`);
        if (number === latest) offer(found.results.length ? found.results : [{ text: words.nothing }]);
      } catch {
        if (number === latest) offer([{ text: words.error }]);
      }
    };
    const pick = (entry) => {
      if (!entry?.dataset.id) return;
      const input = document.createElement("input");
      Object.assign(input, { type: "checkbox", name: box.dataset.related, value: entry.dataset.id, checked: true });
      const label = document.createElement("label");
      label.className = "ch-item";
      label.append(input, entry.textContent);
      const line = document.createElement("li");
      line.append(label);
      find("[data-picked]", box).append(line);
      term.value = "";
      offer([]);
      find("[data-list-form]").requestSubmit();
    };
    term.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    });
    term.addEventListener("focus", () => offers.children.length || ask());
    term.addEventListener("keydown", (event) => {
      const entries = all("li[data-id]", offers);
      if (event.key === "Enter") {
        event.preventDefault();
        pick(entries[Math.max(at, 0)]);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), entries.length - 1);
        entries.forEach((entry, place) => entry.setAttribute("aria-selected", String(place === at)));
        entries[at]?.scrollIntoView({ block: "nearest" });
      }
    });
    offers.addEventListener("click", (event) => pick(event.target.closest("li")));
  }

  // --- selection ---------------------------------------------------------------------------------
  const acts = find("[data-acts]");
  const across = find("[data-across]");
  const showSelection = () => {
    const ticks = rows().map(rowTick).filter(Boolean);
    const ticked = ticks.filter((tick) => tick.checked);
    for (const tick of ticks) tick.closest("tr").classList.toggle("cl-chosen", tick.checked);
    const whole = find("[data-all]");
    if (whole) {
      whole.checked = ticks.length > 0 && ticked.length === ticks.length;
      whole.indeterminate = ticked.length > 0 && !whole.checked;
    }
    if (!acts) return;
    if (ticked.length < ticks.length) across.value = "0";
    acts.hidden = !ticked.length;
    find("[data-selected-count]").textContent = String(ticked.length);
    const button = find("[data-select-across]");
    if (button) {
      button.hidden = across.value === "1" || ticked.length < ticks.length;
      find("[data-across-on]").hidden = across.value !== "1";
      find(".cl-acts-count").hidden = across.value === "1";
    }
  };
  let lastTick = null;
  list.addEventListener("click", (event) => {
    const tick = event.target.closest("input[name=_selected_action]");
    if (tick) {
      const ticks = rows().map(rowTick);
      if (event.shiftKey && lastTick) {
        const [from, to] = [ticks.indexOf(lastTick), ticks.indexOf(tick)].sort((a, b) => a - b);
        for (const between of ticks.slice(from, to + 1)) between.checked = tick.checked;
      }
      lastTick = tick;
      showSelection();
    } else if (event.target.matches("[data-all]")) {
      for (const one of rows().map(rowTick)) one.checked = event.target.checked;
      showSelection();
    } else if (event.target.closest("[data-select-across]")) {
      across.value = "1";
      showSelection();
    } else if (event.target.closest("[data-unselect]")) {
      for (const one of rows().map(rowTick)) one.checked = false;
      showSelection();
    }
  });
  window.addEventListener("pageshow", showSelection);
  showSelection();

  // --- back to where one was: each window for itself, since sessionStorage is a window's own -------
  const PLACE = `ch-place-${location.pathname}`;
  const scroller = () => find(".cl-scroll");
  list.addEventListener("click", (event) => {
    const link = event.target.closest("th a, [data-open-record]");
    const row = event.target.closest("tr[data-k]");
    if (!link || event.ctrlKey || event.metaKey) return;
    const box = scroller();
    const place = { search: location.search, y: window.scrollY, top: box?.scrollTop ?? 0, left: box?.scrollLeft ?? 0, key: row?.dataset.k };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  });
  const goBack = () => {
    const kept = sessionStorage.getItem(PLACE);
    if (!kept) return;
    const place = JSON.parse(kept);
    const same = (one) => new URLSearchParams(one).toString();
    if (same(place.search) !== same(location.search)) return;
    sessionStorage.removeItem(PLACE);
    scroller()?.scrollTo({ top: place.top, left: place.left, behavior: "instant" });
    window.scrollTo({ top: place.y, behavior: "instant" });
    const left = rows().find((row) => row.dataset.k === place.key);
    left?.classList.add("cl-back");
    left?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  // charts above the list take their room first
  window.addEventListener("load", () => setTimeout(goBack, 0));

  // --- figures -----------------------------------------------------------------------------------
  const figures = async () => {
    const cells = all("[data-total]");
    if (!cells.length) return;
    const line = find("[data-totals-row]");
    try {
      const found = await getJson(asked(list.dataset.totals));
      if (found.error) {
        line.title = found.error;
        cells[0].textContent = "…";
        line.hidden = false;
        return;
      }
      for (const cell of cells) {
        cell.replaceChildren(...(found.totals[cell.dataset.total] || []).map((text) => {
          const sum = document.createElement("span");
          sum.textContent = text;
          return sum;
        }));
      }
      line.hidden = false;
    } catch {
      line.hidden = true;
    }
  };
  figures();
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-count-now]");
    if (!button) return;
    const text = find("[data-count-text]");
    button.disabled = true;
    button.textContent = words.counting;
    try {
      const found = await getJson(asked(list.dataset.count));
      text.textContent = found.error || found.text;
      button.remove();
      const choice = find("[data-select-across]");
      if (choice && found.text) choice.textContent = choice.textContent.replace(/\([^)]*\)|（[^）]*）/u, `(${found.text})`);
    } catch {
      text.textContent = words.error;
      button.disabled = false;
    }
  });

  // --- quick look --------------------------------------------------------------------------------
  const dialog = find("[data-look-dialog]");
  const look = async (row) => {
    const body = find("[data-look-body]");
    try {
      const answer = await window.house.fetch(`${list.dataset.look}?key=${encodeURIComponent(row.dataset.k)}`);
      if (answer.redirected) throw new Error("signed out");
      body.innerHTML = await answer.text();
      const link = find("[data-open-record]", body);
      if (link) link.href = rowLink(row).href;
    } catch {
      body.textContent = words.error;
    }
    if (!dialog.open) dialog.showModal();
  };
  for (const open of all("dialog.ch-dialog")) {
    open.addEventListener("click", (event) => {
      if (event.target === open || event.target.closest("[data-close]")) open.close();
    });
  }

  // --- keys --------------------------------------------------------------------------------------
  let at = null;
  const stand = (row) => {
    find(".cl-at")?.classList.remove("cl-at");
    at = row?.dataset.k ?? null;
    row?.classList.add("cl-at");
    row?.scrollIntoView({ block: "nearest" });
  };
  const current = () => rows().find((row) => row.dataset.k === at);
  list.addEventListener("click", (event) => {
    const eye = event.target.closest("td.e button:not(.st)");
    if (!eye) return;
    stand(eye.closest("tr"));
    look(eye.closest("tr"));
  });
  const step = (by) => {
    const known = rows();
    const place = known.indexOf(current());
    if (known.length) stand(known[Math.min(Math.max(place + by, 0), known.length - 1)]);
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => current() && rowLink(current()).click(),
    Enter: () => current() && rowLink(current()).click(),
    v: () => current() && look(current()),
    s: () => current() && find("td.e .st", current())?.click(),
    e: () => find("[data-edit-list]")?.click(),
    x: () => current() && rowTick(current())?.click(),
    "/": () => (find("[data-search]") ?? find("[data-find-open]"))?.focus(),
    n: () => find("a[rel=next]")?.click(),
    p: () => find("a[rel=prev]")?.click(),
    "?": () => find("[data-keys-dialog]").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (typing) return;
    const open = find("dialog[open]");
    if (open && !(open === dialog && "jkv".includes(event.key))) return;
    if (event.key === "Enter" && event.target.closest?.("a, button, summary, input")) return;
    const act = keys[event.key];
    if (!act || (event.key === "Enter" && !current())) return;
    event.preventDefault();
    if (open && event.key === "v") return dialog.close();
    act();
    if (open && current()) look(current());
  });

  // --- columns -----------------------------------------------------------------------------------
  const columnsDialog = find("[data-columns-dialog]");
  const chooser = find("[data-chooser]");
  find("[data-open-columns]")?.addEventListener("click", async () => {
    columnsDialog.showModal();
    try {
      const answer = await window.house.fetch(asked(list.dataset.columns));
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      chooser.innerHTML = await answer.text();
      find("input", chooser)?.focus();
    } catch {
      chooser.textContent = words.error;
    }
  });
  chooser.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    const button = event.target.closest("button");
    if (button?.matches("[data-up]")) line.previousElementSibling?.before(line);
    else if (button?.matches("[data-down]")) line.nextElementSibling?.after(line);
    button?.focus();
  });
  let dragged = null;
  chooser.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged.classList.add("cl-dragged");
  });
  chooser.addEventListener("dragend", () => dragged?.classList.remove("cl-dragged"));
  chooser.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  const send = async (owner, address, fields) => {
    const note = find("[data-error]", owner);
    if (note) note.hidden = true;
    try {
      const answer = await post(address, fields);
      if (answer.go) {
        location.assign(location.pathname + answer.go);
        return;
      }
      throw new Error(answer.error);
    } catch (error) {
      if (!note) return;
      note.textContent = /^\d*$/.test(error.message) || error instanceof TypeError ? words.error : error.message;
      note.hidden = false;
    }
  };
  find("[data-columns-save]").addEventListener("click", () => {
    const chosen = all("input:checked", chooser).map((input) => ["column", input.value]);
    send(columnsDialog, list.dataset.columns, chosen);
  });
  find("[data-columns-reset]").addEventListener("click", () => send(columnsDialog, list.dataset.columns, []));

  // --- views -------------------------------------------------------------------------------------
  const viewDialog = find("[data-view-dialog]");
  const viewForm = find("[data-view-form]");
  let edited = "";
  const openView = (button) => {
    edited = button.dataset.viewEdit || "";
    viewForm.elements.name.value = button.dataset.name || "";
    viewForm.elements.default.checked = "default" in button.dataset;
    if (viewForm.elements.shared) viewForm.elements.shared.checked = "shared" in button.dataset;
    button.closest("details").open = false;
    viewDialog.showModal();
    offerRoles((button.dataset.roles || "").split(","));
  };
  const share = find("[data-share]");
  const showRoles = () => {
    find("[data-roles-box]").hidden = !share.checked || !find("[data-roles]").children.length;
  };
  share?.addEventListener("change", showRoles);
  const offerRoles = async (chosen) => {
    if (!share) return;
    const found = await getJson(list.dataset.views).catch(() => ({ roles: [] }));
    find("[data-roles]").replaceChildren(...found.roles.map(([key, name]) => {
      const tick = document.createElement("input");
      Object.assign(tick, { type: "checkbox", name: "role", value: key, checked: chosen.includes(String(key)) });
      const label = document.createElement("label");
      label.className = "ch-item";
      label.append(tick, name);
      return label;
    }));
    showRoles();
  };
  for (const button of all("[data-view-new], [data-view-edit]")) {
    button.addEventListener("click", () => openView(button));
  }
  viewForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = [...new FormData(viewForm)];
    send(viewDialog, list.dataset.views, [["do", edited ? "change" : "save"], ["view", edited], ...fields]);
  });
  for (const button of all("[data-view-do]")) {
    button.addEventListener("click", () => {
      if (button.dataset.ask && !window.confirm(button.dataset.ask)) return;
      send(viewDialog, list.dataset.views, [["do", button.dataset.viewDo], ["view", button.dataset.view]]);
    });
  }

  // --- refresh that keeps selection and scroll ---------------------------------------------------
  const memory = `ch-refresh-${list.dataset.screen}`;
  const busy = () => document.hidden || find("dialog[open]") || find("details.ch-drop[open]") || across?.value === "1" || find("[data-edit-bar]:not([hidden])");
  const refresh = async (meant = false) => {
    if (!meant && busy()) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected || (!meant && busy())) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = find("[data-results]", fresh);
    if (!part) return;
    const chosen = new Set(rows().map(rowTick).filter((tick) => tick?.checked).map((tick) => tick.value));
    const scrolled = find(".cl-scroll");
    const place = scrolled ? [scrolled.scrollTop, scrolled.scrollLeft] : [0, 0];
    find("[data-results]").replaceWith(part);
    find("[data-count-text]")?.replaceWith(find("[data-count-text]", fresh) ?? "");
    for (const tick of rows().map(rowTick)) if (tick && chosen.has(tick.value)) tick.checked = true;
    find(".cl-scroll")?.scrollTo({ top: place[0], left: place[1], behavior: "instant" });
    if (at) stand(current());
    showSelection();
    figures();
    document.dispatchEvent(new CustomEvent("list:refreshed"));
  };
  document.addEventListener("list:refresh", () => refresh(true));
  let pulse = 0;
  const everyNow = (seconds) => {
    clearInterval(pulse);
    if (seconds) pulse = setInterval(() => refresh(), seconds * 1000);
  };
  const rhythm = find("[data-refresh]");
  if (rhythm) {
    rhythm.value = localStorage.getItem(memory) || "0";
    everyNow(Number(rhythm.value));
    rhythm.addEventListener("change", () => {
      localStorage.setItem(memory, rhythm.value);
      everyNow(Number(rhythm.value));
    });
  }
})();
