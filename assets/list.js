// Lists: rows that are selected, swiped, worked on by keys and edited where they stand. What is selected lives here;
// it goes to the server with the action, through the form that the page holds for it.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const by = (id) => document.getElementById(id);
  const root = document.documentElement;
  const words = (key) => by("list-words")?.dataset[key] || "";
  const make = (tag, cls, text) => { const it = document.createElement(tag); if (cls) it.className = cls; if (text) it.textContent = text; return it; };
  const typing = (at) => at && (at.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "checkbox"));
  const rowOf = (at) => at?.closest?.(".row[data-id]");
  const rowsNow = () => $$(".row[data-id]").filter((row) => !row.classList.contains("going") && row.getClientRects().length);
  const cardBy = (id) => $(`[data-card="${CSS.escape(id)}"]`);
  const rowBy = (id) => $(`.row[data-id="${CSS.escape(id)}"]`);
  const MOST = 500, HOLD = 450, SWIPE = 88;

  /* what is selected */
  const chosen = new Set();
  let all = false, anchor = "";
  const count = () => (all ? Infinity : chosen.size);
  const paint = () => {
    for (const box of $$(".r-pick input")) { const on = all || chosen.has(rowOf(box).dataset.id); if (box.checked !== on) box.checked = on; }
    const bar = $(".bulk"), n = bar && $(".bulk-n", bar);
    root.classList.toggle("selecting", Boolean(bar) && count() > 0);
    if (!n) return;
    const text = !count() ? "" : all ? n.dataset.all : words("selected").replace("{number}", new Intl.NumberFormat(root.lang || "en").format(chosen.size));
    if (n.textContent !== text) n.textContent = text;
    $(".bulk-all", bar).hidden = all;
  };
  const clear = () => { chosen.clear(); all = false; anchor = ""; paint(); };
  const set = (id, on) => {
    if (all) { all = false; rowsNow().forEach((row) => chosen.add(row.dataset.id)); }
    if (on && chosen.size >= MOST && !chosen.has(id)) return paint();
    on ? chosen.add(id) : chosen.delete(id);
  };
  const toggle = (row) => { const id = row.dataset.id; set(id, !(all || chosen.has(id))); anchor = id; paint(); };
  const range = (row) => {
    const ids = rowsNow().map((each) => each.dataset.id), from = ids.indexOf(anchor), to = ids.indexOf(row.dataset.id);
    if (from < 0) return toggle(row);
    ids.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((id) => set(id, true));
    paint();
  };

  /* sending */
  let waiting = null;   // what is under way: rows that already look done, and whether it spends the selection
  const restore = () => { const it = waiting; waiting = null; clearTimeout(it?.timer); it?.rows.forEach((row) => row.classList.remove("going", "settled")); };
  const fill = (form, values) => { for (const at of form.elements) { at.value = values[at.name] ?? ""; at.disabled = !(at.name in values); } form.requestSubmit(); };
  const send = (what, ids, value = "", every = false) => {
    const form = by("act-form"); if (!form) return;
    restore();
    const rows = every ? [] : ids.flatMap((id) => [rowBy(id), cardBy(id)]).filter(Boolean);
    if (what === "delete" || (what === "approve" && $(".p-inbox"))) rows.forEach((row) => row.classList.add("going"));
    else if (what === "approve") rows.forEach((row) => row.classList.add("settled"));
    waiting = { rows, spends: every || ids.length > 1 || chosen.has(ids[0]), timer: setTimeout(restore, 4000) };
    fill(form, { what, ids: every ? "" : ids.join(","), all: every ? "1" : "", value });
  };
  const done = () => {   // the books have it: the page draws what became of it
    const it = waiting; waiting = null; clearTimeout(it?.timer);
    if (it?.spends) clear();
    setTimeout(() => it?.rows.forEach((row) => row.classList.remove("going", "settled")), 2500);
    $(".r-edit") && endEdit(true);
    $$("dialog.chooser[open],#choose-tags[open]").forEach((each) => each.close());
  };

  /* from a button to what it is done to */
  let target = { ids: [], every: false };
  const selection = () => ({ ids: [...chosen], every: all });
  const showSheet = (id, opener) => (globalThis.outlaySheets ? outlaySheets.open(id, opener) : by(id)?.showModal());
  const next = (row) => { const list = rowsNow(), at = list.indexOf(row); return list[at + 1] || list[at - 1]; };
  const leave = (row) => { const card = cardBy(row.dataset.id); if (card) showCard(beside(card)?.dataset.card); if (row.contains(document.activeElement)) focusRow(next(row)); };
  const work = (what, to, opener) => {
    if (!to.every && !to.ids.length) return;
    if (what === "category" || what === "tags") { target = to; const sheet = what === "category" ? "choose-category" : "choose-tags"; sieve(""); return showSheet(sheet, opener); }
    send(what, to.ids, "", to.every);
  };
  const doRow = (what, row, opener) => {
    if (what === "edit") return edit(row);
    if (what === "delete" || (what === "approve" && $(".p-inbox"))) leave(row);
    work(what, { ids: [row.dataset.id], every: false }, opener);
  };
  document.addEventListener("click", (e) => {
    const one = e.target.closest("[data-do]"), many = e.target.closest("[data-bulk]"), tag = e.target.closest("[data-tag]"), category = e.target.closest("[data-category]");
    if (one) return doRow(one.dataset.do, rowOf(one) || rowBy(one.closest("[data-card]").dataset.card), one);
    if (category) return choose(category.dataset.category);
    if (tag) return sendTags(tag.dataset.tag);
    if (e.target.closest("#choices-new")) return chooseNew();
    if (!many) return;
    if (many.dataset.bulk === "clear") return clear();
    if (many.dataset.bulk === "all") { all = true; return paint(); }
    work(many.dataset.bulk, selection(), many);
  });

  /* categories and tags */
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const found = () => $$("#choices li").filter((li) => !li.hidden);
  const sieve = (text) => {
    const box = $("[data-sieve]"), make_ = by("choices-new"), none = by("choices-none"); if (!box) return;
    if (box.value !== text) box.value = text;
    const parts = bare(text).split(/\s+/).filter(Boolean);
    $$("#choices li").forEach((li) => { li.hidden = !parts.every((part) => bare(li.textContent).includes(part)); });
    const name = text.trim().replace(/\s+/g, " "), exact = $$("#choices li").some((li) => bare(li.textContent) === bare(name));
    make_.hidden = !name || exact; $("span", make_).textContent = words("create").replace("{name}", name); make_.dataset.name = name;
    none.hidden = Boolean(found().length) || !make_.hidden; none.textContent = words("none");
  };
  const choose = (value) => { by("choose-category").close(); send("category", target.ids, value, target.every); };
  const chooseNew = () => { by("choose-category").close(); send("new-category", target.ids, by("choices-new").dataset.name, target.every); };
  const sendTags = (what) => { const at = by("tag-line"), line = at.value.trim(); if (!line) return at.focus(); at.value = ""; by("choose-tags").close(); send(what, target.ids, line, target.every); };
  document.addEventListener("input", (e) => { if (e.target.matches("[data-sieve]")) sieve(e.target.value); });
  document.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (e.target.id === "tag-line" && e.key === "Enter") { e.preventDefault(); return sendTags("tag"); }
    const inside = e.target.closest("#choose-category"); if (!inside) return;
    const buttons = [...found().map((li) => $("button", li)), ...(by("choices-new").hidden ? [] : [by("choices-new")])], at = buttons.indexOf(document.activeElement);
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const to = at + (e.key === "ArrowDown" ? 1 : -1);
      (to < 0 ? $("[data-sieve]") : buttons[Math.min(to, buttons.length - 1)])?.focus();
    } else if (e.key === "Enter" && e.target.matches("[data-sieve]")) { e.preventDefault(); if (e.target.value.trim()) buttons[0]?.click(); }
  });

  /* selecting: boxes, ranges, drags over boxes, a long press */
  let shift = false, sweep = null, swallow = false;
  document.addEventListener("pointerdown", (e) => {
    shift = e.shiftKey;
    const pick = e.target.closest(".r-pick"), row = rowOf(pick);
    if (row && e.pointerType === "mouse" && e.button === 0) sweep = { row, on: !$("input", pick).checked, moved: false };
  }, true);
  document.addEventListener("pointerover", (e) => {
    const row = sweep && rowOf(e.target);
    if (!row || (row === sweep.row && !sweep.moved)) return;
    if (!sweep.moved) { sweep.moved = true; set(sweep.row.dataset.id, sweep.on); }
    set(row.dataset.id, sweep.on); paint();
  });
  addEventListener("pointerup", () => { if (sweep?.moved) { swallow = true; setTimeout(() => (swallow = false), 50); } sweep = null; });
  document.addEventListener("change", (e) => {
    const row = e.target.matches(".r-pick input") && rowOf(e.target); if (!row) return;
    if (shift && anchor && e.target.checked) return range(row);
    set(row.dataset.id, e.target.checked); anchor = row.dataset.id; paint();
  });
  document.addEventListener("click", (e) => {
    if (swallow) { swallow = false; e.preventDefault(); e.stopPropagation(); return; }
    const row = e.target.closest(".row[data-id] .r-link") && rowOf(e.target);
    if (!row || e.ctrlKey || e.metaKey) return;
    const touch = e.pointerType ? e.pointerType !== "mouse" && e.detail : matchMedia("(hover: none)").matches;
    if (root.classList.contains("selecting") && ((touch && e.detail) || e.shiftKey)) { e.preventDefault(); e.stopPropagation(); e.shiftKey ? range(row) : toggle(row); }
  }, true);
  document.addEventListener("contextmenu", (e) => { if (touchAt && rowOf(e.target)) e.preventDefault(); });

  /* touch: a swipe to approve or delete, a press that lasts to select */
  let touchAt = null;
  const under = (row) => {
    const it = make("div", "swipe"); it.setAttribute("aria-hidden", "true");
    for (const [cls, name, text] of [["ok", "check", words("approve")], ["bad", "trash-2", words("delete")]]) {
      const side = make("span", cls), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      svg.setAttribute("class", "ic"); svg.setAttribute("width", "22"); svg.setAttribute("height", "22"); use.setAttribute("href", "/icons.svg#" + name);
      svg.append(use); side.append(svg, make("span", "", text)); it.append(side);
    }
    row.prepend(it); return it;
  };
  const stopHold = () => { if (touchAt) clearTimeout(touchAt.timer); };
  const endTouch = () => {
    if (!touchAt) return; stopHold();
    const { row, sheet, face } = touchAt; touchAt = null;
    if (face) { face.style.transition = "transform var(--mid) var(--spring)"; face.style.transform = ""; setTimeout(() => { face.style.transition = ""; sheet?.remove(); row.classList.remove("swiping"); }, 240); }
  };
  document.addEventListener("pointerdown", (e) => {
    const row = rowOf(e.target);
    if (e.pointerType === "mouse" || !e.isPrimary || !row || e.target.closest("button,input,label,.r-edit")) return;
    touchAt = { row, x: e.clientX, y: e.clientY, at: e.timeStamp, by: 0 };
    touchAt.timer = setTimeout(() => { if (!touchAt || touchAt.face || !$(".bulk")) return; toggle(row); navigator.vibrate?.(12); touchAt.held = true; }, HOLD);
  });
  document.addEventListener("pointermove", (e) => {
    if (!touchAt || e.pointerType === "mouse") return;
    const dx = e.clientX - touchAt.x, dy = e.clientY - touchAt.y;
    if (!touchAt.face) {
      if (Math.abs(dx) < 10 && Math.abs(dy) < 10) return;
      stopHold();
      if (touchAt.held || root.classList.contains("selecting") || Math.abs(dx) < Math.abs(dy) * 1.3) { if (!touchAt.held) touchAt = null; return; }
      touchAt.face = $(".r-link", touchAt.row); touchAt.sheet = under(touchAt.row); touchAt.row.classList.add("swiping");
      try { touchAt.face.setPointerCapture(e.pointerId); } catch { /* it has been let go of already */ }
    }
    const along = root.dir === "rtl" ? -dx : dx, can = along < 0 || touchAt.row.dataset.waits === "true";
    touchAt.by = can ? along : along / 5;
    touchAt.ready = can && Math.abs(along) >= SWIPE;
    touchAt.face.style.transform = `translateX(${root.dir === "rtl" ? -touchAt.by : touchAt.by}px)`;
    touchAt.sheet.className = "swipe " + (along > 0 ? (can ? "to-ok" : "") : "to-bad") + (touchAt.ready ? " ready" : "");
  });
  document.addEventListener("pointerup", (e) => {
    if (!touchAt) return;
    const { row, by: along, face, held, ready, at } = touchAt;
    if (face || held) { swallow = true; setTimeout(() => (swallow = false), 350); }
    const quick = face && Math.abs(along) > 40 && Math.abs(along) / Math.max(1, e.timeStamp - at) > 0.7 && (along < 0 || row.dataset.waits === "true");
    if (ready || quick) doRow(along > 0 ? "approve" : "delete", row);
    endTouch();
  });
  document.addEventListener("pointercancel", endTouch);

  /* editing merchant and amount where they stand */
  const edit = (row) => {
    if ($(".r-edit")) endEdit(false);
    const form = make("form", "r-edit"), { merchant, value } = row.dataset;
    for (const [name, text] of [["merchant", merchant], ["amount", value]]) {
      const at = make("input", name === "amount" ? "num" : ""); at.name = name; at.value = at.defaultValue = text || ""; at.setAttribute("aria-label", words(name)); at.autocomplete = "off";
      if (name === "amount") at.inputMode = "decimal";
      form.append(at);
    }
    form.dataset.for = row.dataset.id; row.append(form); row.classList.add("editing"); form.elements.merchant.focus(); form.elements.merchant.select();
  };
  const endEdit = (back) => {
    const form = $(".r-edit"), row = rowOf(form), inside = form?.contains(document.activeElement); if (!form) return;
    form.dataset.over = "1"; form.remove(); row.classList.remove("editing");   // what is taken away loses the focus, which saves nothing
    if (back && inside) $(".r-link", row).focus();
  };
  const saveEdit = (form) => {
    const changed = [...form.elements].filter((at) => at.name && at.value.trim() !== at.defaultValue.trim() && at.value !== at.dataset.sent);
    if (![...form.elements].some((at) => at.name && at.value.trim() !== at.defaultValue.trim())) return endEdit(true);
    if (!changed.length) return;
    changed.forEach((at) => (at.dataset.sent = at.value));
    fill(by("edit-form"), { id: form.dataset.for, ...Object.fromEntries(changed.map((at) => [at.name, at.value])) });
  };
  document.addEventListener("submit", (e) => { if (e.target.matches(".r-edit")) { e.preventDefault(); saveEdit(e.target); } });
  document.addEventListener("focusout", (e) => { const form = e.target.closest?.(".r-edit"); if (form && !form.dataset.over && !form.contains(e.relatedTarget)) saveEdit(form); });
  document.addEventListener("keydown", (e) => {
    const form = e.target.closest?.(".r-edit"); if (!form) return;
    if (e.key === "Escape") { e.stopPropagation(); [...form.elements].forEach((at) => (at.value = at.defaultValue)); endEdit(true); }
    if (e.key === "Enter" && !e.isComposing) { e.preventDefault(); saveEdit(form); }
  });

  /* keys */
  let cursor = "", chord = 0;
  const here = () => rowOf(document.activeElement) || (cursor && rowBy(cursor)) || rowBy($(".i-card.at")?.dataset.card || "");
  const focusRow = (row) => { if (!row) return; cursor = row.dataset.id; $(".r-link", row).focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }); };
  const step = (by_) => {
    const list = rowsNow(), row = here(), at = list.indexOf(row);
    const to = at < 0 ? list.find((each) => each.getBoundingClientRect().bottom > 140) : list[at + by_];
    focusRow(to || row);
  };
  document.addEventListener("focusin", (e) => { const row = rowOf(e.target); if (row) { cursor = row.dataset.id; showCard(cursor); } });

  /* the inbox: the card of the row one is at; the first one where there is none */
  const cards = () => $$("[data-card]").filter((card) => !card.classList.contains("going"));
  const beside = (card) => { const list = cards(), at = list.indexOf(card); return list[at + 1] || list[at - 1]; };
  const showCard = (id) => {
    const list = cards(), now = list.find((card) => card.dataset.card === id) || list.find((card) => card.classList.contains("at")) || list[0], at = $(".i-at");
    $$("[data-card]").forEach((card) => card.classList.toggle("at", card === now));
    $$(".i-rows .row").forEach((row) => row.classList.toggle("at", row.dataset.id === now?.dataset.card));
    const text = now && list.length > 1 ? words("of").replace("{number}", list.indexOf(now) + 1).replace("{total}", list.length) : "";
    if (at && at.textContent !== text) at.textContent = text;
  };
  document.addEventListener("outlay:later", () => { const list = cards(), at = list.findIndex((card) => card.classList.contains("at")); if (list.length) showCard(list[(at + 1) % list.length].dataset.card); });
  const KEYS = {
    j: () => step(1), k: () => step(-1),
    x: (row) => row && $(".r-pick", row) && toggle(row),
    a: (row) => (count() ? work("approve", selection()) : row?.dataset.waits === "true" && doRow("approve", row)),
    l: (row) => (count() ? work("category", selection(), $("[data-bulk=category]")) : row && doRow("category", row, $(".r-link", row))),
    e: (row) => row && $(".r-link", row).click(),
    f: () => $(".i-card.at .inp input")?.focus(),   // what is to be checked on the card
    F2: (row) => row && $("[data-do=edit]", row) && edit(row),
    Delete: (row) => (count() ? work("delete", selection()) : row && doRow("delete", row)),
  };
  KEYS.Backspace = KEYS["#"] = KEYS.Delete;
  document.addEventListener("keydown", (e) => {
    if (typing(e.target) || e.altKey || $("dialog[open]") || !$(".row[data-id]")) return;
    if ((e.ctrlKey || e.metaKey) && e.key === "a" && count()) { e.preventDefault(); all = true; return paint(); }
    if (e.ctrlKey || e.metaKey) return;
    if (e.timeStamp - chord < 900) { chord = 0; return; }
    if (e.key === "g") { chord = e.timeStamp; return; }
    if (e.key === "Escape" && count()) return clear();
    const key = KEYS[e.key]; if (!key) return;
    const row = here();
    if (/^(Delete|Backspace|#|a|x|l|e|F2)$/.test(e.key) && !row && !count()) return;
    e.preventDefault(); key(row);
  });

  /* filters: the sheet shows what the address says, whatever was left in it */
  document.addEventListener("close", (e) => { if (e.target.id === "filters") $$("[data-server]", e.target).forEach((at) => (at.value = at.dataset.server)); }, true);
  document.addEventListener("click", (e) => {
    const preset = e.target.closest("[data-start]"); if (!preset) return;
    by("f-from").value = preset.dataset.start; by("f-to").value = preset.dataset.end;
    $$("[data-start]").forEach((each) => each.setAttribute("aria-pressed", each === preset));
  });
  document.addEventListener("input", (e) => {
    if (!e.target.matches("#filters [type=date]")) return;
    $$("[data-start]").forEach((each) => each.setAttribute("aria-pressed", each.dataset.start === by("f-from").value && each.dataset.end === by("f-to").value));
  });

  /* rows that come or go above leave the one that is looked at where it is; browsers see to that not at all or not always */
  let mark = null;
  const note = () => {
    mark = null; if (scrollY < 8 || !$(".p-expenses")) return;
    const row = [220, 260, 320].map((y) => rowOf(document.elementFromPoint(innerWidth / 2, y))).find(Boolean) || rowsNow().find((each) => each.getBoundingClientRect().top > 160);
    if (row) mark = { row, top: row.getBoundingClientRect().top, y: scrollY };
  };
  const hold = () => {
    if (!mark?.row.isConnected) return;
    const moved = mark.row.getBoundingClientRect().top - mark.top + scrollY - mark.y;
    if (Math.abs(moved) > 1) scrollBy({ top: moved, behavior: "instant" });
    note();
  };
  addEventListener("scroll", note, { passive: true });

  let due = false, place = location.pathname + location.search;
  const settle = () => {
    due = false;
    const now = location.pathname + location.search;
    if (now !== place) { place = now; mark = null; cursor = ""; clear(); if (by("filters")?.open) by("filters").close(); }
    paint(); if ($("[data-card]")) showCard();
  };
  const later = () => { if (!due) { due = true; requestAnimationFrame(settle); } };
  const start = () => {
    later();
    new MutationObserver((list) => {
      if (list.some((each) => each.type === "attributes")) done();
      if (mark && list.some((each) => each.type === "childList" && each.target.closest(".p-expenses .list"))) hold();
      later();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-done"] });
    window.navigation?.addEventListener("navigatesuccess", later);
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
