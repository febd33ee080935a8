// Puts the page into the chosen theme before anything is painted.
"use strict";
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem("adminTheme") || '"auto"');
    } catch {
      return "auto";
    }
  };
  const apply = () => {
    const chosen = read();
    const isDark = chosen === "dark" || (chosen === "auto" && dark.matches);
    document.documentElement.classList.toggle("dark", isDark);
    document.documentElement.classList.toggle(
      "ch-menu-shut",
      localStorage.getItem("ch-menu") === "shut",
    );
  };
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.houseTheme = {
    read,
    choose(name) {
      localStorage.setItem("adminTheme", JSON.stringify(name));
      apply();
    },
  };
})();
