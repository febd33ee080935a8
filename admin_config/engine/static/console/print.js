// Hands the PDF to another app of the phone: what is shared is issued first, so it is kept as it goes.
"use strict";
(() => {
  const form = document.querySelector("[data-print-form]");
  const button = form?.querySelector("[data-print-share]");
  const told = document.querySelector("[data-print-told]");
  const probe = new File(["%PDF-"], "paper.pdf", { type: "application/pdf" });
  if (!button || !navigator.canShare?.({ files: [probe] })) return;
  button.hidden = false;
  let file = null;

  const fetchFile = async () => {
    const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/pdf")) throw new Error(String(answer.status));
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "")?.[1] || "paper.pdf";
    return new File([await answer.blob()], name, { type: "application/pdf" });
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      file ??= await fetchFile();
      await navigator.share({ files: [file], title: file.name });
    } catch (error) {
      if (error.name === "NotAllowedError") told.textContent = told.dataset.ready;
      else if (error.name !== "AbortError") told.textContent = told.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });
})();
