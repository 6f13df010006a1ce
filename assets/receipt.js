// Receipts beside their expense: which sheet is shown, where it is lit, turned, enlarged and moved. Two places show the same
// sheets, the strip or column of the page and the large view; both follow one number.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const TURNS = "outlay-turns", FIELDS = { "f-merchant": "merchant", "f-occurred_on": "occurred_on", "f-amount": "amount", "f-currency": "currency" };
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  let shown = "";   // the key of the sheet that is shown

  /* turns: how this person likes to look at a sheet, kept on this device */
  const turns = () => { try { return JSON.parse(localStorage.getItem(TURNS)) || {}; } catch { return {}; } };
  const turnOf = (key) => turns()[key] || 0;
  const setTurn = (key, turn) => {
    const all = turns(); delete all[key]; if (turn) all[key] = turn;
    try { localStorage.setItem(TURNS, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-200)))); } catch { /* private windows keep nothing */ }
  };

  const places = () => $$("[data-sheets]");
  const leaves = (place) => $$("[data-leaf]", place);
  const current = (place) => leaves(place).find((leaf) => leaf.dataset.leaf === shown);
  const fit = (leaf) => {
    const image = $("img", leaf); if (!image) return;
    const turn = turnOf(leaf.dataset.leaf);
    if (image.naturalWidth) leaf.style.setProperty("--ratio", (image.naturalHeight / image.naturalWidth).toFixed(4));
    if (leaf.dataset.turn !== String(turn)) leaf.dataset.turn = turn;
  };
  const copy = () => {   // the large view shows copies of the page's own sheets
    const at = stage(); if (!at || !view().open) return;
    const own = leaves($(".rc") || document.body);
    if (own.map((leaf) => leaf.dataset.leaf).join() !== leaves(at).map((leaf) => leaf.dataset.leaf).join()) at.replaceChildren(...own.map((leaf) => leaf.cloneNode(true)));
  };
  const draw = () => {
    copy();
    for (const place of places()) {
      const all = leaves(place); if (!all.length) continue;
      if (!all.some((leaf) => leaf.dataset.leaf === shown)) shown = all[0].dataset.leaf;
      all.forEach((leaf) => { if (leaf.hasAttribute("data-on") !== (leaf.dataset.leaf === shown)) leaf.toggleAttribute("data-on", leaf.dataset.leaf === shown); fit(leaf); });
      place.dataset.ready = "";
      const pager = $(".rc-pager", place), words = $("[data-place]", place), text = `${all.findIndex((leaf) => leaf.dataset.leaf === shown) + 1} / ${all.length}`;
      if (pager) { pager.hidden = all.length < 2; if (words.textContent !== text) words.textContent = text; }
      const leaf = current(place), picture = Boolean($("img", leaf));
      $$(".needs-picture", place).forEach((it) => { it.hidden = !picture; });
      const open = $("[data-view].rc-open", place); if (open) open.hidden = !picture;
      $$("[data-this]", place).forEach((it) => { it.dataset.receipt = leaf.dataset.receipt; });
      const replace = $("[data-replace]", place); if (replace && replace.dataset.replaces !== leaf.dataset.receipt) replace.dataset.replaces = leaf.dataset.receipt;
    }
  };
  const go = (by) => {
    const place = places().find((it) => leaves(it).length); if (!place) return;
    const all = leaves(place), at = all.findIndex((leaf) => leaf.dataset.leaf === shown), to = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (to) { shown = to.dataset.leaf; reset(); draw(); }
  };
  document.addEventListener("load", (e) => { if (e.target.matches?.("[data-leaf] img")) fit(e.target.closest("[data-leaf]")); }, true);

  /* the picture that was just taken stands there until the cleaned copy comes */
  const taken = new Map();
  document.addEventListener("outlay:stored", (e) => { if (/^image\/(png|jpeg|webp)/.test(e.detail.file.type)) taken.set(e.detail.receipt, URL.createObjectURL(e.detail.file)); });
  const lend = () => $$("[data-leaf][data-busy=true]").forEach((leaf) => {
    const from = taken.get(leaf.dataset.receipt), blank = $(".blank", leaf);
    if (from && blank && !$(".lent", blank)) { const image = document.createElement("img"); image.src = from; image.alt = ""; image.className = "lent"; blank.prepend(image); }
  });

  /* the focused field lights its place; a click on a place goes to its field */
  const bring = (box) => {   // the strip scrolls on a phone, the column beside the form elsewhere
    const stage = box.closest("[data-stage]"); if (!stage || stage.closest("dialog")) return;
    const pane = [stage, stage.closest(".d-papers")].find((it) => it && it.scrollHeight > it.clientHeight + 1) || stage;
    const over = box.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: Math.max(0, over - pane.clientHeight / 2), behavior: reduced.matches ? "auto" : "smooth" });
  };
  const boxes = (field) => $$(".rc [data-field]").filter((box) => box.dataset.field === field);
  document.addEventListener("focusin", (e) => {
    const field = FIELDS[e.target.id]; if (!field) return;
    const found = boxes(field); if (!found.length) return;
    const here = found.find((box) => box.closest("[data-leaf]").dataset.leaf === shown) || found[0];
    shown = here.closest("[data-leaf]").dataset.leaf; draw(); bring(here);
  });
  document.addEventListener("click", (e) => {
    const box = e.target.closest("[data-field]"); if (!box?.dataset.field || moved) return;
    const dialog = box.closest("dialog"); if (dialog) outlaySheets.close(dialog);
    e.stopPropagation(); document.getElementById("f-" + box.dataset.field)?.focus();
  }, true);

  /* a line that was bought lights its place while it is pointed at or focused; pressed, it is brought into sight */
  const LINE = "button[data-spot]";
  const light = (line) => {
    if (view()?.open && !line) return;
    $$(".hl-line").forEach((it) => it.remove());
    const sheets = line ? $$("[data-leaf]").filter((leaf) => leaf.dataset.leaf === line.dataset.sheet).map((leaf) => $(".sheet-of", leaf)).filter(Boolean) : [];
    return sheets.map((sheet) => {
      const mark = document.createElement("span"), [left, top, width, height] = line.dataset.spot.split(" ").map((part) => `${part}%`);
      mark.className = "hl hl-line"; mark.dataset.field = ""; mark.ariaHidden = "true";
      Object.assign(mark.style, { left, top, width, height }); sheet.append(mark);
      return mark;
    });
  };
  const turnTo = (line) => {
    const leaf = $$(".rc [data-leaf]").find((it) => it.dataset.leaf === line.dataset.sheet);
    if (leaf) { shown = leaf.dataset.leaf; draw(); }
    return leaf;
  };
  const seen = (box) => { const at = box.closest("[data-stage]").getBoundingClientRect(); return at.bottom > 40 && at.top < innerHeight - 40; };
  document.addEventListener("mouseover", (e) => { const line = e.target.closest(LINE); if (line || $(".hl-line")) light(line || document.activeElement.closest(LINE)); });
  document.addEventListener("focusout", (e) => { if (e.target.matches(LINE)) light(); });
  document.addEventListener("focusin", (e) => { if (e.target.matches(LINE) && turnTo(e.target)) light(e.target).forEach(bring); });
  document.addEventListener("click", (e) => {
    const line = e.target.closest(LINE), leaf = line && turnTo(line); if (!leaf) return;
    if (seen(leaf)) return light(line).forEach(bring);
    reset(); outlaySheets.open("viewer", line); draw();   // the strip is scrolled away: the large view shows the line
    const mark = light(line).find((it) => it.closest("dialog")); if (mark) zoomOn(mark);
  });

  /* the large view */
  let zoom = 1, x = 0, y = 0, moved = false;
  const view = () => document.getElementById("viewer");
  const stage = () => $(".view-stage", view() || document);
  const place = () => { const at = stage(); if (at) { at.style.setProperty("--zoom", zoom); at.style.setProperty("--x", `${x}px`); at.style.setProperty("--y", `${y}px`); at.classList.toggle("near", zoom > 1); } };
  const bounded = () => { const at = stage(); if (!at) return; const most = { x: (at.clientWidth * zoom) / 2, y: (at.clientHeight * zoom) / 2 }; x = Math.max(-most.x, Math.min(most.x, x)); y = Math.max(-most.y, Math.min(most.y, y)); };
  const reset = () => { zoom = 1; x = y = 0; place(); };
  const zoomTo = (to, at = { x: 0, y: 0 }) => {   // the point `at`, counted from the middle, stays where it is
    const next = Math.max(1, Math.min(8, to)), by = next / zoom;
    x = at.x - (at.x - x) * by; y = at.y - (at.y - y) * by; zoom = next;
    if (zoom === 1) x = y = 0; else bounded();
    place();
  };
  const middle = (e) => { const box = stage().getBoundingClientRect(); return { x: e.clientX - box.left - box.width / 2, y: e.clientY - box.top - box.height / 2 }; };
  /** Enlarge the place of a line as far as all of it stays in sight: its name is at one end, its amount at the other. */
  const zoomOn = (mark) => {
    const box = mark.getBoundingClientRect(), at = middle({ clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 });
    zoom = Math.max(1, Math.min(2, 0.96 * stage().clientWidth / box.width, 0.96 * stage().clientHeight / box.height)); x = -at.x * zoom; y = -at.y * zoom; bounded(); place();
  };
  const turn = () => { const leaf = places().map(current).find(Boolean); if (leaf) { setTurn(leaf.dataset.leaf, (turnOf(leaf.dataset.leaf) + 1) % 4); reset(); draw(); } };
  document.addEventListener("click", (e) => {
    const at = e.target.closest("[data-view],[data-turn],[data-zoom],[data-leaf-by]"); if (!at || at.matches("[data-leaf]")) return;
    if (at.dataset.view !== undefined) { reset(); outlaySheets.open("viewer", at); draw(); }
    else if (at.dataset.leafBy) go(Number(at.dataset.leafBy));
    else if (at.dataset.zoom) zoomTo(zoom * (at.dataset.zoom === "1" ? 1.5 : 1 / 1.5));
    else turn();
  });
  document.addEventListener("keydown", (e) => {
    if (!view()?.open || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = 60, keys = {
      "+": () => zoomTo(zoom * 1.5), "=": () => zoomTo(zoom * 1.5), "-": () => zoomTo(zoom / 1.5), 0: reset, r: turn, PageDown: () => go(1), PageUp: () => go(-1),
      ArrowLeft: () => (zoom > 1 ? (x += step) : go(-1)), ArrowRight: () => (zoom > 1 ? (x -= step) : go(1)), ArrowUp: () => (y += step), ArrowDown: () => (y -= step),
    };
    if (!keys[e.key]) return;
    e.preventDefault(); keys[e.key](); if (zoom > 1) bounded(); place();
  });
  document.addEventListener("wheel", (e) => {
    if (!view()?.open || !e.target.closest(".view-stage")) return;
    e.preventDefault();
    if (e.ctrlKey || !e.shiftKey) zoomTo(zoom * Math.exp(-e.deltaY / 400), middle(e)); else { x -= e.deltaX || e.deltaY; bounded(); place(); }
  }, { passive: false });
  document.addEventListener("dblclick", (e) => { if (e.target.closest(".view-stage")) zoomTo(zoom > 1 ? 1 : 2.5, middle(e)); });

  /* one finger or the mouse moves, two fingers pinch, a swipe at full size turns the page */
  const fingers = new Map(); let pinch, from;
  const spread = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  const between = () => { const [a, b] = [...fingers.values()]; return middle({ clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 }); };
  document.addEventListener("pointerdown", (e) => {
    const at = e.target.closest(".view-stage"); moved = false; if (!at) return;
    at.setPointerCapture(e.pointerId); fingers.set(e.pointerId, { x: e.clientX, y: e.clientY }); from = { x: e.clientX, y: e.clientY };
    if (fingers.size === 2) pinch = { spread: spread(), zoom };
  });
  document.addEventListener("pointermove", (e) => {
    const last = fingers.get(e.pointerId); if (!last) return;
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (Math.hypot(e.clientX - from.x, e.clientY - from.y) > 6) moved = true;
    if (fingers.size === 2 && pinch) return zoomTo((pinch.zoom * spread()) / Math.max(1, pinch.spread), between());
    if (zoom > 1) { x += e.clientX - last.x; y += e.clientY - last.y; bounded(); place(); }
  });
  const lift = (e) => {
    if (!fingers.delete(e.pointerId)) return;
    const over = e.clientX - from.x;
    if (!pinch && zoom === 1 && Math.abs(over) > 60 && Math.abs(over) > 2 * Math.abs(e.clientY - from.y)) go(over < 0 ? 1 : -1);
    if (!fingers.size) pinch = null;
  };
  document.addEventListener("pointerup", (e) => {   // captured by the stage, the click would never reach a box below it
    const tapped = fingers.size === 1 && !moved && e.target.closest(".view-stage");
    lift(e);
    const under = tapped ? document.elementsFromPoint(e.clientX, e.clientY) : [], words = under.find((it) => it.matches(".words"));
    if (words) return words.dispatchEvent(new CustomEvent("outlay:word", { bubbles: true, detail: { x: e.clientX, y: e.clientY } }));
    const box = under.find((it) => it.dataset?.field);
    if (box) setTimeout(() => { outlaySheets.close(view()); document.getElementById("f-" + box.dataset.field)?.focus(); }, 0);
  });
  document.addEventListener("pointercancel", lift);

  document.addEventListener("change", (e) => { if (e.target.matches("dialog input[data-receipts]")) globalThis.outlaySheets?.close(e.target.closest("dialog")); });

  /* sheets that close when what they asked for is done */
  const done = (at) => { if (at.dataset.done !== "0") globalThis.outlaySheets?.close(at.closest("dialog")); };   // sheets may still be loading when a page comes back
  document.addEventListener("focusin", (e) => { const select = e.target.dataset?.pick && document.getElementById("s-" + e.target.dataset.pick); if (select) select.dataset.seen = select.value; });

  let due = false;
  const later = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; draw(); lend(); }); } };
  const start = () => {
    later();
    new MutationObserver((all) => {
      all.filter((each) => each.type === "attributes" && each.attributeName === "data-done").forEach((each) => done(each.target));
      if (all.some((each) => each.target.closest?.("[data-sheets]") || [...each.addedNodes].some((node) => node.nodeType === 1 && (node.matches("[data-sheets]") || $("[data-sheets]", node))))) later();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-done", "data-leaf", "data-receipt", "data-busy"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
