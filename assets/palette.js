// The command palette: opening, fuzzy filtering of what it holds, arrows and Enter, what was opened lately.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const by = (id) => document.getElementById(id);
  const left = (at, value) => { at.value = value; at.dispatchEvent(new FocusEvent("focusout", { bubbles: true })); };
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const KEPT = "outlay-opened";

  /* what was opened lately: addresses alone, for this tab, gone with it */
  const opened = () => { try { return JSON.parse(sessionStorage.getItem(KEPT) || "[]"); } catch { return []; } };
  const remember = () => {
    const id = /^\/expenses\/([0-9a-f-]{36})$/.exec(location.pathname)?.[1];
    if (id) try { sessionStorage.setItem(KEPT, JSON.stringify([id, ...opened().filter((each) => each !== id)].slice(0, 5))); } catch { /* private windows keep nothing */ }
  };
  window.navigation?.addEventListener("navigatesuccess", remember);
  remember();

  /* how well words fit: 3 the beginning of a word, 2 somewhere, 1 its letters in this order in the name, 0 not at all */
  const inOrder = (text, word) => { let at = -1; return [...word].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0); };
  const one = (text, name, word) => (text.split(/[^\p{L}\p{N}]+/u).some((each) => each.startsWith(word)) ? 3 : text.includes(word) ? 2 : word.length > 1 && inOrder(name, word) ? 1 : 0);
  const fit = (text, name, words) => { const marks = words.map((word) => one(text, name, word)); return marks.includes(0) ? 0 : marks.reduce((a, b) => a + b, 1); };

  const box = () => by("palette-q"), list = () => by("palette-list");
  const shown = () => $$("[role=option]", list()).filter((each) => !each.hidden && !each.closest("[role=group][hidden]")).sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const active = () => $("[aria-selected=true]", list());
  const mark = (to) => {
    $$("[aria-selected=true]", list()).forEach((each) => each.setAttribute("aria-selected", "false"));
    if (!to) return box().removeAttribute("aria-activedescendant");
    to.setAttribute("aria-selected", "true"); box().setAttribute("aria-activedescendant", to.id); to.scrollIntoView({ block: "nearest" });
  };
  const offered = (at) => !at.dataset.if || [...document.querySelectorAll(at.dataset.if)].some((each) => each.checkVisibility({ visibilityProperty: true }));
  let moved = false;   // whether the person has chosen by arrows or pointer, which an answer that comes late must not undo
  const draw = (keep) => {
    const q = box().value.trim().replace(/\s+/g, " "), words = bare(q).split(" ").filter(Boolean), group = (name) => $(`[data-group=${name}]`, list());
    $$("[data-text]", list()).forEach((each) => {
      const score = words.length ? fit(bare(each.dataset.text), bare($("span", each).textContent), words) : 1;
      each.hidden = !score || !offered(each); each.style.order = words.length ? -score : 0;
    });
    $$("[role=group]", list()).forEach((each) => { const found = each.dataset.group === "found"; each.hidden = !$$("[role=option]:not([hidden])", each).length || (found ? !q : each.dataset.group === "recent" && !!q); });
    const answered = group("found").dataset.asked === q, none = q && answered && ["pages", "actions", "found"].every((name) => group(name).hidden), all = by("p-all");
    all.hidden = !q; $("b", all).textContent = q; $("[data-none]", all).hidden = !none; $("[data-some]", all).hidden = none;
    const now = active();
    if (!keep) moved = false;
    mark(moved && now && shown().includes(now) ? now : shown()[0]);
    const said = by("palette-said"), words2 = none ? $("[data-none]", all).textContent : q && answered ? String(shown().length - 1) : "";
    if (said.textContent !== words2) said.textContent = words2;
  };
  const run = (at) => {
    if (at.dataset.all !== undefined) { const q = box().value; shut(); return left(by("palette-all"), q); }
    if (at.dataset.next) { shut(); return outlaySheets.open(at.dataset.next); }
    if (at.dataset.if) { shut(); return $$(at.dataset.if).filter((each) => each.checkVisibility({ visibilityProperty: true })).pop()?.click(); }
    shut();
  };
  const shut = () => outlaySheets.close(by("palette"));
  document.addEventListener("outlay:open", (e) => {
    if (e.target.id !== "palette") return;
    box().value = ""; draw(); left(by("palette-recent"), opened().join(","));
  });
  document.addEventListener("input", (e) => { if (e.target.id === "palette-q") draw(); });
  document.addEventListener("pointermove", (e) => { const at = e.target.closest?.("#palette [role=option]"); if (at && active() !== at) { moved = true; mark(at); } });
  document.addEventListener("click", (e) => { const at = e.target.closest("#palette [role=option]"); if (at) run(at); });
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k" && by("palette") && $(".app")) {
      e.preventDefault();
      return by("palette").open ? shut() : $("dialog[open]") ? null : outlaySheets.open("palette");
    }
    if (e.target.id !== "palette-q" || e.isComposing) return;
    const all = shown(), at = all.indexOf(active()), to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 6, PageUp: at - 6 }[e.key];
    if (to !== undefined && all.length) { e.preventDefault(); moved = true; mark(all[e.key.startsWith("Page") ? Math.max(0, Math.min(to, all.length - 1)) : (to + all.length) % all.length]); }
    else if (e.key === "Enter") { e.preventDefault(); active()?.click(); }
  });
  const start = () => new MutationObserver((all) => {
    if (by("palette")?.open && all.some((each) => each.target.closest?.("[data-group=found],[data-group=recent]"))) draw(true);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-asked"] });
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
