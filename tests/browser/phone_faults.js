// Returns what a thumb cannot reach: each fault as a line of text.
// A target counts with its label, with the box drawn around it, and in a grid of lines with its row.
// Excepted: links in running text, links among read-only values (table cells, facts), what a box
// that scrolls sideways holds beyond its edge, and what is switched off.
() => {
  const LEAST = 43.5;
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary,"
    + "[role=button], [role=tab], [role=combobox], [contenteditable=true], [tabindex]:not([tabindex^='-'])";
  const AROUND = "label, .select2-selection, .ln-table tr";
  const wide = document.documentElement.clientWidth;
  for (const details of document.querySelectorAll("fieldset details, .tr-more")) details.open = true;

  const name = (el) => [el.tagName.toLowerCase(), el.getAttribute("aria-label") || el.name || el.textContent]
    .join(" ").replace(/\s+/g, " ").trim().slice(0, 60);
  const above = (el) => {
    const found = [];
    for (let at = el.parentElement; at && at !== document.body; at = at.parentElement) found.push(at);
    return found;
  };
  const inText = (el) => {
    if (el.tagName !== "A") return false;
    if (el.closest("td, th, dd") && !el.closest(".cl-table, .formset")) return true;
    return getComputedStyle(el).display === "inline"
      && [...el.parentElement.childNodes].some((node) => node.nodeType === 3 && /\p{L}{3}|\p{Script=Han}{2}/u.test(node.textContent));
  };
  const beyond = (el, box) => {
    for (const at of above(el)) {
      const way = getComputedStyle(at).overflowX;
      if (way === "auto" || way === "scroll") return false;
      if (way !== "visible" && box.right > at.getBoundingClientRect().right + 0.5) return true;
    }
    return box.right > wide + 0.5 || box.left < -0.5;
  };

  const faults = [];
  for (const el of document.querySelectorAll(TARGETS)) {
    const box = el.getBoundingClientRect();
    const seen = el.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
    if (!seen || el.closest(".ch-only-read, .ch-skip")) continue;
    if (beyond(el, box)) faults.push(`ends at ${Math.round(box.right)}: ${name(el)}`);
    if (el.disabled || inText(el)) continue;
    const boxes = [el, el.closest(AROUND), ...(el.labels || [])].filter(Boolean).map((one) => one.getBoundingClientRect());
    const [width, height] = ["width", "height"].map((side) => Math.max(...boxes.map((one) => one[side])));
    if (width < LEAST || height < LEAST) faults.push(`${Math.round(width)}×${Math.round(height)}: ${name(el)}`);
  }
  return faults;
}
