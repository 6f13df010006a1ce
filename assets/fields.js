// Fields that help: sums in amounts, a calendar beside days, categories found and made by typing.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const by = (id) => document.getElementById(id);
  const left = (at) => at.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));   // what the page takes for leaving a field

  /* sums */
  const places = (at) => {
    const currency = by(at.dataset.sum)?.value;
    try { return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits; } catch { return 2; }
  };
  const result = (at) => (outlaySums.isSum(at.value) ? outlaySums.worked(at.value, places(at), document.documentElement.lang) : null);
  const showSum = (at) => { const out = by(at.id.replace(/^f-/, "r-")), found = result(at); if (out) out.textContent = found === null ? "" : "= " + found; };
  document.addEventListener("input", (e) => { if (e.target.dataset?.sum !== undefined) showSum(e.target); });
  document.addEventListener("focusout", (e) => {
    if (e.target.dataset?.sum === undefined) return;
    const found = result(e.target);
    if (found !== null) e.target.value = found;
    showSum(e.target);
  }, true);   // on the way down: the framework hands in what stands there on the way up
  document.addEventListener("pointerdown", (e) => { if (e.target.closest("[data-sign],[role=option]")) e.preventDefault(); });   // the field keeps the focus
  document.addEventListener("click", (e) => {
    const sign = e.target.closest("[data-sign]"), at = sign && by(sign.dataset.into);
    if (!at) return;
    at.focus(); at.setRangeText(sign.dataset.sign, at.selectionStart, at.selectionEnd, "end"); at.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* days */
  document.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-calendar]"); if (!opener) return;
    const calendar = by("c-" + opener.dataset.calendar), box = by("f-" + opener.dataset.calendar);
    calendar.value = box.dataset.iso || "";
    try { calendar.showPicker(); } catch { calendar.focus(); }
  });
  document.addEventListener("change", (e) => {
    if (!e.target.matches("input.day-native") || !e.target.value) return;
    const box = by(e.target.id.replace(/^c-/, "f-"));
    if (e.target.value === box.dataset.iso) { if (box.dataset.server !== undefined) box.value = box.dataset.server; return; }
    box.value = e.target.value; left(box);
  });

  /* categories */
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const listOf = (box) => by("l-" + box.dataset.pick), selectOf = (box) => by("s-" + box.dataset.pick);
  const isOpen = (box) => box.getAttribute("aria-expanded") === "true";
  const choices = (box) => $$("[role=option]:not([hidden]):not(.pick-none)", listOf(box));
  const chosen = (box) => { const it = selectOf(box); return it?.selectedOptions[0] && it.value ? it.selectedOptions[0].textContent : ""; };
  const mark = (box, to) => {
    $$("[role=option]", listOf(box)).forEach((each) => each.setAttribute("aria-selected", each === to));
    if (!to) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", to.id); to.scrollIntoView({ block: "nearest" });
  };
  const narrow = (box, text) => {
    const list = listOf(box), words = bare(text).split(/\s+/).filter(Boolean), all = $$("[data-value]", list);
    all.forEach((each) => { each.hidden = !(words.length ? each.dataset.value && words.every((word) => bare(each.textContent).includes(word)) : true); });
    const found = all.filter((each) => !each.hidden), exact = all.some((each) => each.dataset.value && bare(each.textContent) === bare(text));
    const create = $(".pick-new", list), none = $(".pick-none", list), name = text.trim().replace(/\s+/g, " ");
    if (create) { create.hidden = !name || exact; $("b", create).textContent = name; }
    none.hidden = Boolean(found.length || (create && !create.hidden));
    mark(box, words.length ? choices(box)[0] : all.find((each) => each.dataset.value === selectOf(box).value) || found[0]);
  };
  const room = (box) => {   // below the field, or above it where there is more of it
    const at = box.getBoundingClientRect(), bar = $(".tabbar,.bar-actions")?.getBoundingClientRect(), end = bar?.height && bar.top > at.bottom ? bar.top : innerHeight;
    const below = end - at.bottom, above = at.top - 8, up = below < 260 && above > below;
    listOf(box).classList.toggle("up", up); listOf(box).style.maxHeight = Math.max(140, Math.min(312, (up ? above : below) - 12)) + "px";
  };
  const open = (box) => { if (isOpen(box)) return; listOf(box).hidden = false; box.setAttribute("aria-expanded", "true"); room(box); narrow(box, ""); };
  const close = (box) => { listOf(box).hidden = true; box.setAttribute("aria-expanded", "false"); mark(box, null); box.value = chosen(box); };
  const take = (box, option) => {
    if (option.dataset.new !== undefined) {
      const name = $("b", option).textContent, to = by("n-" + box.dataset.pick);
      close(box); box.value = name; to.value = name; return left(to);
    }
    const select = selectOf(box), before = select.value;
    select.value = option.dataset.value; close(box);
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const boxOf = (at) => (at?.dataset?.pick !== undefined ? at : null);
  document.addEventListener("click", (e) => {
    const option = e.target.closest(".pick-list [role=option]");
    if (option) { const box = by(option.parentNode.id.replace(/^l-/, "f-")); if (!option.matches(".pick-none")) take(box, option); return; }
    const box = boxOf(e.target); if (box && !box.disabled) { box.select(); open(box); }
  });
  document.addEventListener("input", (e) => { const box = boxOf(e.target); if (box) { open(box); narrow(box, box.value); } });
  document.addEventListener("keydown", (e) => {
    const box = boxOf(e.target); if (!box || e.isComposing) return;
    const all = choices(box), at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!isOpen(box)) return open(box);
      mark(box, all[(at + (e.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (e.key === "Enter" && isOpen(box)) { e.preventDefault(); if (all[at]) take(box, all[at]); }
    else if (e.key === "Escape" && isOpen(box)) { e.preventDefault(); e.stopPropagation(); close(box); }
  });
  document.addEventListener("focusout", (e) => { const box = boxOf(e.target); if (box && isOpen(box)) close(box); });

  /* the text of a picker is that of its select, whoever changed it */
  let due = false;
  const settle = () => { due = false; $$("[data-pick]").forEach((box) => { if (document.activeElement !== box || !isOpen(box)) { const name = chosen(box); if (box.value !== name) box.value = name; } }); };
  const later = () => { if (!due) { due = true; requestAnimationFrame(settle); } };
  document.addEventListener("change", (e) => { if (e.target.matches("select")) later(); });
  const start = () => {
    later();
    new MutationObserver(later).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-server"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
