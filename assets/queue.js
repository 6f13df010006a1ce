// What waits on this device to be sent, and what the app keeps here. The pages and the worker share this file; it has no words for people.
// Exactly once: each thing has a UUID that goes along as Idempotency-Key, is written down before it is tried, and one sender runs at a time.
(function (scope) {
  const LEASE_MS = 150000;
  const NAME = "outlay-device", WAITING = "waiting", FACTS = "facts", LOCK = "outlay-queue";
  const DONE = "done", LATER = "later", STOP = "stop", REFUSED = "refused";

  const opened = () => new Promise((ok, no) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => { asked.result.createObjectStore(WAITING, { keyPath: "id" }); asked.result.createObjectStore(FACTS, { keyPath: "key" }); };
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = () => no(asked.error);
  });
  /** Run `work(store)` in one transaction; writing is strict: when it returns, the bytes are on the disk. */
  const at = async (store, mode, work) => {
    const db = await opened();
    try {
      return await new Promise((ok, no) => {
        const run = db.transaction(store, mode, { durability: mode === "readwrite" ? "strict" : "default" }), asked = work(run.objectStore(store));
        run.oncomplete = () => ok(asked && asked.result);
        run.onerror = run.onabort = () => no(run.error);
      });
    } finally { db.close(); }
  };
  const all = async () => (await at(WAITING, "readonly", (s) => s.getAll())).sort((a, b) => a.at - b.at);
  const get = (id) => at(WAITING, "readonly", (s) => s.get(id));
  const put = (item) => at(WAITING, "readwrite", (s) => s.put(item));
  /** Change some of an item, which stays away where it has gone meanwhile. */
  const change = (id, some) => at(WAITING, "readwrite", (s) => { const asked = s.get(id); asked.onsuccess = () => { if (asked.result) s.put({ ...asked.result, ...some }); }; });
  /** Take an item away, or put `instead` there; the part that waits for it gets `place`. At once, so no part is ever without one. */
  const settle = (id, instead, place) => at(WAITING, "readwrite", (s) => {
    const asked = s.getAll();
    asked.onsuccess = () => asked.result.filter((each) => each.after === id).forEach((next) => s.put({ ...next, ...place }));
    s.delete(id); if (instead) s.put(instead);
    return asked;
  });
  const placeOf = (item) => ({ after: item.after || null, to: item.to || null });
  const placeIn = (item, expense) => ({ after: null, to: { expense_id: item.to?.expense_id || expense } });
  const fact = async (key) => (await at(FACTS, "readonly", (s) => s.get(key)))?.value;
  const keep = (key, value) => at(FACTS, "readwrite", (s) => s.put({ key, value }));

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  };
  const one = (work, options = {}) => (scope.navigator.locks ? scope.navigator.locks.request(LOCK, options, work) : work(true));

  /** Who uses this device: {user, workspace, currency, digits, …} as the pages last saw them; undefined when nobody is signed in. */
  const person = () => fact("person");
  const seenKey = (who) => `seen:${who.user}:${who.workspace}`;
  /** The rows last shown to `who`: {at, rows: [{name, meta, amount, href}]}. */
  const seen = (who) => fact(seenKey(who));

  /** Keep who is here and what they see; what was kept of anybody else goes. */
  const remember = async (who, rows) => {
    const before = await person();
    if (before && before.user !== who.user) await forget();
    await keep("person", who);
    if (rows) await keep(seenKey(who), { at: Date.now(), rows });
  };
  /** Drop everything kept of the person but what was not sent. Returns how many things still wait. */
  const forget = async () => {
    await at(FACTS, "readwrite", (s) => { const keys = s.getAllKeys(); keys.onsuccess = () => keys.result.forEach((key) => s.delete(key)); });
    return (await all()).length;
  };

  /** Drop the rows last seen: a session that has ended shows them no more. */
  const forgetSeen = () => at(FACTS, "readwrite", (s) => { const keys = s.getAllKeys(); keys.onsuccess = () => keys.result.filter((key) => key.startsWith("seen:")).forEach((key) => s.delete(key)); });

  const shaped = (what, who, place) => ({ id: what.id || uuid(), user: who?.user || "", workspace: who?.workspace || "", at: Date.now() + place, fields: what.fields || null, file: what.file || null, ...placeOf(what), name: what.file?.name || "", state: "waiting", tried: !!what.lease, until: what.lease ? Date.now() + LEASE_MS : 0, tab: what.tab || "" });
  /**
   * Put things into the queue, all or none: each `what` has `fields` (of an expense, as the API takes them) and/or `file`; `to` names the
   * expense that a file is for ({expense_id, replaces}), `after` the item that has the part of the receipt before it: it goes to the same
   * expense, once that is known. With `lease` the caller sends it by itself, and the queue leaves it alone until it is released, or the
   * page has died. Resolves to the items.
   */
  const addAll = async (all) => {
    const known = await person();
    const items = all.map((what, place) => shaped(what, known || what.who, place));   // `who`: whose page it is, where none was remembered yet
    await at(WAITING, "readwrite", (s) => items.forEach((item) => s.put(item)));
    wake();
    return items;
  };
  const add = async (what) => (await addAll([what]))[0];
  /** Files as the parts of one receipt, each after the one before it, as `addAll` takes them. */
  const parts = (files) => { const ids = files.map(uuid); return files.map((file, place) => ({ id: ids[place], file, after: ids[place - 1] })); };
  /** The page that sends an item by itself (to show how far it is) gives it back, to wait. */
  const release = async (id) => { await change(id, { until: 0 }); wake(); };
  /** It is in the books, at `expense`; without that it was not taken, and the part after it takes its place. */
  const close = async (id, expense) => {
    const item = (await get(id)) || { id };
    await settle(id, null, expense ? placeIn(item, expense) : placeOf(item)); wake();
  };
  /** Ask the browser to send in the background, where it can. */
  const wake = async () => {
    try { const it = scope.registration || (await scope.navigator.serviceWorker?.getRegistration()); await it?.sync?.register("outlay-queue"); } catch { /* not every browser has it, or allows it */ }
    tell();
  };
  const line = scope.BroadcastChannel ? new BroadcastChannel("outlay-queue") : null;
  const heard = new Set();
  if (line) line.onmessage = () => heard.forEach((each) => each());
  const tell = () => { line?.postMessage(1); heard.forEach((each) => each()); };
  const onChange = (then) => heard.add(then);

  /** The signed-in session {user_id, workspace_id, csrf}; null when there is none. Throws when the server cannot be reached. */
  const session = async () => {
    const answer = await fetch("/api/v1/session", { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (answer.status === 401) return null;
    if (!answer.ok) throw new Error("session " + answer.status);
    return answer.json();
  };
  const request = (item, csrf) => {
    const headers = { Accept: "application/json", "Idempotency-Key": item.id, "X-CSRF-Token": csrf };
    if (item.workspace) headers["Outlay-Workspace"] = item.workspace;
    let to = "/api/v1/expenses", body;
    if (item.file) {
      body = new FormData();
      if (item.fields) { body.append("receipt", item.file, item.name || "receipt"); body.append("expense", JSON.stringify(item.fields)); }
      else { to = item.to?.expense_id ? "/session/receipts" : "/api/v1/receipts"; body.append("file", item.file, item.name || "receipt"); Object.entries(item.to || {}).forEach(([part, id]) => body.append(part, id)); }
    } else { body = JSON.stringify(item.fields); headers["Content-Type"] = "application/json"; }
    return fetch(to, { method: "POST", headers, body, credentials: "same-origin", signal: AbortSignal.timeout(item.file ? 120000 : 30000) });
  };
  const PAGE_CODES = ["csrf_refused", "origin_refused"], WAIT = [408, 425, 429, 502, 503, 504];
  /** What an answer means for the item it was for. */
  const meaning = (status, problem) => {
    if (status >= 200 && status < 300) return DONE;
    if (status === 401 || (status === 403 && PAGE_CODES.includes(problem.code)) || WAIT.includes(status)) return STOP;
    if (status >= 500 || problem.code === "idempotency_in_progress") return LATER;
    return REFUSED;
  };
  const read = async (answer) => { try { return await answer.json(); } catch { return {}; } };
  const send = async (item, csrf) => {
    await change(item.id, { tried: true });
    let answer;
    try { answer = await request(item, csrf); } catch { return { means: STOP }; }
    const body = await read(answer), means = meaning(answer.status, body);
    if (means === DONE) await settle(item.id, null, placeIn(item, body.expense_id || body.id));
    if (means === REFUSED) await settle(item.id, { ...item, after: null, state: "refused", tried: false, reason: body.errors?.[0]?.message || body.detail || "", code: body.code || "", expense: body.expense_id || "", errors: body.errors || [] }, placeOf(item));
    return { means, body };
  };
  const isMine = (item, who) => item.user === who.user_id;
  const isFree = (item) => item.state === "waiting" && !(item.until > Date.now());
  /** A part is due once the one before it has left; one that was left behind by another person is not waited for. */
  const isDue = (item, _place, all) => isFree(item) && !(item.after && all.some((each) => each.id === item.after && each.user === item.user));
  /** Send what waits and is the signed-in person's. Resolves to {sent: [answers], left, signedOut}; never throws for the network. */
  const flush = async () => {
    if (!(await all()).some(isDue)) return outcome([], null);
    return one(async () => {
      let who = null; const sent = [], tried = new Set();
      try { who = await session(); } catch { return outcome(sent, null); }
      if (!who) return outcome(sent, null, true);
      const next = async () => (await all()).filter(isDue).find((item) => isMine(item, who) && !tried.has(item.id));
      for (let item = await next(); item; item = await next()) {   // looked up each time: what is sent frees the part after it
        tried.add(item.id);
        const { means, body } = await send(item, who.csrf);
        if (means === DONE) sent.push({ id: item.id, ...body });
        if (means === STOP) break;
      }
      return outcome(sent, who);
    });
  };
  const outcome = async (sent, who, signedOut = false) => {
    const items = await all(), left = items.filter((item) => item.state === "waiting" && (!who || isMine(item, who))).length;
    if (sent.length || signedOut) tell();
    return { sent, left, signedOut };
  };
  /** Change an item that was never tried or was refused, and let it wait again under a new key. False when it has gone meanwhile. */
  const mend = (id, some) => one(async () => {
    const item = await get(id);
    if (!item || item.tried) return false;
    const anew = { ...item, ...some, id: uuid(), state: "waiting", tried: false, reason: "", code: "", errors: [], expense: "" };
    await settle(id, anew, { after: anew.id });
    wake();
    return true;
  });
  /** Take an item away; the part after it takes its place. Resolves to what `restore` puts back. */
  const discard = (id) => one(async () => {
    const before = await all(), item = before.find((each) => each.id === id);
    if (item) await settle(id, null, placeOf(item));
    tell();
    return before.filter((each) => each.id === id || each.after === id);
  });
  /** Put back what was discarded, and before the part that came after it. */
  const restore = async (discarded) => {
    for (const item of discarded) await (discarded.some((each) => each.id === item.after) ? change(item.id, placeOf(item)) : put(item));
    wake();
  };

  scope.Outlay = Object.assign(scope.Outlay || {}, { queue: { all, get, add, addAll, parts, release, close, flush, mend, discard, restore, onChange, person, seen, remember, forget, forgetSeen, keep, fact, session, uuid } });
})(self);
