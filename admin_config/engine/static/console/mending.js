// Refused rows of an import are put right in place: a typed cell is checked as soon as it is left.
"use strict";
(() => {
  const said = document.querySelector("[data-mend-said]");
  if (!said) return;
  const waiting = new Map(); // forms that are being sent, with whether to send them again
  const cellsOf = (form) => [...form.elements].filter((field) => field.name?.startsWith("cell-"));
  const template = (html) => {
    const made = document.createElement("table");
    made.innerHTML = html;
    return made.tBodies[0];
  };
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const put = (number, html, sent) => {
    const old = document.getElementById(`row-${number}`);
    if (!old) return;
    const fresh = template(html);
    const form = old.querySelector("form[data-mend]");
    const typed = new Map(form ? cellsOf(form).map((field) => [field.name, field.value]) : []);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    for (const field of fresh.querySelectorAll("textarea")) {
      const later = sent && typed.has(field.name) && typed.get(field.name) !== sent.get(field.name);
      if (later) field.value = typed.get(field.name);
      if (focused?.name === field.name) {
        field.focus();
        if (focused.selectionStart !== undefined) field.setSelectionRange(focused.selectionStart, focused.selectionEnd);
      }
      grow(field);
    }
  };
  const under = new Map(); // what the forms that are being sent held
  const send = async (form, undo, pressed) => {
    if (waiting.has(form.id)) {
      // Enter sent the cell and leaving it tells the same: a second answer would only take buttons away from under the pointer.
      const told = cellsOf(form).every((field) => under.get(form.id).get(field.name) === field.value);
      if (undo || !told) waiting.set(form.id, { undo });
      return;
    }
    waiting.set(form.id, null);
    const data = new FormData(form);
    const sent = new Map([...data.entries()].filter(([name]) => name.startsWith("cell-")));
    under.set(form.id, sent);
    if (undo) data.set("undo", "1");
    if (pressed?.name) data.set(pressed.name, pressed.value);
    form.setAttribute("aria-busy", "true");
    let answer = { error: said.dataset.mendTrouble };
    try {
      const response = await window.house.fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: data });
      answer = await response.json();
    } catch {
      // What was typed stays where it is; leaving a cell once more sends it again.
    }
    form.removeAttribute("aria-busy");
    said.classList.toggle("tr-bad", Boolean(answer.error));
    said.textContent = answer.error || answer.said;
    if (!answer.error) {
      document.querySelector("[data-mend-state]").innerHTML = answer.state;
      document.querySelector("[data-mend-tabs]").innerHTML = answer.tabs;
      for (const [number, html] of Object.entries(answer.rows)) put(number, html, form.id === `mend-${number}` && !undo ? sent : null);
    }
    const again = waiting.get(form.id);
    waiting.delete(form.id);
    const next = again && document.getElementById(form.id);
    if (next) send(next, again.undo);
  };
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-mend") && event.target.name.startsWith("cell-")) send(form, false);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-mend")) return;
    event.preventDefault();
    send(event.target, event.submitter?.name === "undo", event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    const inCell = event.target.form?.hasAttribute("data-mend") && event.target.name?.startsWith("cell-");
    if (!inCell || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(event.target.form, false);
  });
  document.addEventListener("input", (event) => {
    if (event.target.form?.hasAttribute("data-mend") && event.target.name.startsWith("cell-")) grow(event.target);
  });
  for (const field of document.querySelectorAll("form[data-mend]")) cellsOf(field).forEach(grow);
})();
