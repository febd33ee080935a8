// Loses nothing when the session has ended: asks before a form is sent, signs in over the page.
//
// house.fetch(address, options) is fetch for the console's own addresses: it sends the token that
// protects POSTs, signs in over the page when the session has ended, and asks there for the fresh
// proof that something wants; then it goes on.
"use strict";
(() => {
  const box = document.getElementById("session");
  if (!box) return;
  const url = box.dataset.url;
  const person = box.dataset.person;
  const part = (name) => box.querySelector(`[data-session-${name}]`);
  const parts = ["again", "factor", "fresh", "secret", "other", "trouble"];
  let signingIn = null;
  let proving = null;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const renewTokens = (value) => {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = value;
  };
  const read = async (response) => {
    const state = await response.json();
    // the token of somebody else who signed in meanwhile would let this page write in their name
    if (state.csrf && (!state.signed_in || state.person === person)) renewTokens(state.csrf);
    return state;
  };
  const ask = async () =>
    read(await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" }));

  const show = (name) => {
    for (const other of parts) part(other).hidden = other !== name;
    if (!box.open) box.showModal();
    part(name).querySelector("[data-session-first]")?.focus();
  };

  // Asks, or tries a code or password: tells whether it was shown in this session who one is.
  const factor = async (given, fresh = false) => {
    const body = given && new URLSearchParams({ ...given, csrfmiddlewaretoken: token() });
    return (
      await fetch(fresh ? `${box.dataset.factor}?fresh=1` : box.dataset.factor, {
        method: body ? "POST" : "GET",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
      })
    ).json();
  };

  // Resolves true once the same person is signed in again, false when they would rather not.
  const signInAgain = () => {
    signingIn ||= new Promise((resolve) => {
      const error = part("error");
      const wrong = part("wrong");
      const code = document.getElementById("session-code");
      const end = (answer) => {
        signingIn = null;
        box.querySelector("form").onsubmit = null;
        document.getElementById("session-password").value = "";
        code.value = "";
        if (box.open) box.close();
        resolve(answer);
      };
      // The password is right: whoever has a second factor shows it, too.
      const passed = async () => {
        if ((await factor()).proven) end(true);
        else show("factor");
      };
      const proved = async () => {
        const told = await factor({ code: code.value });
        if (told.proven) {
          end(true);
          return;
        }
        wrong.textContent = (told.errors || []).join(" ");
        wrong.hidden = false;
        code.select();
      };
      error.hidden = wrong.hidden = true;
      show("again");
      ask()
        .then((state) => state.signed_in && state.person === person && passed())
        .catch(() => {});
      box.oncancel = () => end(false);
      for (const button of box.querySelectorAll("[data-session-cancel]")) button.onclick = () => end(false);
      part("reload").onclick = () => location.reload();
      box.querySelector("form").onsubmit = async (event) => {
        event.preventDefault();
        event.stopPropagation();
        try {
          if (!part("factor").hidden) {
            await proved();
            return;
          }
          const known = await ask();
          if (known.signed_in && known.person === person) {
            await passed();
            return;
          }
          const body = new URLSearchParams({
            username: document.getElementById("session-name").value,
            password: document.getElementById("session-password").value,
            csrfmiddlewaretoken: known.csrf,
          });
          const state = await read(
            await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" }),
          );
          if (!state.signed_in) {
            error.textContent = (state.errors || []).join(" ");
            error.hidden = false;
            document.getElementById("session-password").select();
          } else if (state.person !== person) show("other");
          else await passed();
        } catch {
          const told = part("factor").hidden ? error : wrong;
          told.textContent = box.dataset.trouble;
          told.hidden = false;
        }
      };
    });
    return signingIn;
  };

  // Resolves true once it was proven again who one is, here or in another tab.
  const proveAgain = () => {
    proving ||= new Promise((resolve) => {
      const form = box.querySelector("form");
      const field = () => document.getElementById(part("secret").hidden ? "session-fresh-code" : "session-secret");
      const tell = (text) => {
        for (const wrong of box.querySelectorAll("[data-session-unproven]")) {
          wrong.textContent = text;
          wrong.hidden = !text;
        }
      };
      const end = (answer) => {
        proving = null;
        form.onsubmit = null;
        window.removeEventListener("focus", look);
        document.getElementById("session-fresh-code").value = document.getElementById("session-secret").value = "";
        if (box.open) box.close();
        resolve(answer);
      };
      const ask = async (given) => {
        try {
          const told = await factor(given, true);
          if (told.proven) end(true);
          else if (!told.signed_in) end(false);
          else {
            if (part(told.way).hidden || !box.open) show(told.way);
            if (given) tell((told.errors || []).join(" "));
            if (given) field().select();
          }
        } catch {
          if (!box.open) show("fresh");
          tell(box.dataset.trouble);
        }
      };
      const look = () => ask();
      tell("");
      ask();
      window.addEventListener("focus", look);
      box.oncancel = () => end(false);
      for (const button of box.querySelectorAll("[data-session-cancel]")) button.onclick = () => end(false);
      form.onsubmit = (event) => {
        event.preventDefault();
        event.stopPropagation();
        ask({ [part("secret").hidden ? "code" : "secret"]: field().value });
      };
    });
    return proving;
  };

  const warn = (name) =>
    new Promise((resolve) => {
      show(name);
      const end = () => {
        box.close();
        resolve(false);
      };
      box.oncancel = () => resolve(false);
      for (const button of box.querySelectorAll("[data-session-cancel]")) button.onclick = end;
      part("reload").onclick = () => location.reload();
    });

  // Tells whether this page may send something in this person's name now.
  const ready = async () => {
    let state;
    try {
      state = await ask();
    } catch {
      return warn("trouble");
    }
    if (!state.signed_in) return signInAgain();
    if (state.person !== person) return warn("other");
    return true;
  };

  const checked = new WeakSet();
  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || "noSessionCheck" in form.dataset || event.defaultPrevented) return;
      if (checked.has(form)) {
        checked.delete(form);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      ready().then((go) => {
        if (!go) return;
        checked.add(form);
        form.requestSubmit(submitter?.form === form ? submitter : undefined);
        checked.delete(form);
      });
    },
    true,
  );

  const send = (address, options) => {
    const headers = new Headers(options.headers || {});
    headers.set("X-Requested-With", "XMLHttpRequest");
    headers.set("X-Page-Of", person);
    if (!headers.has("Accept")) headers.set("Accept", "application/json");
    const method = (options.method || "GET").toUpperCase();
    if (method !== "GET") headers.set("X-CSRFToken", token());
    return fetch(address, { credentials: "same-origin", ...options, headers });
  };
  const houseFetch = async (address, options = {}) => {
    let response = await send(address, options);
    if (response.headers.has("X-Page-Of-Other")) await warn("other");
    if (response.status === 401 && (await signInAgain())) response = await send(address, options);
    if (response.headers.has("X-Fresh-Proof") && (await proveAgain())) response = await send(address, options);
    return response;
  };
  window.house = { ...(window.house || {}), fetch: houseFetch, signedIn: ready };

  // A page that the browser kept for going back is shown only to the person whose it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ask().then((state) => state.person === person || location.reload(), () => {});
  });

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail?.xhr?.status === 401) signInAgain();
  });
})();
