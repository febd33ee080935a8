/* Fields that follow from a choice: asked for when it changes, what was typed stays. */
(() => {
  "use strict";

  const section = () => document.querySelector("fieldset.along-values");
  const remembered = new Map();

  function fields(root) {
    return [...root.querySelectorAll("input[name], select[name], textarea[name]")];
  }

  // Ticks of one name are told apart by their values.
  const placeOf = (input) => (input.type === "checkbox" ? `${input.name}=${input.value}` : input.name);

  function remember(root) {
    for (const input of fields(root)) {
      remembered.set(placeOf(input), input.type === "checkbox" ? input.checked : input.value);
    }
  }

  function bringBack(root) {
    for (const input of fields(root)) {
      if (!remembered.has(placeOf(input))) continue;
      const held = remembered.get(placeOf(input));
      if (input.type === "checkbox") input.checked = held;
      else if (held !== "" || !input.value) input.value = held;
    }
  }

  function address(form) {
    const parts = location.pathname.split("/").filter(Boolean);
    const change = parts[parts.length - 1] === "change";
    const key = change ? parts[parts.length - 2] : "";
    const base = parts.slice(0, change ? -2 : -1).join("/");
    const query = new URLSearchParams();
    if (key) query.set("of", key);
    for (const name of form.dataset.follow.split(" ")) {
      const input = form.elements.namedItem(name);
      if (input) query.set(name, input.value);
    }
    return `/${base}/fields/?${query}`;
  }

  function showOthers(form) {
    for (const name of form.dataset.along.split(" ").filter(Boolean)) {
      const choice = form.elements.namedItem(name);
      const other = document.querySelector(`fieldset.along-${name}`);
      if (!choice || !other) continue;
      const first = form.dataset[`first_${name}`] ?? "";
      other.hidden = Boolean(choice.value) && choice.value !== first;
    }
  }

  let asked = 0;

  async function refresh(form) {
    showOthers(form);
    const place = section();
    if (!place) return;
    const turn = ++asked;
    let answer;
    try {
      const response = await window.house.fetch(address(form));
      if (!response.ok) return;
      answer = await response.json();
    } catch {
      return;
    }
    if (turn !== asked) return;
    remember(place);
    const made = new DOMParser().parseFromString(answer.html, "text/html").querySelector("fieldset");
    if (!made) return;
    for (const part of made.querySelectorAll("script")) part.remove();
    made.removeAttribute("x-show");
    place.replaceChildren(...made.childNodes);
    bringBack(place);
  }

  function start() {
    const mark = document.querySelector("[data-along-form]");
    const form = mark && mark.closest("form");
    if (!form) return;
    form.dataset.follow = mark.dataset.follow;
    form.dataset.along = mark.dataset.along;
    for (const name of mark.dataset.along.split(" ").filter(Boolean)) {
      const choice = form.elements.namedItem(name);
      form.dataset[`first_${name}`] = mark.dataset.kept ? choice?.value ?? "" : "";
    }
    const followed = new Set(mark.dataset.follow.split(" "));
    const changed = (event) => {
      if (followed.has(event.target.name)) refresh(form);
    };
    form.addEventListener("change", changed);
    // the type-ahead tells of a choice through jQuery's events alone
    const query = window.django && window.django.jQuery;
    if (query) query(form).on("change", "select", changed);
    showOthers(form);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
