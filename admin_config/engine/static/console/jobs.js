// Watches running jobs: asks how far they are, less often the longer it takes.
"use strict";
(() => {
  const SOON = 1000;
  const LATEST = 8000;
  for (const place of document.querySelectorAll("[data-job]")) {
    const address = place.dataset.job.replace(/change\/$/, "state/");
    const put = (name, text) => {
      const found = place.querySelector(`[data-job-${name}]`);
      if (found && found.textContent !== text) found.textContent = text;
    };
    let wait = SOON;
    const look = async () => {
      if (document.hidden) {
        setTimeout(look, wait);
        return;
      }
      try {
        const response = await window.house.fetch(address);
        if (response.ok) {
          const job = await response.json();
          put("state", job.label);
          put("message", job.message);
          put("count", job.total ? `${job.done} / ${job.total}` : "");
          const bar = place.querySelector(".ch-bars");
          if (bar) {
            bar.firstElementChild.style.width = `${job.percent}%`;
            bar.setAttribute("aria-valuenow", String(job.percent));
          }
          if (!job.alive) {
            if ("jobReload" in place.dataset) location.reload();
            return;
          }
        }
      } catch {
        // The next look tries again.
      }
      wait = Math.min(LATEST, wait * 1.2);
      setTimeout(look, wait);
    };
    setTimeout(look, SOON);
  }
})();
