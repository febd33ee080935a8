// Gives records a star or takes it, on the form and in the list, without leaving the page.
"use strict";
(() => {
  const list = document.querySelector("[data-list]");
  const toggle = async (button, address, key) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    try {
      const answer = await window.house.fetch(address, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ key, on: on ? "1" : "0" }),
      });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      button.setAttribute("aria-pressed", String(found.on));
    } catch (error) {
      button.setAttribute("aria-pressed", String(!on));
      if (error.message) button.title = error.message;
    }
  };
  document.addEventListener("click", (event) => {
    const own = event.target.closest("[data-star]");
    const inList = event.target.closest("td.e .st");
    if (own) toggle(own, own.dataset.star, own.dataset.key);
    else if (inList) toggle(inList, list.dataset.stars, inList.closest("tr").dataset.k);
  });
})();
