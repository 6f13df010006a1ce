// The worker: opens the app without a network, takes what other apps share, sends what waits in the background.
// `__BUILD__` is filled in by the build, so each build is a new worker with a shell of its own. It never keeps a page of a person.
importScripts("/queue.js?v=__BUILD__", "/push.js?v=__BUILD__");
const BUILD = "__BUILD__", SHELL = "shell-" + BUILD, APP = "/offline", PATIENCE_MS = 10000;

/* the shell: the offline app and whatever it names with this build's mark */
const shell = async () => {
  const page = await fetch(new Request(APP, { cache: "reload" }));
  if (!page.ok) throw new Error("no shell " + page.status);
  const html = await page.clone().text(), kept = await caches.open(SHELL);
  const named = [...html.matchAll(/(?:src|href)="(\/[^"#]+)/g)].map((found) => found[1]);
  await kept.addAll([...new Set(named.filter(isKept))].map((address) => new Request(address, { cache: "reload" })));
  await kept.put(APP, page);
};
const isKept = (address) => address.includes("?v=") || address.startsWith("/fonts/");

self.addEventListener("install", (event) => event.waitUntil(shell()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));
self.addEventListener("message", (event) => {
  if (event.data === "skip") self.skipWaiting();
  if (event.data === "build") event.ports[0]?.postMessage(BUILD);
});

/* sending in the background */
self.addEventListener("sync", (event) => {
  if (event.tag === "outlay-queue") event.waitUntil(Outlay.queue.flush().then((done) => { if (done.left && !done.signedOut) throw new Error("still waiting"); }));
});

/* what pages ask for */
self.addEventListener("fetch", (event) => {
  const { request } = event, to = new URL(request.url);
  if (to.origin !== location.origin) return;
  if (request.method === "POST" && to.pathname === "/share") return event.respondWith(shared(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(page(event));
  if (isKept(to.pathname + to.search)) event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
});
const offlineApp = async () => (await caches.match(APP, { ignoreVary: true })) || Response.error();
const page = async (event) => {
  const limit = new Promise((_, no) => setTimeout(no, PATIENCE_MS));
  try {
    const answer = await Promise.race([event.preloadResponse.then((early) => early || fetch(event.request)), limit]);
    return [502, 503, 504].includes(answer.status) ? offlineApp() : answer;
  } catch { return offlineApp(); }
};

/* the share target: pictures and PDFs go into the queue, then the person sees them there */
const shared = async (request) => {
  const form = await request.formData(), files = form.getAll("receipt").filter((each) => each instanceof File && each.size);
  await Outlay.queue.addAll(files.map((file) => ({ file })));
  const words = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join(" ").trim();
  return Response.redirect(files.length ? "/offline?shared=" + files.length : "/offline?words=" + encodeURIComponent(words.slice(0, 300)), 303);
};

/* push messages: shown as they come, and opened where they lead */
self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));
self.addEventListener("notificationclick", (event) => { event.notification.close(); event.waitUntil(visit(event.notification.data?.url)); });
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(Outlay.push.renew(self.registration, event.newSubscription)));
const tell = (data) => {
  let said = {};
  try { said = data.json(); } catch { /* a message without words still has to be shown: browsers insist */ }
  return self.registration.showNotification(said.title || "Outlay", { body: said.body || "", tag: said.tag || "outlay", icon: "/icons/icon-192.png", data: { url: said.url || "/notifications" } });
};
/** An open page goes there by itself, else one is opened. Only addresses of this site count. */
const visit = async (path) => {
  const to = new URL(path || "/", location.origin);
  if (to.origin !== location.origin) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const near = pages.find((each) => each.visibilityState === "visible") || pages[0];
  if (!near) return self.clients.openWindow(to.href);
  await near.focus().catch(() => {});   // some browsers let a page come to the front only right after a click
  if (!(await hears(near, to.pathname + to.search + to.hash))) await near.navigate(to.href).catch(() => self.clients.openWindow(to.href));
};
const hears = (page, path) => new Promise((ok) => {
  const way = new MessageChannel();
  way.port1.onmessage = () => ok(true); setTimeout(ok, 1000, false);
  page.postMessage({ visit: path }, [way.port2]);
});
