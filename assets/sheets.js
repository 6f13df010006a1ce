// Sheets and dialogs: opening, first focus, the way back to the opener; Escape, backdrop, swipe and the way back close them.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const openers = new WeakMap();
  const open = (dialog, opener) => {
    if (!dialog || dialog.open) return;
    openers.set(dialog, opener || document.activeElement);
    dialog.showModal();
    $("[data-first]:not([disabled])", dialog)?.focus();
    dialog.dispatchEvent(new CustomEvent("outlay:open", { bubbles: true }));
  };
  const close = (dialog) => { if (dialog?.open) dialog.close(); };
  globalThis.outlaySheets = { open: (id, opener) => open(document.getElementById(id), opener), close };
  const outside = (dialog, e) => { const box = dialog.getBoundingClientRect(); return e.clientX < box.left || e.clientX > box.right || e.clientY < box.top || e.clientY > box.bottom; };
  let pressed;   // a press that began inside and ended outside, as when text is selected, closes nothing
  document.addEventListener("pointerdown", (e) => { pressed = e.target; });
  document.addEventListener("click", (e) => {
    const to = e.target.closest("[data-open],[data-close]");
    if (to?.dataset.open) {   // a choice of a menu that leads to another sheet takes the menu's place, and its opener
      const menu = to.matches("[data-close]") && to.closest("dialog"), opener = menu ? openers.get(menu) : to;
      if (menu) close(menu);
      return open(document.getElementById(to.dataset.open), opener);
    }
    if (to) return close(to.closest("dialog"));
    if (e.target.matches("dialog.sheet,dialog.palette") && pressed === e.target && e.detail && outside(e.target, e)) close(e.target);
  });
  document.addEventListener("close", (e) => {
    if (!e.target.matches?.("dialog")) return;
    e.target.style.removeProperty("transform");
    const opener = openers.get(e.target);
    if (opener?.isConnected && (!document.activeElement || document.activeElement === document.body || e.target.contains(document.activeElement))) opener.focus();
  }, true);

  /* swipe down */
  let drag;
  document.addEventListener("pointerdown", (e) => {
    const grip = e.target.closest("[data-grip]"), dialog = grip?.closest("dialog");
    if (dialog && e.isPrimary && !e.target.closest("button,a,input") && matchMedia("(max-width: 899px)").matches) { drag = { dialog, from: e.clientY, at: e.timeStamp }; grip.setPointerCapture(e.pointerId); }
  });
  document.addEventListener("pointermove", (e) => { if (drag) { drag.by = Math.max(0, e.clientY - drag.from); drag.dialog.style.transform = `translateY(${drag.by}px)`; } });
  const drop = (e) => {
    if (!drag) return;
    const { dialog, by = 0, at } = drag; drag = null;
    dialog.style.removeProperty("transform");
    if (by > 120 || (by > 30 && by / Math.max(1, e.timeStamp - at) > 0.6)) close(dialog);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  /* the way back closes what is open before it leaves the page; any other way to another page closes it at once */
  window.navigation?.addEventListener("navigate", (e) => {
    const last = [...document.querySelectorAll("dialog[open]")].pop();
    if (last && e.navigationType === "traverse" && e.cancelable) { e.preventDefault(); return close(last); }
    if (last && new URL(e.destination.url).pathname !== location.pathname) document.querySelectorAll("dialog[open]").forEach(close);
  });
})();
