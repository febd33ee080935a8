// Passkeys: asks the browser for one and sends its answer with the form. Backup codes: copy, save, print.
"use strict";
(() => {
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const asked = async (button) => {
    const body = new URLSearchParams({
      for: button.dataset.passkey,
      csrfmiddlewaretoken: button.form.elements.csrfmiddlewaretoken.value,
    });
    const response = await fetch(button.dataset.options, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (response.headers.has("X-Fresh-Proof")) location.reload();
    if (!response.ok) throw new Error(String(response.status));
    const options = await response.json();
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials])
      for (const known of list || []) known.id = toBytes(known.id);
    return options;
  };

  const answered = (credential) => {
    const { response } = credential;
    const told = { clientDataJSON: toText(response.clientDataJSON) };
    if (response.attestationObject) {
      told.attestationObject = toText(response.attestationObject);
      told.transports = response.getTransports ? response.getTransports() : [];
    } else {
      told.authenticatorData = toText(response.authenticatorData);
      told.signature = toText(response.signature);
      if (response.userHandle) told.userHandle = toText(response.userHandle);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: told,
      clientExtensionResults: {},
    });
  };

  // A passkey belongs to a host's name: where the console is asked by a bare number there is none.
  const numbered = /^[\d.]+$|:/.test(location.hostname);
  if (!window.PublicKeyCredential || numbered)
    for (const part of document.querySelectorAll("[data-passkeys]")) {
      if (part.open) {
        const other = document.querySelector(".ch-way:not([data-passkeys])");
        if (other) other.open = true;
      }
      part.hidden = true;
    }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.addEventListener("click", async () => {
      const trouble = button.form.querySelector("[data-passkey-error]");
      trouble.hidden = true;
      button.disabled = true;
      try {
        const publicKey = await asked(button);
        const make = button.dataset.passkey === "enrol";
        const credential = await navigator.credentials[make ? "create" : "get"]({ publicKey });
        button.form.elements.credential.value = answered(credential);
        button.form.submit();
      } catch {
        trouble.hidden = false;
        button.disabled = false;
      }
    });
  }

  const codes = document.querySelector("[data-codes]")?.dataset.codes;
  if (!codes) return;
  const show = (name, act) => {
    const button = document.querySelector(`[data-${name}]`);
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  };
  if (navigator.clipboard)
    show("copy-codes", async () => {
      await navigator.clipboard.writeText(codes);
      document.querySelector("[data-copied]").hidden = false;
    });
  show("save-codes", (button) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${codes}\n`], { type: "text/plain" }));
    link.download = button.dataset.saveCodes;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  show("print", () => window.print());
})();
