// The line to the server: says calmly when it is cut or when nothing can be saved, and puts things right when it is back.
// `navigator.onLine` is no answer (hotel networks, dead Wi-Fi), so the server is asked, with a limit.
(() => {
  const LIMIT_MS = 4000, UNANSWERED_MS = 8000, SHORTEST_MS = 1000, LONGEST_MS = 15000, SETTLED_MS = 2500, SURE_MS = 20000;
  const $ = (what) => document.querySelector(what);
  const UP = "up", CUT = "cut", ILL = "ill";
  let state = UP, whole = true, tries = 0, timer, asking = false, socket = null;

  const answered = async (path) => { try { return (await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) })).status; } catch { return 0; } };
  const found = async () => {
    const there = await answered("/ping");
    if (!there || there >= 500) return CUT;
    if ((await answered("/readyz")) !== 200) return ILL;
    return $("#line-cut") ? CUT : UP;   // the server is there, but the page is not connected to it yet
  };
  const look = async () => {
    if (asking) return;
    asking = true; clearTimeout(timer);
    const before = state; state = await found(); asking = false;
    if (before === ILL && state === UP) socket?.close();   // the framework connects anew and asks each page for its books again
    say();
    if (state === UP && !whole) back();
    whole = state === UP; tries = whole ? 0 : tries + 1;
    // Everybody comes back at about the same moment, so each asks at a moment of their own.
    if (!whole) timer = setTimeout(look, Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(tries, 5)) * (0.5 + Math.random()));
  };
  const say = () => {
    const away = navigator.serviceWorker?.controller ? [{ words: "⟪Add an expense⟫", href: "/offline" }] : [];
    const words = { [UP]: "", [CUT]: "⟪No connection. Nothing is lost.⟫", [ILL]: "⟪Nothing can be saved right now. What you typed stays here, and is saved as soon as it can be.⟫" };
    Outlay.line("line", words[state], state === CUT ? away : []);
  };
  const back = () => { Outlay.send(); Outlay.lookForUpdate(); setTimeout(again, SETTLED_MS); };   // a server that was away may be a newer one

  /* what was typed and not yet answered: the page may be drawn anew when the line is back, so it is remembered here */
  const typed = new Map();
  const isOurs = (at) => at.id && at.dataset?.server !== undefined;
  document.addEventListener("input", (e) => { if (isOurs(e.target)) typed.set(e.target.id, { at: e.target, value: e.target.value, place: location.pathname, here: true }); });
  document.addEventListener("focusout", (e) => {
    const it = typed.get(e.target.id); if (!it) return;
    setTimeout(() => { it.here = !e.target.isConnected; });   // a field that is taken away was not left
    setTimeout(() => { if (whole && typed.get(e.target.id) === it && !it.here) typed.delete(e.target.id); }, SURE_MS);
  });
  /** A field that was drawn anew gets its text back, and the focus if it had it. Focus first: then the text counts as typed. */
  const restore = () => typed.forEach((it, id) => {
    const at = it.at.isConnected ? null : document.getElementById(id);
    if (!at || it.place !== location.pathname) return;
    it.at = at;
    if (it.here && document.activeElement === document.body) at.focus({ preventScroll: true });
    at.value = it.value;
  });
  const again = () => typed.forEach((it, id) => {
    const at = document.getElementById(id);
    if (!at || it.place !== location.pathname || at.dataset.server === it.value) return typed.delete(id);
    if (document.activeElement === at) return;
    at.value = it.value;
    at.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));   // as if it were left just now: it is saved
  });

  /* an event that nobody answers: the server is there, but not what it keeps its states in */
  let unanswered;
  const heard = (event) => { if (typeof event.data === "string" && event.data.startsWith("42")) { clearTimeout(unanswered); unanswered = null; } };
  const sent = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (new URL(this.url).pathname.startsWith("/_event") && typeof data === "string" && /^4[02]/.test(data)) {
      if (socket !== this) { socket = this; this.addEventListener("message", heard); }
      unanswered ??= setTimeout(() => { unanswered = null; look(); }, UNANSWERED_MS);
    }
    return sent.call(this, data);
  };

  addEventListener("online", look); addEventListener("offline", look); document.addEventListener("outlay:line", look);
  let was = false;
  new MutationObserver(() => {
    const cut = !!$("#line-cut"); if (cut !== was) { was = cut; look(); }
    if (typed.size) setTimeout(restore);
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
