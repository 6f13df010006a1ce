// The line to the server: says calmly when it is cut or when nothing can be saved, and puts things right when it is back.
// `navigator.onLine` is no answer (hotel networks, dead Wi-Fi), so the server is asked, with a limit.
(() => {
  const LIMIT_MS = 4000, UNANSWERED_MS = 8000, SHORTEST_MS = 1000, LONGEST_MS = 15000, SETTLED_MS = 2500;
  const $ = (what) => document.querySelector(what);
  const UP = "up", CUT = "cut", ILL = "ill";
  let state = UP, tries = 0, timer, asking = false, sockets = null;

  const answered = async (path) => { try { return (await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) })).status; } catch { return 0; } };
  const found = async () => {
    const there = await answered("/ping");
    if (!there || there >= 500) return CUT;
    return (await answered("/readyz")) === 200 ? UP : ILL;
  };
  const look = async () => {
    if (asking) return;
    asking = true; clearTimeout(timer);
    const now = await found(); asking = false;
    if (now !== state) turn(now);
    const whole = now === UP && !$("#line-cut");
    tries = whole ? 0 : tries + 1;
    say(now === UP && $("#line-cut") ? CUT : now);
    // Everybody comes back at about the same moment, so each asks at a moment of their own.
    if (!whole) timer = setTimeout(look, Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(tries, 5)) * (0.5 + Math.random()));
  };
  const say = (now) => {
    const away = navigator.serviceWorker?.controller ? [{ words: "⟪Add an expense⟫", href: "/offline" }] : [];
    const words = { [UP]: "", [CUT]: "⟪No connection. Nothing is lost.⟫", [ILL]: "⟪Nothing can be saved right now. What you typed stays here, and is saved as soon as it can be.⟫" };
    Outlay.line("line", words[now], now === CUT ? away : []);
  };
  const turn = (now) => {
    const before = state; state = now;
    if (now !== UP) return;
    if (before === ILL) sockets?.close();   // the framework connects anew and asks each page for its books again
    Outlay.send(); Outlay.lookForUpdate();   // a server that was away may be a newer one
    setTimeout(again, SETTLED_MS);
  };
  /** Fields whose text the books do not have yet say so once more, as if they were left just now. */
  const again = () => document.querySelectorAll("[data-server]").forEach((at) => {
    if (at === document.activeElement || at.value === at.dataset.server) return;
    at.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  });

  /* an event that nobody answers: the server is there, but not what it keeps its states in */
  let unanswered;
  const heard = (event) => { if (typeof event.data === "string" && event.data.startsWith("42")) { clearTimeout(unanswered); unanswered = null; } };
  const sent = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (new URL(this.url).pathname.startsWith("/_event") && typeof data === "string" && /^4[02]/.test(data)) {
      if (sockets !== this) { sockets = this; this.addEventListener("message", heard); }
      unanswered ??= setTimeout(() => { unanswered = null; look(); }, UNANSWERED_MS);
    }
    return sent.call(this, data);
  };

  addEventListener("online", look); addEventListener("offline", look); document.addEventListener("outlay:line", look);
  let was = false;
  new MutationObserver(() => { const cut = !!$("#line-cut"); if (cut !== was) { was = cut; look(); } }).observe(document.documentElement, { subtree: true, childList: true });
})();
