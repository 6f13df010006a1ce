// Keys: C captures, G then a letter goes somewhere, ? shows them all, and what a page marks by data-shortcut.
// They do nothing in fields, over dialogs, or with Ctrl, ⌘ or Alt.
(() => {
  const $ = (what) => document.querySelector(what);
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
  const GO = { h: "/", e: "/expenses", i: "/inbox", s: "/settings", n: "/notifications" };
  const go = (to) => { const a = $(`.app a[href="${to}"]`); a ? a.click() : location.assign(to); };
  const CHORD_MS = 900;
  let chord = "", since = 0;
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.repeat || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || $("dialog[open]") || !$(".app")) return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (chord === "g" && GO[key] && e.timeStamp - since < CHORD_MS) { chord = ""; return go(GO[key]); }   // when keys are pressed, not when a busy page hears of them
    chord = key === "g" ? "g" : ""; since = e.timeStamp;
    if (key === "c") return go("/capture");
    if (key === "?") { e.preventDefault(); return outlaySheets.open("keys"); }
    const at = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`)].filter((each) => each.checkVisibility({ visibilityProperty: true })).pop();
    if (at) { e.preventDefault(); at.matches("input") ? at.focus() : at.click(); }
    else if (key === "/" && $("#palette")) { e.preventDefault(); outlaySheets.open("palette"); }
  });
})();
