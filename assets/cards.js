// Cards of the inbox: a swipe to the end approves, one to the start leaves the card for later. What lies behind that, the buttons do too.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const SWIPE = 96, root = document.documentElement, words = (key) => $("#list-words")?.dataset[key] || "";
  const later = () => document.dispatchEvent(new Event("outlay:later"));
  let touch = null, swallow = false;

  const stamp = (card) => {
    const it = document.createElement("span"); it.className = "i-stamp"; it.setAttribute("aria-hidden", "true"); card.append(it); return it;
  };
  const settle = () => {
    if (!touch) return; const { card, mark } = touch; touch = null;
    if (!mark) return;
    card.style.transition = "transform var(--mid) var(--spring)"; card.style.transform = ""; mark.remove();
    setTimeout(() => { card.style.transition = ""; }, 240);
  };
  document.addEventListener("pointerdown", (e) => {
    const card = e.target.closest("[data-card]"); if (!card || e.pointerType === "mouse" || !e.isPrimary || e.target.closest("button,input,label")) return;
    touch = { card, x: e.clientX, y: e.clientY, at: e.timeStamp, can: Boolean($("[data-do=approve]", card)), along: 0 };
  });
  document.addEventListener("pointermove", (e) => {
    if (!touch) return;
    const dx = e.clientX - touch.x, dy = e.clientY - touch.y;
    if (!touch.mark) {
      if (Math.abs(dx) < 10 && Math.abs(dy) < 10) return;
      if (Math.abs(dx) < Math.abs(dy) * 1.3) { touch = null; return; }
      touch.mark = stamp(touch.card); try { touch.card.setPointerCapture(e.pointerId); } catch { /* it has been let go of already */ }
    }
    const along = root.dir === "rtl" ? -dx : dx, ok = along > 0; touch.along = ok && !touch.can ? along / 5 : along;
    touch.ready = Math.abs(touch.along) >= SWIPE;
    touch.card.style.transform = `translateX(${root.dir === "rtl" ? -touch.along : touch.along}px)`;
    touch.mark.textContent = ok ? (touch.can ? words("approve") : "") : "⟪Later⟫";
    touch.mark.classList.toggle("ok", ok); touch.mark.classList.toggle("ready", touch.ready);
  });
  document.addEventListener("pointerup", (e) => {
    if (!touch) return;
    const { card, along, mark, ready, at, can } = touch, quick = mark && Math.abs(along) > 40 && Math.abs(along) / Math.max(1, e.timeStamp - at) > 0.7 && (along < 0 || can);
    if (mark) { swallow = true; setTimeout(() => (swallow = false), 350); }
    settle();
    if (ready || quick) along > 0 ? setTimeout(() => { swallow = false; $("[data-do=approve]", card)?.click(); }, 0) : later();
  });
  document.addEventListener("pointercancel", settle);
  document.addEventListener("click", (e) => {
    if (swallow && e.target.closest("[data-card]")) { swallow = false; e.preventDefault(); e.stopPropagation(); return; }
    if (e.target.closest("[data-later]")) later();
  }, true);
  document.addEventListener("keydown", (e) => {   // from within a field of a card: save it and approve
    const card = e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.closest("[data-card]"); if (!card) return;
    e.preventDefault(); e.target.blur(); $("[data-do=approve]", card)?.click();
  });

  /* a card in doubt says so on its buttons only as long as it is shown: with one card there is no later */
  const look = () => { const button = $("[data-later]"); if (button) button.hidden = $$("[data-card]").length < 2; };
  look(); new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
})();
