// Sums in amount fields, exactly as expense_app/sums.py works them out: no eval, whole fractions, half-even at the end.
// `outlaySums.worked("12.5*3", 2, "en")` is "37.50" in the marks of the language; null where the text is no sum.
globalThis.outlaySums = (() => {
  const SIGNS = { "×": "*", x: "*", X: "*", "·": "*", "∙": "*", "÷": "/", "−": "-", "–": "-", "＋": "+", "٫": ".", "٬": "" };
  const LONGEST = 100, DEEPEST = 20, LARGEST = 10n ** 18n, PART = /\s*([\d.,'’\s]*\d[.,]?|[-+*/()])/y;
  const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
  const ascii = (text) => text.replace(/\p{Nd}/gu, (each) => { const at = each.codePointAt(0), zero = ZEROS.find((it) => at >= it && at < it + 10); return zero ? String(at - zero) : each; });
  const clean = (text) => [...ascii(text)].map((each) => SIGNS[each] ?? each).join("").trim().replace(/^=/, "");
  const marks = (language) => {
    const parts = new Intl.NumberFormat(language, { numberingSystem: "latn" }).formatToParts(12345.6), of = (type) => parts.find((each) => each.type === type)?.value;
    return { group: of("group") ?? ",", decimal: of("decimal") ?? "." };
  };
  const number = (part, mark) => {
    const bare = part.replace(/[\s'’]/g, "");
    const plain = /^\d+[.,]\d{1,2}$/.test(bare) ? bare.replace(",", ".") : /^\d+$/.test(bare) ? bare : bare.split(mark.group).join("").split(mark.decimal).join(".");
    const found = /^(\d*)(?:\.(\d*))?$/.exec(plain);
    if (!found || !(found[1] + (found[2] || ""))) throw new RangeError("no number");
    return [BigInt(found[1] + (found[2] || "")), 10n ** BigInt((found[2] || "").length)];
  };
  const steps = {
    "+": ([a, b], [c, d]) => [a * d + c * b, b * d],
    "-": ([a, b], [c, d]) => [a * d - c * b, b * d],
    "*": ([a, b], [c, d]) => [a * c, b * d],
    "/": ([a, b], [c, d]) => { if (!c) throw new RangeError("division by nothing"); return c < 0n ? [-a * d, -b * c] : [a * d, b * c]; },
  };
  const read = (text, mark) => {
    const parts = []; PART.lastIndex = 0; const all = text.trimEnd();
    for (let at = 0; at < all.length; at = PART.lastIndex) { PART.lastIndex = at; const found = PART.exec(all); if (!found) throw new RangeError("no sum"); parts.push(found[1].trim()); }
    let at = 0, depth = 0;
    const take = () => { if (at >= parts.length) throw new RangeError("ends early"); return parts[at++]; };
    const deeper = (what) => { if (++depth > DEEPEST) throw new RangeError("too deep"); const value = what(); depth--; return value; };
    const row = (one, signs) => { let value = one(); while (at < parts.length && signs.includes(parts[at])) value = steps[take()](value, one()); return value; };
    const value = () => {
      const part = take();
      if (part === "(") return deeper(() => { const inner = sum(); if (take() !== ")") throw new RangeError("open bracket"); return inner; });
      if (part === "+" || part === "-") return deeper(() => { const [n, d] = value(); return [part === "-" ? -n : n, d]; });
      return number(part, mark);
    };
    const sum = () => row(() => row(value, "*/"), "+-");
    const whole = sum();
    if (at < parts.length) throw new RangeError("more than a sum");
    return whole;
  };
  const halfEven = ([n, d], places) => {
    const scaled = n * 10n ** BigInt(places), sign = scaled < 0n ? -1n : 1n, size = scaled * sign;
    let units = size / d; const rest = 2n * (size % d);
    if (rest > d || (rest === d && units % 2n)) units++;
    return [sign, units];
  };
  const worked = (text, places, language) => {
    const plain = clean(text);
    if (!/[-+*/()]/.test(plain) || plain.length > LONGEST) return null;
    try {
      const mark = marks(language || "en"), value = read(plain, mark);
      if ((value[0] < 0n ? -value[0] : value[0]) >= LARGEST * value[1]) return null;
      const [sign, units] = halfEven(value, places), digits = units.toString().padStart(places + 1, "0");
      const shown = places ? digits.slice(0, -places) + mark.decimal + digits.slice(-places) : digits;
      return (sign < 0n && units ? "-" : "") + shown;
    } catch (trouble) { if (trouble instanceof RangeError) return null; throw trouble; }
  };
  return { worked, isSum: (text) => /[-+*/()]/.test(clean(text).replace(/^[-+]/, "")) };
})();
