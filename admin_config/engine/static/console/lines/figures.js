// Amounts of lines and papers in exact decimals, rounded half up: the server's rule, digit by digit.
//
// A number is {n, s}: n / 10^s. Sums are whole numbers of a currency's smallest part.
"use strict";
(() => {
  const ten = (power) => 10n ** BigInt(power);

  // Returns a typed number, or null where there is none; full-width signs and thousands are fine.
  const parse = (text) => {
    let plain = String(text ?? "").normalize("NFKC").replace(/。/g, ".").replace(/−/g, "-").replace(/\s/g, "");
    if (/^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replace(/,/g, "");
    const found = /^([-+]?)(\d*)\.?(\d*)$/.exec(plain);
    if (!found || !(found[2] || found[3])) return null;
    const n = BigInt(found[2] + found[3]);
    return { n: found[1] === "-" ? -n : n, s: found[3].length };
  };
  const zero = { n: 0n, s: 0 };

  // Returns over/under in units of 10^-digits, rounded half up, away from zero.
  const rounded = (over, under, digits) => {
    const negative = over < 0n !== under < 0n;
    const size = (over < 0n ? -over : over) * ten(digits);
    const by = under < 0n ? -under : under;
    const whole = (2n * size + by) / (2n * by);
    return negative ? -whole : whole;
  };

  const lineAmount = (quantity, price, discount, digits) => {
    const q = quantity || zero, p = price || zero, d = discount || zero;
    const left = 100n * ten(d.s) - d.n;
    return rounded(q.n * p.n * left, 100n * ten(q.s + p.s + d.s), digits);
  };
  const lineTax = (amount, percent, kind, digits) => {
    const p = percent || zero;
    if (kind === "none" || p.n === 0n) return 0n;
    const base = kind === "included" ? 100n * ten(p.s) + p.n : 100n * ten(p.s);
    return rounded(amount * p.n, base * ten(digits), digits);
  };
  const inUnits = (number, digits) => (number ? rounded(number.n, ten(number.s), digits) : 0n);

  // rows: {quantity, price, discount, percent} as texts; added: texts of the head.
  const paper = (rows, { kind = "on_top", digits = 2, added = [] } = {}) => {
    const amounts = rows.map((row) => lineAmount(parse(row.quantity), parse(row.price), parse(row.discount), digits));
    const taxes = rows.map((row, place) => lineTax(amounts[place], parse(row.percent), kind, digits));
    const sum = (numbers) => numbers.reduce((one, other) => one + other, 0n);
    const goods = sum(amounts), tax = sum(taxes);
    const more = sum(added.map((text) => inUnits(parse(text), digits)));
    return { amounts, goods, tax, total: goods + more + (kind === "on_top" ? tax : 0n) };
  };

  const show = (units, digits, grouped = true) => {
    const size = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
    let whole = digits ? size.slice(0, -digits) : size;
    if (grouped) whole = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return (units < 0n ? "-" : "") + whole + (digits ? "." + size.slice(-digits) : "");
  };

  // Returns a plain number with its thousands apart, for reading.
  const grouped = (text) => (/^-?\d{4,}(\.\d+)?$/.test(text) ? text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",")) : text);

  globalThis.house = { ...(globalThis.house || {}), figures: { parse, lineAmount, lineTax, paper, show, inUnits, grouped } };
})();
