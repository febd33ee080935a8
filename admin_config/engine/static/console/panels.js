/* Panels below a record are fetched once they come into sight. */
(() => {
  "use strict";

  async function fetchPanel(section) {
    const content = section.querySelector(".panel-content");
    try {
      const answer = await window.house.fetch(section.dataset.panel);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      content.replaceChildren(...page.body.childNodes);
    } catch {
      content.textContent = section.dataset.failed;
    }
    section.removeAttribute("aria-busy");
  }

  document.addEventListener("DOMContentLoaded", () => {
    const sections = document.querySelectorAll("[data-panel]");
    if (!sections.length) return;
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        fetchPanel(entry.target);
      }
    }, { rootMargin: "300px" });
    sections.forEach((section) => seen.observe(section));
  });
})();
