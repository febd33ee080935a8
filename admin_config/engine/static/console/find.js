// The find box: Ctrl-K or ⌘K anywhere, arrows, Enter; waits for the end of an input method.
"use strict";
(() => {
  const box = document.getElementById("find");
  if (!box) return;
  const form = box.querySelector("form");
  const input = box.querySelector("input");
  const hits = box.querySelector(".ch-find-hits");
  const status = box.querySelector("[data-find-status]");
  const WAIT = 140;
  let chosen = -1;
  let timer = 0;
  let asked = null;
  let composing = false;

  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const key of document.querySelectorAll("[data-find-key]")) key.textContent = isMac ? "⌘K" : "Ctrl K";

  // --- drawing ----------------------------------------------------------------------------------
  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const title = (text, query) => {
    const made = element("b");
    const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1;
    if (at < 0) {
      made.textContent = text;
    } else {
      made.append(text.slice(0, at), element("mark", text.slice(at, at + query.length)), text.slice(at + query.length));
    }
    return made;
  };
  const group = (name, found, query, more) => {
    if (!found.length) return;
    const head = element("h3", name, { role: "presentation" });
    if (more) head.append(element("a", box.dataset.all, { href: more, tabindex: "-1" }));
    hits.append(head);
    for (const hit of found) {
      const link = element("a", "", { role: "option", href: hit.link, tabindex: "-1", "aria-selected": "false" });
      link.append(element("i", hit.icon, { class: "ch-icon", "aria-hidden": "true" }), title(hit.title, query));
      if (hit.note) link.append(element("span", hit.note));
      link.id = `find-hit-${hits.querySelectorAll("[role=option]").length}`;
      hits.append(link);
    }
  };
  const options = () => [...hits.querySelectorAll("[role=option]")];
  const choose = (index) => {
    const all = options();
    chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    input.setAttribute("aria-activedescendant", chosen < 0 ? "" : all[chosen].id);
    if (chosen >= 0) all[chosen].scrollIntoView({ block: "nearest" });
  };
  const draw = (answer) => {
    hits.replaceChildren();
    group(box.dataset.places, answer.places, answer.query);
    for (const found of answer.groups) group(found.title, found.hits, answer.query, found.more);
    const count = options().length;
    if (!count) hits.append(element("p", box.dataset.empty));
    if (answer.unreached.length) hits.append(element("p", `${box.dataset.unreached} ${answer.unreached.join(", ")}`));
    status.textContent = count ? String(count) : box.dataset.empty;
    choose(0);
  };
  let atHand = null;
  const drawRecent = async () => {
    hits.replaceChildren();
    choose(-1);
    try {
      atHand ??= await window.house.fetch(box.dataset.url, { headers: { Accept: "application/json" } }).then((response) => (response.ok ? response.json() : null));
    } catch {
      atHand = null;
    }
    if (input.value.trim()) return;
    hits.replaceChildren();
    for (const found of atHand?.groups ?? []) group(found.title, found.hits, "");
    choose(options().length ? 0 : -1);
  };

  // --- asking -----------------------------------------------------------------------------------
  const ask = async () => {
    const query = input.value.trim();
    asked?.abort();
    if (!query) {
      drawRecent();
      return;
    }
    asked = new AbortController();
    try {
      const address = `${box.dataset.url}?q=${encodeURIComponent(query)}`;
      const response = await window.house.fetch(address, { signal: asked.signal });
      if (!response.ok) throw new Error(String(response.status));
      draw(await response.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      hits.replaceChildren(element("p", box.dataset.trouble));
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  const open = () => {
    if (box.open) return;
    box.showModal();
    input.select();
    if (!input.value) drawRecent();
  };
  const go = (link, apart) => {
    if (apart) window.open(link.href, "_blank", "noopener");
    else {
      box.close();
      location.assign(link.href);
    }
  };

  // --- keys and clicks --------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (box.open) box.close();
      else open();
    }
  });
  for (const button of document.querySelectorAll("[data-find-open]")) button.addEventListener("click", open);
  box.querySelector("[data-find-close]").addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  input.addEventListener("compositionstart", () => {
    composing = true;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", () => {
    if (!composing) later();
  });
  input.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") box.close();
    else if (event.key === "Enter") {
      const link = options()[chosen];
      if (!link) return;
      go(link, event.ctrlKey || event.metaKey);
    } else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (composing) event.preventDefault();
  });
  hits.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && options()[chosen] !== option) choose(options().indexOf(option));
  });
})();
