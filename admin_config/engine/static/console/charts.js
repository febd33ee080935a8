// Draws the charts of a page with Chart.js; points lead to their rows; a table says the same.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const PALETTES = {
    light: ["#1b7f5c", "#c08a1e", "#3b6fb6", "#b4483f", "#7b5aa6", "#4b8f8c", "#8a8f98"],
    dark: ["#4fc397", "#e3b75a", "#7fabe6", "#e58a80", "#b499dd", "#82c7c3", "#a3a8b0"],
  };
  // Places in the palette by the colour that a state has in lists; a second state of one colour is paler.
  const TONES = { good: 0, wait: 1, done: 2, bad: 3, calm: 6 };
  const PALER = ["", "99", "55"];
  const coloured = (tones, palette) => {
    const times = {};
    return tones.map((tone, index) => {
      if (!(tone in TONES)) return palette[tones.some(Boolean) ? 4 : index % palette.length];
      times[tone] = (times[tone] ?? -1) + 1;
      return palette[TONES[tone]] + PALER[times[tone] % PALER.length];
    });
  };
  const drawn = [];
  const isDark = () => document.documentElement.classList.contains("dark");

  const number = (text, sums) =>
    Number(text).toLocaleString(language, sums ? { maximumFractionDigits: 2 } : { maximumFractionDigits: 0 });

  const table = (place, answer, rows, sums) => {
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    const cell = (row, tag, text) => {
      const one = document.createElement(tag);
      one.textContent = text;
      row.append(one);
      return one;
    };
    cell(head, "th", "");
    for (const line of answer.lines) cell(head, "th", line.name || place.dataset.wordTotal).scope = "col";
    const body = made.createTBody();
    answer.labels.forEach((label, index) => {
      const row = body.insertRow();
      cell(row, "th", label).scope = "row";
      for (const line of answer.lines) {
        const value = cell(row, "td", "");
        const query = line.queries[index];
        const text = number(line.values[index], sums);
        if (query) {
          const link = document.createElement("a");
          link.href = `${rows}?${query}`;
          link.textContent = text;
          value.append(link);
        } else value.textContent = text;
      }
    });
    place.querySelector(".ch-chart-rows").replaceChildren(made);
  };

  const options = (place, answer, isTrend, sums) => ({
    responsive: true,
    maintainAspectRatio: false,
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250 },
    onHover: (event, found) => {
      event.native.target.style.cursor = found.length ? "pointer" : "default";
    },
    onClick: (_event, found) => {
      if (!found.length) return;
      const query = answer.lines[found[0].datasetIndex].queries[found[0].index];
      if (query) location.assign(`${place.dataset.rows}?${query}`);
    },
    plugins: {
      legend: {
        display: !isTrend || answer.lines.length > 1,
        position: isTrend ? "bottom" : "right",
        labels: { color: colour("--ch-text"), boxWidth: 10, boxHeight: 10, useBorderRadius: true, borderRadius: 5 },
      },
      tooltip: {
        callbacks: {
          label: (item) => {
            const raw = number(answer.lines[item.datasetIndex].values[item.dataIndex], sums);
            return ` ${item.dataset.label || item.label} ${raw}`;
          },
        },
      },
    },
    scales: isTrend
      ? {
          x: { stacked: true, grid: { display: false }, ticks: { color: colour("--ch-soft"), maxRotation: 0, autoSkipPadding: 10 }, border: { color: colour("--ch-line") } },
          y: { stacked: true, beginAtZero: true, grid: { color: colour("--ch-line") }, border: { display: false }, ticks: { color: colour("--ch-soft"), maxTicksLimit: 5, precision: sums ? undefined : 0, callback: (value) => Number(value).toLocaleString(language, { notation: "compact" }) } },
        }
      : {},
  });

  // What the list has beyond the months drawn stands below, so that the sums agree with the list.
  const remark = (place, answer, sums) => {
    const line = place.querySelector("[data-chart-remark]");
    line.textContent = answer.note;
    if (!answer.outside) return;
    const link = document.createElement("a");
    link.className = "ch-link";
    link.href = `${place.dataset.rows}?${answer.outside.query}`;
    link.textContent = `${number(answer.outside.value, sums)} ${answer.outside.label}`;
    line.append(answer.note ? " " : "", link);
  };

  const draw = (place, answer) => {
    const isTrend = place.dataset.chart === "trend";
    const sums = "sums" in place.dataset;
    const palette = PALETTES[isDark() ? "dark" : "light"];
    const colours = coloured(isTrend ? answer.lines.map((line) => line.tone) : answer.lines[0].tones, palette);
    const data = {
      labels: answer.labels,
      datasets: answer.lines.map((line, index) => ({
        label: line.name,
        data: line.values.map(Number),
        backgroundColor: isTrend ? colours[index] : colours,
        borderColor: colour("--ch-card"),
        borderWidth: isTrend ? 0 : 2,
        borderRadius: isTrend ? 4 : 0,
        maxBarThickness: 34,
      })),
    };
    const canvas = place.querySelector("canvas");
    window.Chart.getChart(canvas)?.destroy();
    new window.Chart(canvas, { type: isTrend ? "bar" : "doughnut", data, options: { ...options(place, answer, isTrend, sums), ...(isTrend ? {} : { cutout: "62%" }) } });
    place.querySelector("[data-chart-total]").textContent = `${number(answer.total, sums)} ${answer.unit}`.trim();
    remark(place, answer, sums);
    table(place, answer, place.dataset.rows, sums);
  };

  const note = (place, text) => {
    const found = place.querySelector(".ch-chart-note");
    found.textContent = text;
    found.hidden = !text;
    place.querySelector("canvas").hidden = Boolean(text);
  };

  const load = async (place) => {
    const own = location.pathname === place.dataset.rows ? location.search : "";
    try {
      const response = await window.house.fetch(`${place.dataset.figures}${own}`);
      const answer = await response.json();
      if (!response.ok) note(place, answer.error || place.dataset.trouble);
      else if (!answer.lines.some((line) => line.values.some((value) => Number(value) !== 0))) {
        note(place, place.dataset.nothing);
        place.hidden = "hideEmpty" in place.dataset;
      }
      else {
        note(place, "");
        drawn.push([place, answer]);
        draw(place, answer);
      }
    } catch {
      note(place, place.dataset.trouble);
    }
  };

  for (const place of document.querySelectorAll("[data-chart]")) {
    const button = place.querySelector("[data-chart-table]");
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(shown));
      place.querySelector(".ch-chart-rows").hidden = !shown;
      place.querySelector(".ch-chart-place").hidden = shown;
    });
  }
  const loadAll = (within) => {
    for (const place of within.querySelectorAll("[data-chart]:not([data-asked])")) {
      place.dataset.asked = "";
      load(place);
    }
  };

  // Charts above a list can be folded away, which also saves asking for their figures.
  const KEY = "ch-charts";
  const folded = document.querySelector("[data-charts]");
  if (folded) {
    const kept = localStorage.getItem(KEY);
    folded.open = kept ? kept === "open" : !window.matchMedia("(max-width: 899px)").matches;
    folded.querySelector("summary").addEventListener("click", () => localStorage.setItem(KEY, folded.open ? "shut" : "open"));
    folded.addEventListener("toggle", () => {
      if (folded.open) loadAll(folded);
    });
    if (folded.open) loadAll(folded);
  } else loadAll(document);
  if (window.Chart) window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  let wasDark = isDark();
  new MutationObserver(() => {
    if (wasDark === isDark()) return;
    wasDark = isDark();
    for (const [place, answer] of drawn) draw(place, answer);
  }).observe(document.documentElement, { attributeFilter: ["class"] });
})();
