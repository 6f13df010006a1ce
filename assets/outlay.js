// What the pages do by themselves: forms of the session, receipts that are chosen, focus, keys, fields that follow the books.
// No eval, no inline handlers; every text that came from somebody goes in as text, never as HTML.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const root = document.documentElement;
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
  const make = (tag, cls, text) => { const it = document.createElement(tag); if (cls) it.className = cls; if (text) it.textContent = text; return it; };

  /**
   * Whether the framework has taken the page over: until then nothing in it may differ from what the server drew.
   * That some part has been taken says too little: on a slow machine it begins anew when a message comes in between.
   */
  Outlay.isAlive = () => {
    const key = Object.keys(document).find((each) => each.startsWith("__reactContainer"));
    return Boolean(key) && !document[key].stateNode.current.memoizedState.isDehydrated;
  };

  /* what a page can be seen without comes after it */
  const { later, laterStyles } = document.currentScript?.dataset ?? {};
  let early;   // what was pressed to open a sheet before the script that opens it was here
  document.addEventListener("click", (e) => { if (!globalThis.outlaySheets) early = e.target.closest("[data-open]") ?? early; });
  const catchUp = () => { if (early?.isConnected) outlaySheets.open(early.dataset.open, early); };
  const fetchDoers = () => { const it = make("script"); it.src = later; it.onload = catchUp; document.head.append(it); };
  const fetchLater = () => {   // the looks of dialogs before the scripts that open them
    if (!later) return;
    const looks = Object.assign(make("link"), { rel: "stylesheet", href: laterStyles });
    looks.onload = looks.onerror = fetchDoers; document.head.append(looks);
  };
  const whenIdle = () => ("requestIdleCallback" in globalThis ? requestIdleCallback(fetchLater, { timeout: 1500 }) : setTimeout(fetchLater, 300));
  document.readyState === "complete" ? whenIdle() : addEventListener("load", whenIdle);

  /* forms of the session: sign in, sign up, sign out */
  const post = async (to, body) => {
    const { csrf } = await (await fetch("/session/csrf", { headers: { Accept: "application/json" } })).json();
    return fetch(to, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body) });
  };
  /* the browser's own variety of the language that this page is in: `de-AT` rather than `de` */
  const spoken = () => {
    const plain = (navigator.languages || [navigator.language]).filter((each) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(each));
    return plain.find((each) => each.split("-")[0].toLowerCase() === root.lang) || (root.lang === "en" && plain[0]) || root.lang;
  };
  const refused = (form, problem) => {
    const fields = problem.errors || [];
    const shown = fields.filter((each) => { const p = $(`[data-error="${CSS.escape(each.field)}"]`, form); if (p) p.textContent = each.message; return p; });
    if (!shown.length) $("[data-error-all]", form).textContent = problem.detail || "⟪That did not work. Please try again.⟫";
    const first = shown.length ? form.elements[shown[0].field] : $("[data-error-all]", form);
    shown.forEach((each) => form.elements[each.field]?.setAttribute("aria-invalid", "true"));
    first?.focus();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-session]");
    if (!form) return;
    event.preventDefault();
    const button = $("[type=submit]", form);
    if (button.getAttribute("aria-busy") === "true") return;
    $$("[data-error],[data-error-all]", form).forEach((p) => (p.textContent = ""));
    $$("[aria-invalid]", form).forEach((i) => i.removeAttribute("aria-invalid"));
    button.setAttribute("aria-busy", "true");
    const body = Object.fromEntries(new FormData(form));
    body.next = new URLSearchParams(location.search).get("next") || form.dataset.next || "/";
    if (form.dataset.guess) { body.locale = spoken(); body.timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; }
    try {
      const answer = await post(form.dataset.session, body), data = await answer.json();
      if (answer.ok) return location.assign(data.next || "/");
      refused(form, data);
    } catch { refused(form, { detail: "⟪No connection. Nothing was sent; please try again.⟫" }); }
    button.removeAttribute("aria-busy");
  });
  const signOut = async () => {
    try {
      const answer = await post("/session/logout", {}); if (!answer.ok) throw 0;
      sessionStorage.clear(); await Outlay.queue.forget(); location.assign("/login");   // what was not sent stays, and the next page says so
    } catch { location.reload(); }
  };

  /* receipts: choosing one stores it (`intake.js`); what is chosen before that script is here waits for it */
  const take = (files, to) => { const list = [...files]; return Outlay.take ? Outlay.take(list, to) : $("#uploads") && (Outlay.early ||= []).push([list, to]); };
  const sample = async () => take([new File([await (await fetch("/sample-receipt.png")).blob()], "sample-receipt.png", { type: "image/png" })]);
  document.addEventListener("change", (e) => { if (e.target.matches("input[data-receipts]")) { take(e.target.files, e.target.dataset.replaces ? { replaces: e.target.dataset.replaces } : {}); e.target.value = ""; } });
  const dragged = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (e) => { if (!dragged(e) || !$("#uploads")) return; e.preventDefault(); $(".drop")?.classList.add("over"); });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) $(".drop")?.classList.remove("over"); });
  document.addEventListener("drop", (e) => { if (!dragged(e) || !$("#uploads")) return; e.preventDefault(); $(".drop")?.classList.remove("over"); take(e.dataTransfer.files); });
  document.addEventListener("paste", (e) => { const files = e.clipboardData?.files; if (files?.length && $("#uploads") && !typing(e.target)) take(files); });

  /* fields follow the books, but never over what somebody is typing, nor over what was handed in as long as it has no answer:
     `data-asked` numbers what a field hands in, `data-told` is the newest number that was answered for */
  const before = new WeakMap(), behind = new WeakSet();   // what one began with; fields that did not follow since somebody was typing
  const isField = (at) => at.dataset?.server !== undefined;
  const awaits = (at) => at.dataset.asked !== undefined && !(Number(at.dataset.told) >= Number(at.dataset.asked));
  const follow = (at) => {   // also on each new `data-told`: an answer that says what stood already
    const now = at.dataset.server; if (now === undefined || at.dataset.put !== undefined || awaits(at)) return;   // words that were put in wait to be handed in
    if (document.activeElement === at && at.value !== before.get(at) && at.value !== now) return behind.add(at);
    if (at.value !== now) at.value = now;
    behind.delete(at); before.set(at, at.value); at.dataset.seen = at.value;   // what stands in the books as far as the person at the field can know
  };
  let asks = Date.now();   // higher than before a reload
  const handIn = (at) => {   // the same once more, since nobody answered, keeps its number
    const isNew = awaits(at) ? at.value !== before.get(at) : at.value !== at.dataset.server;
    if (isNew && at.dataset.told !== undefined) at.dataset.asked = ++asks;
    before.set(at, at.value);
  };
  document.addEventListener("focusin", ({ target: at }) => { if (isField(at)) { before.set(at, at.value); if (!awaits(at)) at.dataset.seen = at.value; } });
  document.addEventListener("focusout", ({ target: at }) => {
    if (!isField(at)) return;
    if (behind.delete(at) && at.value === before.get(at)) at.value = at.dataset.server;   // nothing was typed in the end
    handIn(at);
  }, true);   // on the way down: the framework reads the field on the way up, and may have begun to listen earlier
  document.addEventListener("change", ({ target: at }) => { if (isField(at) && at.matches("select")) handIn(at); }, true);
  Outlay.awaits = awaits;
  document.addEventListener("keydown", (e) => { if (e.key === "Enter" && e.target.matches("input[data-server]")) { e.preventDefault(); e.target.blur(); } });

  /* clicks that need no server */
  document.addEventListener("click", (e) => {
    const to = e.target.closest("[data-toggle],[data-logout],[data-sample]"); if (!to) return;
    if (to.dataset.toggle) { const on = $(to.dataset.toggle)?.classList.toggle("open"); to.setAttribute("aria-expanded", on); }
    else if (to.dataset.logout !== undefined) signOut();
    else if (to.dataset.sample !== undefined) sample();
  });

  /* a message that is over leaves the page; where it held the focus, that returns to where it was */
  let held;
  document.addEventListener("focusin", (e) => { if (!e.target.closest(".toasts")) held = e.target; });
  const giveBack = () => { if (held?.isConnected) held.focus({ preventScroll: true }); };
  document.addEventListener("animationend", (e) => { if (e.animationName === "gone" && e.target.matches(".toast")) e.target.hidden = true; });
  document.addEventListener("click", (e) => { const to = e.target.closest(".toast button"); if (to) { to.closest(".toast").hidden = true; giveBack(); } });

  /* a new page begins at its heading, and is announced; the way back leads to the link that was followed */
  let last = location.pathname, wayBack = false, awaited = "";   // the link that the focus goes back to, once its list is here
  const followed = new Map(), address = () => location.pathname + location.search;
  document.addEventListener("click", (e) => { const a = e.target.closest("main a[href]"); if (a) followed.set(address(), a.getAttribute("href")); }, true);
  window.navigation?.addEventListener("navigate", (e) => { wayBack = e.navigationType === "traverse"; });
  const toLink = () => {
    const h = $("main h1"), a = document.activeElement;
    if (a && a !== document.body && a !== h) return (awaited = "");   // one is somewhere else by now
    const link = $$("main a[href]").find((each) => each.getAttribute("href") === awaited);
    if (link) { awaited = ""; link.focus({ preventScroll: true }); }
  };
  const settle = (tries) => setTimeout(() => {
    const h = $("main h1"), a = document.activeElement;
    const aim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (aim && typing(aim) && a !== aim && (!a || a === document.body || a === h)) return aim.focus();
    if (awaited) toLink();
    if (h && (!document.activeElement || document.activeElement === document.body)) h.focus({ preventScroll: true });
    const out = $("#announce"); if (out && out.textContent !== document.title) out.textContent = document.title;
    if (tries > 0) settle(tries - 1);
  }, 120);
  /* an address that names a part of the page leads to it, also where the part is filled in after the page */
  const lead = (tries) => {
    const part = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (part && !scrollY && !typing(part)) part.scrollIntoView();
    else if (!part && location.hash && tries > 0) setTimeout(lead, 120, tries - 1);
  };
  lead(25);
  const moved = () => {
    if (location.pathname === last) return;
    lead(25);
    last = location.pathname; if (!window.navigation) $$("dialog[open]").forEach((d) => d.close());
    if (!typing(document.activeElement)) document.activeElement?.blur();
    awaited = (wayBack && followed.get(address())) || "";
    settle(6);
  };
  addEventListener("popstate", () => setTimeout(moved));
  window.navigation?.addEventListener("navigatesuccess", moved);

  /* what changes in the page: fields, ends of lists, language */
  const seen = new IntersectionObserver((all) => all.forEach((each) => { if (each.isIntersecting && each.target.getAttribute("aria-busy") !== "true") each.target.click(); }), { rootMargin: "600px" });
  const look = (at) => { seen.unobserve(at); seen.observe(at); };   // an end that is still in sight after more rows came is looked at anew
  // A page is built in one language. Where the person's own is another by now (chosen on another device, or a moment ago), it is loaded anew once.
  const language = () => {
    const lang = $("#reader")?.dataset.lang; if (!lang) return;
    if (lang === root.lang) { try { sessionStorage.removeItem("outlay-lang"); } catch { /* nothing is kept here */ } return; }
    document.cookie = `lang=${lang}; path=/; max-age=34560000; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
    try { if (sessionStorage.getItem("outlay-lang") === lang) return; sessionStorage.setItem("outlay-lang", lang); } catch { return; }
    location.reload();
  };
  const fetched = new Set();   // scripts that only some pages need come after those that every page needs
  const fetchScript = ({ dataset: { script } }) => { if (fetched.has(script)) return; fetched.add(script); const it = make("script"); it.src = `/${script}.js`; document.head.append(it); };
  const arrived = (node) => {
    if (node.nodeType !== 1) return;
    $$("[data-script]", node.parentNode || node).forEach(fetchScript);
    $$("[data-server]", node.parentNode || node).forEach((at) => { if (!before.has(at)) follow(at); });
    $$("[data-sentinel]", node.parentNode || node).forEach((at) => seen.observe(at));
  };
  const start = () => {
    arrived(document.body); language();
    new MutationObserver((all) => {
      moved();
      if (awaited) toLink();
      for (const each of all) {
        if (each.type === "attributes") { each.target.dataset.server !== undefined ? follow(each.target) : each.target.dataset.sentinel !== undefined ? look(each.target) : language(); continue; }
        each.addedNodes.forEach(arrived);
        if (each.target.nodeName === "SELECT") follow(each.target);
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-server", "data-lang", "data-sentinel", "data-told"] });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
