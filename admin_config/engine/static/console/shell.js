// The frame of every page: menu, drop-downs, theme.
"use strict";
(() => {
  const root = document.documentElement;
  const phone = window.matchMedia("(max-width: 899px)");
  const menu = document.getElementById("menu");
  const opener = document.querySelector("[data-menu-open]");

  // --- the menu: a drawer on phones, a column that can be put away elsewhere -------------------
  const show = (open) => {
    if (phone.matches) {
      root.classList.toggle("ch-menu-open", open);
      if (open) menu.querySelector("a[aria-current], a")?.focus();
      else opener?.focus();
    } else {
      root.classList.toggle("ch-menu-shut", !open);
      localStorage.setItem("ch-menu", open ? "open" : "shut");
    }
    opener?.setAttribute("aria-expanded", String(open));
  };
  const isOpen = () =>
    phone.matches ? root.classList.contains("ch-menu-open") : !root.classList.contains("ch-menu-shut");
  if (menu && opener) {
    opener.setAttribute("aria-expanded", String(isOpen()));
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      show(!isOpen());
    });
    for (const closer of document.querySelectorAll("[data-menu-close]")) {
      closer.addEventListener("click", (event) => {
        event.preventDefault();
        show(false);
      });
    }
    const shut = new Set(JSON.parse(localStorage.getItem("ch-sections") || "[]"));
    for (const section of menu.querySelectorAll("details")) {
      const key = section.dataset.key;
      if (shut.has(key) && !section.querySelector("[aria-current]")) section.open = false;
      section.addEventListener("toggle", () => {
        if (section.open) shut.delete(key);
        else shut.add(key);
        localStorage.setItem("ch-sections", JSON.stringify([...shut]));
      });
    }
    menu.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  // --- drop-downs close by Escape and by a click beside them -----------------------------------
  document.addEventListener("click", (event) => {
    for (const drop of document.querySelectorAll("details.ch-drop[open]")) {
      if (!drop.contains(event.target)) drop.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of document.querySelectorAll("details.ch-drop[open]")) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
    if (phone.matches && isOpen()) show(false);
  });

  // --- theme --------------------------------------------------------------------------------
  const buttons = document.querySelectorAll("[data-theme-choice]");
  const mark = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === window.houseTheme.read()));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      window.houseTheme.choose(button.dataset.themeChoice);
      mark();
    });
  }
  mark();

  // --- small conveniences ---------------------------------------------------------------------
  for (const button of document.querySelectorAll("[data-fill]")) {
    button.addEventListener("click", () => {
      for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) {
        const field = document.querySelector(`[name="${CSS.escape(name)}"]`);
        if (field) field.value = value;
      }
    });
  }
  for (const button of document.querySelectorAll("[data-device-zone]")) {
    const field = document.getElementById(button.dataset.deviceZone);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = field && [...field.options].some((option) => option.value === zone);
    button.hidden = !known || field.value === zone;
    button.addEventListener("click", () => {
      field.value = zone;
      button.hidden = true;
    });
  }
  for (const button of document.querySelectorAll("[data-show-password]")) {
    const field = document.getElementById(button.dataset.showPassword);
    button.addEventListener("click", () => {
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.setAttribute("aria-pressed", String(hidden));
      field.focus();
    });
  }
})();
