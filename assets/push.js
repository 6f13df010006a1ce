// Push messages in this browser. The pages and the worker share this file; only the pages speak.
// The browser is asked for permission when somebody turns the messages on, and at no other time.
(function (scope) {
  const KEPT = "push", WAIT_MS = 12000, BRIEF_MS = 8000;
  const { queue } = scope.Outlay;

  /** The public key of this site, as `subscribe` takes it. */
  const siteKey = async () => {
    const { public_key } = await (await fetch("/session/push", { headers: { Accept: "application/json" } })).json();
    const raw = atob(public_key.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, (each) => each.charCodeAt(0));
  };
  const post = async (path, body, csrf) => {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body), credentials: "same-origin", signal: AbortSignal.timeout(WAIT_MS) });
    if (!answer.ok) throw new Error("push " + answer.status);
  };
  /** Tell the server where this browser listens, and remember for whom. */
  const enrol = async (subscription, session) => {
    const { endpoint, expirationTime, keys } = subscription.toJSON();
    await post("/session/push", { endpoint, expirationTime, keys }, session.csrf);
    await queue.keep(KEPT, { user: session.user_id });
  };
  /** Subscribe, or take the subscription there is, for the person who is signed in. */
  const subscribe = async (registration, session) => {
    const options = { userVisibleOnly: true, applicationServerKey: await siteKey() };
    await enrol((await registration.pushManager.getSubscription()) || (await registration.pushManager.subscribe(options)), session);
  };
  /** The browser has changed the subscription by itself: its person stays reachable. */
  const renew = async (registration, fresh) => {
    const kept = await queue.fact(KEPT), session = kept && (await queue.session());
    if (!session || session.user_id !== kept.user) return;
    await (fresh ? enrol(fresh, session) : subscribe(registration, session));
  };
  Object.assign(scope.Outlay, { push: { renew } });
  if (!scope.document) return;

  /* the pages */
  const root = document.documentElement, worker = navigator.serviceWorker;
  const installed = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const able = () => worker && "PushManager" in scope && "Notification" in scope;
  const signedIn = () => !!document.querySelector("#reader")?.dataset.lang;
  const say = (words) => scope.Outlay.line("push", words, words ? [{ words: "⟪Close⟫", then: () => scope.Outlay.line("push", "") }] : []);
  const brief = (words) => { say(words); setTimeout(say, BRIEF_MS, ""); };
  const show = (state) => { root.dataset.push = state; };
  const ready = () => Promise.race([worker.ready, new Promise((_, no) => setTimeout(no, WAIT_MS, new Error("no worker")))]);

  const allowed = async () => { try { return (await navigator.permissions.query({ name: "notifications" })).state; } catch { return Notification.permission; } };

  /** What can be said without asking anybody: whether it works here, is refused, is on or off. */
  const look = async () => {
    if (!able()) return show(isApple && !installed() ? "install" : "unable");
    const permission = await allowed();
    if (permission === "denied") return show("denied");
    const subscription = await (await worker.getRegistration())?.pushManager.getSubscription().catch(() => null);
    const kept = await queue.fact(KEPT);
    if (subscription && !kept) await subscription.unsubscribe().catch(() => {});   // its person has signed out here
    show(subscription && kept && permission === "granted" ? "on" : "off");
    if (root.dataset.push === "on" && signedIn()) await again(subscription, kept);
  };
  /** Once a visit the server hears where this browser listens: the session may be another one than before. */
  const SAID = "outlay-push";
  const again = async (subscription, kept) => {
    if (sessionStorage.getItem(SAID)) return;
    const session = await queue.session();
    if (!session) return;
    if (session.user_id !== kept.user) { await subscription.unsubscribe().catch(() => {}); await queue.forgetFact(KEPT); return show("off"); }
    await enrol(subscription, session); sessionStorage.setItem(SAID, "1");
  };
  const turnOn = async () => {
    show("asking"); say("");
    try {
      if ((await Notification.requestPermission()) !== "granted") return await look();
      const session = await queue.session();
      if (!session) return location.assign("/login?next=" + encodeURIComponent(location.pathname));
      await subscribe(await ready(), session); sessionStorage.setItem(SAID, "1");
      show("on"); if (!document.querySelector(".here")) brief("⟪You are told in this browser from now on.⟫");
    } catch { show("off"); say("⟪Push messages could not be turned on. Nothing was changed; please try again.⟫"); }
  };
  const turnOff = async () => {
    show("asking");
    try {
      const subscription = await (await ready()).pushManager.getSubscription(), session = await queue.session();
      if (subscription && session) await post("/session/push/forget", { endpoint: subscription.endpoint }, session.csrf);
      await subscription?.unsubscribe(); await queue.forgetFact(KEPT);
      show("off");
    } catch { show("on"); say("⟪Push messages could not be turned off. Please try again.⟫"); }
  };
  document.addEventListener("click", (event) => {
    const to = event.target.closest?.("[data-push-do]");
    if (to) to.dataset.pushDo === "on" ? turnOn() : turnOff();
  });

  /* a message was opened: go where it leads, without losing what is being typed */
  const visit = (path) => {
    document.activeElement?.blur?.();
    const way = [...document.querySelectorAll("a[href]")].find((each) => each.getAttribute("href") === path);
    setTimeout(() => (way ? way.click() : location.assign(path)), 150);
  };
  worker?.addEventListener("message", (event) => { if (event.data?.visit) { event.ports[0]?.postMessage(true); visit(event.data.visit); } });

  const start = () => {
    if (!signedIn()) { try { sessionStorage.removeItem(SAID); } catch { /* private windows keep nothing */ } }
    look().catch(() => show("off"));
    navigator.permissions?.query({ name: "notifications" }).then((it) => { it.onchange = () => look().catch(() => {}); }, () => {});
    new MutationObserver(() => { if (signedIn() && root.dataset.push === "on") look().catch(() => {}); }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-lang"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})(self);
