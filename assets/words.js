// The words of a receipt, there to be pointed at: one that is clicked fills the field that has the focus. They are asked for
// when a field or the large view is used, lie unseen over the picture, and are a list for whoever comes by keys or listens.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const by = (id) => document.getElementById(id);
  const make = (tag, cls, text) => { const it = document.createElement(tag); if (cls) it.className = cls; if (text) it.textContent = text; return it; };
  const KINDS = { "f-merchant": "text", "f-amount": "amount", "f-currency": "code", "f-occurred_on": "day", "f-note": "more", "f-tags": "more" };
  const NEAR = 26, PAUSE_MS = 1400, DRAG = 5;
  const fields = () => Object.keys(KINDS).map(by).filter((at) => at && !at.disabled);
  const name = (at) => $(`label[for="${at.id}"]`)?.textContent || "";
  const doubtful = () => fields().find((at) => at.closest(".field.check"));
  const said = (text) => { const out = by("announce"); if (out) out.textContent = text; };

  /* the field that words go to: the one with the focus, or the one that had it last */
  let aim = null;
  const aimed = () => (aim?.isConnected && !aim.disabled ? aim : doubtful() || by("f-amount") || fields()[0]);

  /* what is printed, page by page, once it was asked for */
  const known = new Map();
  const fetchWords = async (leaf) => {
    const cut = leaf.lastIndexOf("-"), answer = await fetch(`/session/receipts/${leaf.slice(0, cut)}/words?page=${leaf.slice(cut + 1)}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error("words " + answer.status);
    return (await answer.json()).flatMap((line, row) => line.map((word) => ({ ...word, row })));
  };
  const wordsOf = (leaf) => {
    if (!known.has(leaf)) known.set(leaf, fetchWords(leaf).catch(() => { known.delete(leaf); return []; }));
    return known.get(leaf);
  };
  const forget = () => $$("[data-leaf][data-busy=true]").forEach((leaf) => { for (const key of known.keys()) if (key.startsWith(leaf.dataset.receipt)) known.delete(key); });

  /* the layer over a picture */
  const placeOf = (at) => (at.closest("dialog") ? "view" : "page");
  const drawn = new WeakMap();   // layer: its words
  const layer = async (leaf) => {
    const sheet = $(".sheet-of", leaf), where = placeOf(leaf), old = sheet && $(".words", sheet); if (!sheet) return;
    if (old && drawn.has(old)) return label(old);
    old?.remove();   // a copy that came with the sheet
    const { busy } = leaf.dataset, words = await wordsOf(leaf.dataset.leaf);
    if (busy === "true" && leaf.dataset.busy !== "true") { known.delete(leaf.dataset.leaf); return layer(leaf); }   // read meanwhile
    await $("img", sheet).decode().catch(() => {});   // their places are parts of its height
    if (!words.length || !sheet.isConnected || $(".words", sheet)) return;
    const list = make("ul", "words");
    list.id = `words-${where}-${leaf.dataset.leaf}`; list.tabIndex = 0; list.setAttribute("role", "listbox"); list.setAttribute("aria-label", "⟪Words on the receipt⟫");
    words.forEach((word, at) => {
      const it = make("li", "", word.text), style = it.style; it.id = `${list.id}-${at}`; it.setAttribute("role", "option"); it.setAttribute("aria-selected", "false");
      style.left = word.x * 100 + "%"; style.top = word.y * 100 + "%"; style.width = word.w * 100 + "%"; style.height = word.h * 100 + "%";
      list.append(it);
    });
    drawn.set(list, words); label(list); sheet.append(list);
  };
  const label = (list) => { const at = aimed(), words = at ? "⟪Enter puts one into: {field}⟫".replace("{field}", name(at)) : ""; if (list.getAttribute("aria-description") !== words) list.setAttribute("aria-description", words); };
  const shownLeaves = () => $$("[data-sheets] [data-on]").filter((leaf) => $("img", leaf) && (placeOf(leaf) === "page" || by("viewer")?.open));
  const draw = () => { shownLeaves().forEach(layer); $$(".words").forEach(label); };

  /* which word is meant */
  const items = (list) => [...list.children];
  const nearest = (list, x, y, within = NEAR) => {
    let best = -1, least = within * within;
    items(list).forEach((it, at) => {
      const box = it.getBoundingClientRect(), dx = Math.max(box.left - x, 0, x - box.right), dy = Math.max(box.top - y, 0, y - box.bottom), far = dx * dx + dy * dy;
      if (far < least || (far === 0 && least === 0)) { best = at; least = far; }
    });
    return best;
  };
  const mark = (list, from, to = from) => items(list).forEach((it, at) => { const on = from >= 0 && at >= Math.min(from, to) && at <= Math.max(from, to); if ((it.getAttribute("aria-selected") === "true") !== on) it.setAttribute("aria-selected", on); });
  const point = (list, at) => {   // by keys
    mark(list, at); const it = list.children[at]; if (!it) return;
    list.setAttribute("aria-activedescendant", it.id); it.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  /* filling */
  const left = (at) => at.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  /* while words are gathered in a field from afar, an answer about what it held before must not overwrite them: `data-put` says so */
  const hold = (at) => { clearTimeout(pauses.get(at)); pauses.set(at, setTimeout(() => flush(at), PAUSE_MS)); at.dataset.put = ""; };
  const drop = (at) => { clearTimeout(pauses.get(at)); delete at.dataset.put; return pauses.delete(at); };
  const flush = (at) => { if (drop(at)) left(at); };
  const picked = new WeakMap(), pauses = new Map();
  /* a click beside the picture may leave the page: what waits to be handed in goes first */
  document.addEventListener("click", (e) => { if (!e.target.closest?.(".rc,dialog")) [...pauses.keys()].forEach(flush); }, true);
  const enter = (at, text) => { at.value = text; at.dispatchEvent(new Event("input", { bubbles: true })); };
  const amountOf = (word) => {
    const number = word.amount, currency = by("f-currency")?.value; let places = 2;
    try { places = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits; } catch { /* an unknown one has two */ }
    return new Intl.NumberFormat(document.documentElement.lang || "en", { useGrouping: false, numberingSystem: "latn", minimumFractionDigits: places, maximumFractionDigits: Math.max(places, 2) }).format(Number(number));
  };
  const TAKE = {
    amount: (at, words) => { const word = words.find((each) => each.amount); return word ? amountOf(word) : null; },
    day: (at, words) => { const word = words.find((each) => each.day); return word ? (word.other && (at.dataset.iso === word.day || at.value === word.day) ? word.other : word.day) : null; },
    code: (at, words) => { const signs = { "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY" }, found = words.map((each) => signs[each.text] || each.text.toUpperCase()).find((code) => [...at.options].some((it) => it.value === code)); return found || null; },
    text: (at, words) => (picked.get(at) ? [at.value.trim()] : []).concat(words.map((each) => each.text)).join(" "),
    more: (at, words) => [at.value.trim()].filter(Boolean).concat(words.map((each) => each.text)).join(at.id === "f-tags" && !picked.get(at) && at.value.trim() ? ", " : " "),
  };
  const NOT = { amount: "⟪That is no amount. Choose a number.⟫", day: "⟪That is no day. Choose a date.⟫", code: "⟪That is no currency.⟫" };
  const fill = (words, list) => {
    const at = aimed(); if (!at || !words.length) return false;
    const kind = KINDS[at.id], text = TAKE[kind](at, words);
    if (text === null) { said(NOT[kind]); tell(NOT[kind]); return false; }
    drop(at); picked.set(at, true);
    if (kind === "code") { at.value = text; at.dispatchEvent(new Event("change", { bubbles: true })); }
    else if (kind === "text" || kind === "more") { hold(at); enter(at, text); }
    else { enter(at, text); left(at); }
    said(`${name(at)}: ${text}`); tell(text);
    if (list) flash(list, words);
    return true;
  };
  const flash = (list, words) => { const all = drawn.get(list); words.forEach((word) => { const it = list.children[all.indexOf(word)]; it?.classList.add("taken"); setTimeout(() => it?.classList.remove("taken"), 900); }); };
  const between = (list, from, to) => drawn.get(list).slice(Math.min(from, to), Math.max(from, to) + 1);

  /* the pointer: a field that has the focus keeps it, whatever is clicked on the picture */
  let drag = null;
  const layerAt = (e) => { const list = e.target.closest?.(".words"); return list && drawn.has(list) ? list : null; };
  document.addEventListener("pointerdown", (e) => {
    const list = layerAt(e); if (!list || placeOf(list) === "view" || !e.isPrimary || e.button) return;
    e.preventDefault();   // the field keeps the focus
    const at = nearest(list, e.clientX, e.clientY); if (at >= 0) { drag = { list, from: at, to: at, x: e.clientX, y: e.clientY, mouse: e.pointerType === "mouse" }; mark(list, at); }
  });
  document.addEventListener("mousedown", (e) => { if (layerAt(e) && !e.target.closest("dialog")) e.preventDefault(); });
  document.addEventListener("pointermove", (e) => {
    if (drag) {
      if (Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < DRAG || !drag.mouse) return;
      const to = nearest(drag.list, e.clientX, e.clientY, 400); if (to >= 0 && to !== drag.to) { drag.to = to; mark(drag.list, drag.from, to); }
      return;
    }
    const list = layerAt(e); if (list && e.pointerType === "mouse") mark(list, nearest(list, e.clientX, e.clientY));
  });
  document.addEventListener("pointerup", () => { const it = drag; drag = null; if (it) { fill(between(it.list, it.from, it.to), it.list); mark(it.list, -1); } });
  document.addEventListener("pointercancel", () => { if (drag) mark(drag.list, -1); drag = null; });
  document.addEventListener("pointerout", (e) => { const list = layerAt(e); if (list && !drag && !list.contains(e.relatedTarget) && document.activeElement !== list) mark(list, -1); });
  document.addEventListener("outlay:word", (e) => {   // a tap in the large view, which moves by dragging
    const list = e.target, at = drawn.has(list) ? nearest(list, e.detail.x, e.detail.y) : -1;
    if (at >= 0) fill(between(list, at, at), list);
  });

  /* keys: F2 goes from a field to the words, arrows through them, Enter takes one, Escape goes back */
  const above = (list, at, by_) => {   // the word of the next line that stands nearest
    const all = drawn.get(list), mine = all[at], middle = mine.x + mine.w / 2, row = mine.row + by_;
    const line = all.map((word, place) => ({ word, place })).filter((each) => each.word.row === row);
    return line.sort((a, b) => Math.abs(a.word.x + a.word.w / 2 - middle) - Math.abs(b.word.x + b.word.w / 2 - middle))[0]?.place ?? at;
  };
  const active = (list) => Math.max(0, items(list).findIndex((it) => it.getAttribute("aria-selected") === "true"));
  const home = () => { const at = aimed(), dialog = at && document.querySelector("dialog[open]"); if (at && !dialog) at.focus(); };
  document.addEventListener("keydown", (e) => {
    const list = e.target.closest?.(".words"); if (!list || !drawn.has(list) || e.ctrlKey || e.metaKey || e.altKey) return;
    const at = active(list), last = list.children.length - 1, to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: above(list, at, 1), ArrowUp: above(list, at, -1), Home: 0, End: last }[e.key];
    if (to === undefined && !["Enter", " ", "Escape"].includes(e.key)) return;
    if (e.key === "Escape" && placeOf(list) === "view") return;   // closes the view
    e.preventDefault(); e.stopPropagation();
    if (to !== undefined) return point(list, Math.max(0, Math.min(last, to)));
    const field = aimed();
    if (e.key === "Escape" || (fill(between(list, at, at), list) && ["amount", "day", "code"].includes(KINDS[field?.id]))) home();
  }, true);
  document.addEventListener("keydown", (e) => {
    if (e.isComposing || !KINDS[e.target.id] || $("dialog[open]")) return;
    if (e.key === "F2") { e.preventDefault(); layersReady().then(() => $(".rc [data-on] .words")?.focus()); }
    if (e.key === "Escape" && !e.defaultPrevented) e.target.blur();   // the keys of the page work again
  });
  document.addEventListener("keydown", (e) => {   // from within a field: approve and go on
    if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.repeat || !e.target.closest(".d-grid .form") || $("dialog[open]")) return;
    const next = $("[data-shortcut=n]") || $("[data-shortcut=a]"); if (!next) return;
    e.preventDefault(); e.target.blur(); next.click();
  });
  const layersReady = () => Promise.all(shownLeaves().map(layer));

  /* what has the focus */
  const picking = (on) => $$(".rc").forEach((it) => { it.dataset.hint = "⟪Click a word to fill the field.⟫"; it.classList.toggle("picking", on); });
  document.addEventListener("focusin", (e) => flush(e.target), true);   // what was put in from afar is handed in before one begins to type
  document.addEventListener("focusin", (e) => {
    if (KINDS[e.target.id]) { if (aim !== e.target) picked.delete(e.target); aim = e.target; picking(true); draw(); }
    else if (e.target.matches?.(".words") && drawn.has(e.target)) { picking(true); label(e.target); point(e.target, active(e.target)); }
  });
  document.addEventListener("focusout", (e) => {
    if (KINDS[e.target.id] && e.isTrusted) { drop(e.target); picked.delete(e.target); }
    if (e.target.matches?.(".words")) mark(e.target, -1);
    if (e.isTrusted) setTimeout(() => { const at = document.activeElement; if (!KINDS[at?.id] && !at?.matches?.(".words")) picking(false); });
  });

  /* the large view says which field is filled, and lets one choose another */
  let told = null;
  const tell = (text) => { if (told?.isConnected) told.textContent = text; };
  const chooser = () => {
    const view = by("viewer"); if (!view?.open) return;
    let bar = $(".view-aim", view);
    if (!bar) {
      bar = make("div", "view-aim"); const select = make("select"); select.setAttribute("aria-label", "⟪A word fills⟫"); told = make("output", "num"); told.setAttribute("role", "status");
      bar.append(make("span", "", "⟪A word fills⟫"), select, told); view.append(bar);
      select.onchange = () => { aim = by(select.value); if (aim) picked.delete(aim); tell(aim?.value || ""); draw(); };
    }
    const select = $("select", bar), all = fields(); bar.hidden = !all.length;
    select.replaceChildren(...all.map((at) => { const it = make("option", "", name(at)); it.value = at.id; return it; }));
    const at = aimed(); if (at) { select.value = at.id; tell(at.tagName === "SELECT" ? at.value : at.value.slice(0, 60)); }
  };

  /* what is in doubt is marked on the picture, and comes first */
  const DOUBTS = { "f-merchant": "merchant", "f-amount": "total", "f-occurred_on": "date", "f-currency": "currency" };
  const doubts = () => Object.entries(DOUBTS).forEach(([id, box]) => {
    const words = by(id)?.closest(".field.check") ? "⟪Check this⟫" : "";
    $$(`[data-sheets] .hl-${box}`).forEach((at) => { if ((at.dataset.check || "") !== words) words ? (at.dataset.check = words) : delete at.dataset.check; });
  });
  let greeted = "";
  const greet = () => {
    const key = $(".d-grid .form") && location.pathname; if (!key || key === greeted) return;
    if (!fields().length) return;
    greeted = key; const at = doubtful(), now = document.activeElement;
    if (at && matchMedia("(pointer: fine)").matches && !$("dialog[open]") && (!now || now === document.body || now.matches("h1"))) { at.focus({ preventScroll: true }); at.select?.(); }
  };

  let due = false;
  const later = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; forget(); doubts(); greet(); if (aim || by("viewer")?.open) draw(); }); } };
  const start = () => {
    later();
    new MutationObserver((all) => {
      if (all.some((each) => each.attributeName === "open" && each.target.id === "viewer")) chooser();
      if (all.some((each) => !each.target.closest?.(".words"))) later();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-on", "data-busy", "open", "class"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
