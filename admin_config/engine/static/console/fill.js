/* A choice fills other fields: what is empty, from the start or filled before, never what was typed. */
(() => {
  "use strict";

  const known = new Map();
  const turns = new Map();

  // Several choices are ticks of one name; what is ticked stands for their value.
  const ticksOf = (form, name) => [...form.querySelectorAll(`.sv-all input[name="${CSS.escape(name)}"]`)];
  const value = (form, name) => {
    const ticks = ticksOf(form, name);
    if (ticks.length) return ticks.filter((tick) => tick.checked).map((tick) => tick.value).join(",");
    const input = form.elements.namedItem(name);
    return input && "value" in input ? input.value : "";
  };

  const started = (form, input) => (input.closest(".sv-all") ? value(form, input.name) : input.value);

  // What a new form starts with may be replaced; a stored record's values are somebody's.
  function remember(form) {
    const isNew = /\/add\/?$/.test(window.location.pathname);
    for (const input of form.elements) {
      if (input.name && !known.has(input.name)) known.set(input.name, isNew ? started(form, input) : "");
    }
  }

  function tick(ticks, codes) {
    for (const one of ticks) {
      if (one.checked === codes.includes(one.value)) continue;
      one.checked = !one.checked;
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function put(form, name, [key, text]) {
    const ticks = ticksOf(form, name);
    if (ticks.length) {
      tick(ticks, key.split(","));
      known.set(name, key);
      return;
    }
    const input = form.elements.namedItem(name);
    if (!input || !("value" in input)) return;
    const isPicker = input instanceof HTMLSelectElement;
    if (isPicker && key && ![...input.options].some((option) => option.value === key)) {
      input.add(new Option(text, key, true, true));
    }
    input.value = key;
    known.set(name, input.value);
    input.dataset.filling = "1";
    const jquery = window.django && window.django.jQuery;
    if (isPicker && jquery) jquery(input).trigger("change");
    else {
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    delete input.dataset.filling;
  }

  async function fill(input) {
    const { form } = input;
    const { fills, fillsTold, fillsAlways } = input.dataset;
    const turn = (turns.get(input.name) || 0) + 1;
    turns.set(input.name, turn);
    const query = new URLSearchParams({ value: input.value });
    for (const name of fillsTold.split(" ").filter(Boolean)) query.set(name, value(form, name));
    try {
      const answer = await window.house.fetch(`${fills}?${query}`);
      if (!answer.ok || turns.get(input.name) !== turn) return;
      const { values } = await answer.json();
      const always = new Set(fillsAlways.split(" "));
      for (const [name, pair] of Object.entries(values)) {
        const now = value(form, name);
        const free = !now || now === known.get(name);
        if ((free || always.has(name)) && now !== pair[0]) put(form, name, pair);
      }
    } catch {
      // nothing was filled; everything can still be typed
    }
  }

  function changed(event) {
    const input = event.target;
    if (!input.dataset || !input.dataset.fills || input.dataset.filling || !input.form) return;
    if (input.dataset.filledFor === input.value) return;
    input.dataset.filledFor = input.value;
    fill(input);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const inputs = document.querySelectorAll("[data-fills]");
    if (!inputs.length) return;
    const { form } = inputs[0];
    remember(form);
    inputs.forEach((input) => { input.dataset.filledFor = input.value; });
    const jquery = window.django && window.django.jQuery;
    if (jquery) jquery(form).on("change", "[data-fills]", changed);
    else form.addEventListener("change", changed);
    // a new record that opens with a choice made, such as from the customer's page
    inputs.forEach((input) => {
      if (input.value && /\/add\/?$/.test(window.location.pathname) && input.tagName === "SELECT") fill(input);
    });
  });
})();
