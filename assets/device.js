// In the pages: the worker and its updates, what this device keeps of the person, and how much waits to be sent.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const { queue, isAlive } = Outlay, root = document.documentElement;
  const FIRST_MS = 3000, FRESH_MS = 60000, SOON_MS = 5000, LONGEST_MS = 300000, HOUR_MS = 3600000;

  /* calm lines at the foot of the page, one for each matter: `act` is {words, href} or {words, then} */
  const lines = new Map();
  const line = (matter, words, act) => {
    const region = $("#lines"), before = lines.get(matter); if (!region || !isAlive()) return;
    if (before?.isConnected && before.dataset.words === words) return;
    before?.remove(); lines.delete(matter);
    if (!words || !region) return;
    const it = document.createElement("div"), text = document.createElement("span");
    it.className = "conn " + matter; it.dataset.words = words; text.textContent = words; it.append(text);
    for (const each of act || []) {
      const one = document.createElement(each.href ? "a" : "button");
      one.textContent = each.words;
      if (each.href) one.href = each.href; else { one.type = "button"; one.onclick = each.then; }
      it.append(one);
    }
    region.append(it); lines.set(matter, it);
  };

  /* the worker: registered once the page has settled; a new one waits until the person wants it */
  const worker = navigator.serviceWorker;
  const buildOf = (it) => new Promise((ok) => { const way = new MessageChannel(); way.port1.onmessage = (e) => ok(e.data); it.postMessage("build", [way.port2]); setTimeout(ok, 2000, ""); });
  let wanted = false;
  document.addEventListener("outlay:newer", () => { lookForUpdate(); line("update", "⟪A new version is ready.⟫", [{ words: "⟪Use it now⟫", then: () => location.reload() }]); });
  const offer = async (waiting) => {
    if (!worker.controller) return;
    const [coming, here] = (await Promise.all([buildOf(waiting), buildOf(worker.controller)])).map((each) => each.split("-")[0]);
    if (coming === here) return waiting.postMessage("skip");   // the same build in another language
    line("update", "");
    line("update", "⟪A new version is ready.⟫", [
      { words: "⟪Use it now⟫", then: () => { wanted = true; waiting.state === "activated" ? location.reload() : waiting.postMessage("skip"); } },
      { words: "⟪Later⟫", then: () => line("update", "") },
    ]);
  };
  const watch = (registration) => {
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => { if (coming.state === "installed") offer(coming); });
    });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") lookForUpdate(); });
    setInterval(lookForUpdate, HOUR_MS);
  };
  const lookForUpdate = () => worker?.getRegistration().then((it) => it?.update()).catch(() => {});
  const register = () => worker.register("/sw.js").then(watch, () => { /* a private window or a plain address: everything works, but not offline */ });
  if (worker) {
    worker.addEventListener("controllerchange", () => { if (wanted) { wanted = false; location.reload(); } });
    const soon = () => setTimeout(register, worker.controller ? 0 : FIRST_MS);
    document.readyState === "complete" ? soon() : addEventListener("load", soon);
  }

  /* what is kept of the person, as the page has it */
  let asked = 0, kept = "";
  const ask = (even) => {
    const button = $("#device-ask");
    if (!button || !$("#reader")?.dataset.lang || (!even && Date.now() - asked < (kept ? FRESH_MS : SOON_MS))) return;
    asked = Date.now(); button.click();
  };
  const keep = async () => {
    const text = $("#device")?.dataset.kept;
    if (!text || text === kept) return;
    kept = text;
    const { rows, ...who } = JSON.parse(text);
    await queue.remember(who, rows);
    shellLanguage(); send();
  };
  /** Each language has a worker of its own, with the offline app in that language: the one of the person's is fetched. */
  const shellLanguage = async () => {
    if ((await queue.fact("language")) === root.lang) return;
    await queue.keep("language", root.lang); lookForUpdate();
  };

  /* what waits */
  const draw = async () => {
    if (!isAlive()) return;
    const who = await queue.person(), items = await queue.all(), mine = who ? items.filter((item) => !item.user || item.user === who.user) : [];
    const refused = mine.filter((item) => item.state === "refused").length;
    const words = refused ? "⟪Not accepted: {number}. Please look.⟫".replace("{number}", refused) : "⟪Waiting to be sent: {number}⟫".replace("{number}", mine.length);
    document.querySelectorAll(".unsent").forEach((at) => { at.hidden = !mine.length; at.classList.toggle("bad", !!refused); $("[data-waiting-words]", at).textContent = mine.length ? words : ""; });
    const locked = !$("#device") && items.length;
    line("locked", locked ? "⟪Not sent yet, and safe on this device: {number}. It is sent when its owner signs in.⟫".replace("{number}", items.length) : "");
  };
  let again, tries = 0;
  const send = async () => {
    clearTimeout(again);
    const done = await queue.flush().catch(() => null);
    if (done?.sent.length) { ask(true); $("#stored")?.click(); }
    tries = done?.left && !done.signedOut ? tries + 1 : 0;
    if (tries) again = setTimeout(send, Math.min(LONGEST_MS, 2500 * 2 ** tries) * (0.5 + Math.random()));
    draw();
    return done;
  };
  queue.onChange(draw);
  addEventListener("online", send); document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") send(); });

  /* what became of something that another app shared, where no worker was there to take it */
  const shared = () => {
    const what = new URLSearchParams(location.search).get("shared"); if (what === null) return;
    line("shared", what === "stored" ? "⟪Stored. It is being read.⟫" : "⟪That did not arrive. Please choose it here once more.⟫", [{ words: "⟪Close⟫", then: () => line("shared", "") }]);
  };

  const begin = () => (isAlive() ? (draw(), shared()) : setTimeout(begin, 100));
  const start = () => {
    document.head.append(Object.assign(document.createElement("script"), { src: "/push.js" }));   // nothing of it is needed before the page stands
    begin(); setTimeout(send, FIRST_MS);
    let place = "";
    new MutationObserver((all) => {
      keep();
      if (place !== location.pathname && $("#reader")?.dataset.lang) { place = location.pathname; setTimeout(ask, 600); }
      if (all.some((each) => [...each.addedNodes].some((node) => node.nodeType === 1 && (node.matches(".unsent,#lines") || $(".unsent,#lines", node))))) draw();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-kept", "data-lang"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();

  Object.assign(Outlay, { line, send, lookForUpdate });
})();
