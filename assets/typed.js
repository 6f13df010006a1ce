// What is being typed outlives the tab, a lost line and a restarted server: each field of a form with `data-typed` is kept
// in this tab until the server has answered for what was handed in last (`data-told`), and handed in again when no answer came.
(() => {
  const KEPT = "outlay-typed", AGAIN_MS = 5000;
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const write = (all) => { try { Object.keys(all).length ? sessionStorage.setItem(KEPT, JSON.stringify(all)) : sessionStorage.removeItem(KEPT); } catch { /* private windows keep nothing */ } };
  const key = (at) => location.pathname + " " + at.id;
  const isKept = (at) => at.dataset?.server !== undefined && at.closest("form[data-typed]") && at.matches("input,textarea,select");
  const keep = (at) => { const all = read(); all[key(at)] = { text: at.value, seen: at.dataset.seen ?? "", at: Date.now() }; write(all); };
  const forget = (at) => { const all = read(); if (key(at) in all) { delete all[key(at)]; write(all); } };
  const stands = (at) => at.value === at.dataset.server && !Outlay.awaits(at);
  const handIn = (at, kept) => {
    const { value } = at; at.value = kept.text;
    if (at.value !== kept.text) { at.value = value; return forget(at); }   // a choice that there is no more
    at.dataset.seen = kept.seen;
    at.dispatchEvent(at.matches("select") ? new Event("change", { bubbles: true }) : new FocusEvent("focusout", { bubbles: true }));
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, (e) => { if (isKept(e.target)) keep(e.target); });
  document.addEventListener("focusout", (e) => { if (isKept(e.target) && stands(e.target)) forget(e.target); });
  document.addEventListener("click", (e) => { if (e.target.closest("[data-logout]")) write({}); });

  /* on a form that has just come, and after a line that was lost: what was never answered for is handed in again */
  const again = (least) => {
    const now = Date.now();
    for (const at of $$("form[data-typed] [data-server]")) {
      const all = read(), kept = all[key(at)];
      if (!kept || document.activeElement === at || at.disabled || now - kept.at < (least && (kept.wait ?? least))) continue;
      kept.at = now; kept.wait = 2 * (kept.wait ?? AGAIN_MS); write(all); handIn(at, kept);   // ever more seldom: a slow server is not made slower
    }
  };
  const seen = new WeakSet();
  const look = () => {
    const fresh = $$("form[data-typed] [data-server]").filter((at) => !seen.has(at));
    fresh.forEach((at) => seen.add(at));
    if (fresh.length && Object.keys(read()).length) setTimeout(() => again(0), 60);
  };
  setInterval(() => { if (sessionStorage.getItem(KEPT)) again(AGAIN_MS); }, AGAIN_MS);
  const start = () => {
    look();
    new MutationObserver((all) => {
      for (const { type, target: at } of all) {
        if (type === "attributes" && isKept(at) && !Outlay.awaits(at) && at.dataset.put === undefined && (at !== document.activeElement || stands(at))) forget(at);
      }
      look();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-told"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
