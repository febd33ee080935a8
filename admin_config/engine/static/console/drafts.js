// Keeps what is typed into a form on the server, so that a closed or broken browser loses nothing.
"use strict";
(() => {
  const EVERY = 4000;

  const start = (place) => {
    const form = place.closest("form");
    const { draft: address, draftForm, draftKey } = place.dataset;
    let timer = null;
    let sending = null;
    let left = false;

    const entries = () => {
      const secret = new Set([...form.querySelectorAll("input[type=password]")].map((input) => input.name));
      return [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string"
        && !secret.has(name) && name !== "csrfmiddlewaretoken" && name !== "_form_token" && !name.includes("__prefix__"));
    };
    let known = null;
    const settle = () => { known ??= JSON.stringify(entries()); };

    const send = async (last = false) => {
      timer = null;
      if (left || known === null) return;
      const fields = entries();
      const text = JSON.stringify(fields);
      if (text === known) return;
      sending = new AbortController();
      try {
        const response = await fetch(address, {
          method: "POST",
          credentials: "same-origin",
          keepalive: last && text.length < 60000,
          signal: last ? undefined : sending.signal,
          headers: {
            "Content-Type": "application/json",
            "X-Requested-With": "XMLHttpRequest",
            // a draft is kept for the person whose page it is, never for who signed in meanwhile
            "X-Page-Of": document.getElementById("session")?.dataset.person || "",
            "X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]")?.value || "",
          },
          body: JSON.stringify({ form: draftForm, key: draftKey, fields }),
        });
        if (response.ok) {
          known = text;
          place.dataset.kept = "yes";
        }
      } catch {
        if (!left && !last) later();
      }
    };
    const later = () => { timer ??= setTimeout(send, EVERY); };

    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, (event) => {
        left = false;
        if (event.isTrusted || event.target.type === "hidden") later();
      });
    }
    window.django?.jQuery?.(form).on("change", "select", () => { if (known !== null) later(); });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      left = true;
      clearTimeout(timer);
      timer = null;
      sending?.abort();
    });
    window.addEventListener("pagehide", () => { if (timer !== null) { clearTimeout(timer); send(true); } });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && timer !== null) { clearTimeout(timer); send(true); }
    });
    // Pickers and grids put themselves together first.
    setTimeout(settle, 300);
    form.addEventListener("focusin", settle, { once: true });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-draft]").forEach(start));
})();
