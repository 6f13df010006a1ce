// Receipts on their way: what is chosen, dropped or pasted is on the disk of this device first, goes to the server a few at a
// time, and is followed until it has been read. Each file has a line of its own, all together have one above them.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const make = (tag, cls, text) => { const it = document.createElement(tag); if (cls) it.className = cls; if (text) it.textContent = text; return it; };
  const AT_ONCE = 3, PICTURES = 12, MB = 1048576, BATCH = "outlay-batch";
  const { queue } = Outlay, counted = new Intl.NumberFormat(document.documentElement.lang || "en");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? (typeof values[key] === "number" ? counted.format(values[key]) : values[key]) : all));

  let csrf, asked;
  const session = () => (asked ||= queue.session().catch(() => { asked = null; return null; }));
  /** Whose page this is: remembered on this device, or as the session says. */
  const whose = async () => { const known = await queue.person(); if (known) return known; const found = await session(); return found ? { user: found.user_id, workspace: found.workspace_id } : null; };
  const token = async () => {
    if (!csrf) {
      const found = await queue.session();
      if (!found) return location.assign("/login?next=" + encodeURIComponent(location.pathname));
      csrf = found.csrf;
    }
    return csrf;
  };
  const TAB = "outlay-tab";   // a tab has one page at a time: what an earlier one holds is free as soon as there is another
  let tab = ""; try { tab = sessionStorage.getItem(TAB) || queue.uuid(); sessionStorage.setItem(TAB, tab); } catch { /* private windows keep nothing */ }
  const jobs = [];   // all that is not over: waiting, sending, or to be looked at
  const target = (job) => (job.to.expense ? { expense_id: job.to.expense, ...(job.to.replaces ? { replaces: job.to.replaces } : {}) } : null);
  const keep = async (job) => { try { job.kept = Boolean(await queue.add({ id: job.key, file: job.file, lease: true, to: target(job), after: target(job) ? null : job.after?.key, who: await whose(), tab })); } catch { job.kept = false; /* no room, or a private window: sent from memory alone */ } };
  /** What is over leaves the device, in its turn: the part after it may still be on its way there. */
  const letGo = (job, expense) => { if (job.kept) storing = storing.then(() => queue.close(job.key, expense)).catch(() => {}); job.kept = false; };
  const over = (job) => { const at = jobs.indexOf(job); if (at >= 0) jobs.splice(at, 1); };

  /* a line for each file */
  const rowFor = (job, many) => {
    const { file } = job, row = make("li", "up"), drawable = !many && /^image\/(png|jpeg|webp)/.test(file.type);
    const tile = make("span", "tile", (file.name.split(".").pop() || "").slice(0, 4).toUpperCase()), picture = drawable ? make("img") : tile;
    if (drawable) { picture.src = URL.createObjectURL(file); picture.alt = ""; picture.onload = () => URL.revokeObjectURL(picture.src); picture.onerror = () => picture.replaceWith(tile); }
    row.append(picture, make("span", "r-name", file.name || "⟪Receipt⟫")); job.row = row; say(job, "waiting", "⟪Waiting⟫");
    return row;
  };
  const say = (job, state, words, ...more) => {
    const { row } = job; job.state = state; row.className = "up " + state;
    $$("progress,.r-meta,.act", row).forEach((it) => it.remove());
    if (state === "sending") { const bar = make("progress"); bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", "⟪Sending⟫"); return row.append(bar); }
    const line = make("span", "r-meta", words); if (state === "failed") line.setAttribute("role", "alert");
    row.append(line, ...more); later();
  };
  const button = (words, then) => { const it = make("button", "act", words); it.type = "button"; it.onclick = then; return it; };
  const dismiss = (job) => button("⟪Dismiss⟫", () => { letGo(job); over(job); job.row.remove(); forgetIn(job); later(); });
  const failed = (job, words, again) => {
    if (!again) { partsAfter(job).forEach((next) => { next.after = job.after; }); letGo(job); }
    say(job, "failed", words, again ? button("⟪Try again⟫", () => { say(job, "waiting", "⟪Waiting⟫"); note(job, ""); pump(); }) : dismiss(job)); note(job, "refused");
  };
  const waits = (job) => {
    document.dispatchEvent(new Event("outlay:line"));
    if (!job.kept) return failed(job, "⟪No connection. Nothing was sent; please try again.⟫", true);
    queue.release(job.key); say(job, "waits", "⟪Saved on this device. It is sent when the connection is back.⟫");
    storing.then(() => partsAfter(job).filter((next) => next.state === "waiting").forEach(waits));
  };
  const partsAfter = (job) => jobs.filter((next) => next.after === job);
  const stored = (job, data) => {
    job.expense = data.expense_id; job.state = "stored";
    document.dispatchEvent(new CustomEvent("outlay:stored", { detail: { file: job.file, expense: data.expense_id, receipt: data.id } }));
    note(job, data.duplicate ? "known" : data.expense_id);
    if (job.to.expense && data.expense_id === job.to.expense) { over(job); job.row.remove(); return $("#stored")?.click(); }
    if (data.duplicate) {
      const to = make("a", "textlink", "⟪Open it⟫"); to.href = "/expenses/" + data.expense_id;
      say(job, "known", "⟪Already in your books.⟫ "); $(".r-meta", job.row).append(to); return over(job);
    }
    say(job, "stored", "⟪Queued⟫"); job.row.dataset.expense = data.expense_id; settleRows(); $("#stored")?.click();
  };
  const settleRow = (row) => { row.remove(); over(jobs.find((job) => job.row === row)); };
  const settleRows = () => $$(".up[data-expense]").forEach((row) => { if ($(`.row a[href="/expenses/${row.dataset.expense}"]`)) settleRow(row); });

  /* sending: a few at a time, and the parts of one receipt one after the other */
  const RETRY = [403, 409, 429], WAIT = [401, 408, 425, 502, 503, 504];
  const answered = (job, status, data) => {
    if (status >= 200 && status < 300) { letGo(job, data.expense_id); return stored(job, data); }
    if (WAIT.includes(status)) { csrf = null; return waits(job); }
    if (status === 403) csrf = null;
    failed(job, data.errors?.[0]?.message || data.detail || "⟪That did not work. Please try again.⟫", status >= 500 || RETRY.includes(status));
  };
  const transfer = (job, key) => new Promise((done) => {
    const request = new XMLHttpRequest(), form = new FormData(), bound = target(job);
    form.append("file", job.file, job.file.name || "receipt.jpg");
    Object.entries(bound || {}).forEach(([part, id]) => form.append(part, id));
    request.open("POST", bound ? "/session/receipts" : "/api/v1/receipts"); request.responseType = "json"; request.timeout = 120000;
    request.setRequestHeader("X-CSRF-Token", key); request.setRequestHeader("Idempotency-Key", job.key); request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (e) => { const bar = $("progress", job.row); if (bar && e.lengthComputable) bar.value = e.loaded / e.total; };
    request.onload = () => { answered(job, request.status, request.response || {}); done(); };
    request.onerror = request.ontimeout = () => { waits(job); done(); };
    request.send(form);
  });
  const send = async (job) => {
    if (job.after) job.to = { ...job.to, expense: job.after.to.expense || job.after.expense };
    await keep(job);
    const key = await token().catch(() => null);
    if (!key) return waits(job);
    await transfer(job, key);
  };
  const isReady = (job) => job.state === "waiting" && (!job.after || job.after.expense);
  const pump = () => {
    while (jobs.filter((job) => job.state === "sending").length < AT_ONCE) {
      const job = jobs.find(isReady); if (!job) return;
      say(job, "sending"); send(job).finally(pump);
    }
  };

  /* taking in */
  const refusal = (file, most) => {
    if (!file.size) return "⟪This file is empty. Please choose another one.⟫";
    return file.size > most ? fill("⟪This file is larger than {size} MB. Send a smaller picture of it.⟫", { size: Math.floor(most / MB) }) : "";
  };
  const take = (files, to = {}) => {
    const list = $("#uploads"); if (!list) return false;
    const box = $("#one-receipt"), together = Boolean(box?.checked) && files.length > 1, most = Number(list.dataset.most || 15 * MB);
    if (box) box.checked = false;
    const fresh = [...files].map((file) => ({ file, key: queue.uuid(), to: { expense: list.dataset.expense, ...to } }));
    if (together) fresh.forEach((job, at) => { job.after = fresh[at - 1]; });
    begin(fresh); jobs.push(...fresh);
    fresh.forEach((job) => {
      list.append(rowFor(job, fresh.length > PICTURES));
      const words = refusal(job.file, most); if (words) failed(job, words, false);
    });
    storing = fresh.filter((job) => job.state === "waiting").reduce((before, job) => before.then(() => (job.state === "waiting" ? keep(job) : 0)), storing);
    pump(); return true;
  };
  let storing = Promise.resolve();   // everything is written down, one after the other, whether its turn to be sent has come or not
  /** What an earlier page of this person has left unsent goes on here. */
  const adopt = async () => {
    const who = await whose(), list = $("#uploads"); if (!who || !list || list.dataset.expense) return;
    const known = new Set(jobs.map((job) => job.key));
    const left = (await queue.all()).filter((item) => item.user === who.user && item.workspace === who.workspace && item.file && !item.fields && !item.to && !item.after && item.state === "waiting" && (!(item.until > Date.now()) || (tab && item.tab === tab)) && !known.has(item.id));
    for (const item of left) { const job = { file: item.file, key: item.id, to: {}, kept: true }; list.append(rowFor(job, left.length > PICTURES)); jobs.push(job); }
    if (left.length) pump();
  };
  queue.onChange(async () => {   // sent in the background meanwhile
    const still = new Set((await queue.all()).map((item) => item.id));
    jobs.filter((job) => job.state === "waits" && !still.has(job.key)).forEach((job) => { over(job); job.row.remove(); $("#stored")?.click(); });
  });
  addEventListener("pagehide", () => jobs.filter((job) => job.kept && ["waiting", "sending", "failed"].includes(job.state)).forEach((job) => queue.release(job.key)));

  /* all together: kept in this tab, so that leaving and coming back loses no count */
  const user = () => { try { return JSON.parse($("#device").dataset.kept).user; } catch { return ""; } };
  const read = () => { try { const it = JSON.parse(sessionStorage.getItem(BATCH)), me = user(); return it?.user && me && it.user !== me ? null : it; } catch { return null; } };
  const write = (it) => { try { it ? sessionStorage.setItem(BATCH, JSON.stringify(it)) : sessionStorage.removeItem(BATCH); } catch { /* private windows keep nothing */ } };
  const OVER = ["read", "review", "failed", "known", "refused"];
  const begin = (fresh) => {
    if ($("#uploads")?.dataset.expense || fresh[0]?.to.expense) return;
    const old = read(), batch = old && !old.told ? old : { files: {}, seen: {} };
    if (fresh.length < 2 && !Object.keys(batch.files).length) return;   // a single one needs no sum
    fresh.forEach((job) => (batch.files[job.key] = "")); batch.user ||= user(); write(batch); later();
  };
  const note = (job, what) => { const batch = read(); if (batch && job.key in batch.files) { batch.files[job.key] = what; if (!what) batch.told = false; write(batch); later(); } };
  const forgetIn = (job) => { const batch = read(); if (batch) { delete batch.files[job.key]; write(Object.keys(batch.files).length ? batch : null); } };
  const look = (batch) => {   // what the rows of the page say
    $$("[data-arrival]").forEach((row) => { batch.seen[row.dataset.arrival] = row.dataset.state; });
    const states = Object.values(batch.files).map((what) => (!what ? "sending" : OVER.includes(what) ? what : batch.seen[what] || "queued"));
    return (...wanted) => states.filter((each) => wanted.includes(each)).length;
  };
  /* the rows are the latest fifty, and some pages have none: what else is under way is asked for, so that the sum comes to its end */
  const ASK_MS = 3000, PAGES = 5, STATES = { processing: "queued", failed: "failed", needs_review: "review" };
  const unseen = (batch) => Object.entries(batch.files).filter(([, what]) => what && !OVER.includes(what) && !OVER.includes(batch.seen[what]) && !$(`[data-arrival="${what}"]`));
  /** The states of the latest expenses by id: as many pages of them as it takes to find these. */
  const statesOf = async (ids) => {
    const found = new Map();
    for (let page = 0, cursor = ""; page < PAGES && ids.some((id) => !found.has(id)); page++) {
      const answer = await fetch("/api/v1/expenses?has_receipt=true&sort=-created_at&limit=200&cursor=" + encodeURIComponent(cursor), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("states " + answer.status);
      const { items, next_cursor: next } = await answer.json();
      items.forEach((each) => found.set(each.id, STATES[each.status] || "read"));
      if (!(cursor = next || "")) break;
    }
    return found;
  };
  let asking = null;
  const askOn = async () => {
    const ids = unseen(read() || { files: {} }).map(([, id]) => id), found = await statesOf(ids).catch(() => null), batch = read();
    asking = null;
    if (batch && found) {
      for (const [key, id] of unseen(batch)) {
        if (!ids.includes(id)) continue;   // it came while these were asked for
        if (found.has(id)) batch.seen[id] = found.get(id); else delete batch.files[key];   // it was removed meanwhile
        if (found.get(id) !== "queued") $$(`.up[data-expense="${id}"]`).forEach(settleRow);
      }
      write(batch);
    }
    later();
  };
  const sentence = (batch, many) => {
    const total = Object.keys(batch.files).length, parts = [];
    if (many(...OVER) < total) return fill("⟪{sent} of {total} sent, {read} read⟫", { total, sent: total - many("sending", "refused"), read: many("read", "review") });
    parts.push(fill("⟪Done: {read} of {total} read⟫", { total, read: many("read", "review") }));
    for (const [state, words] of [["review", "⟪to check: {number}⟫"], ["known", "⟪already there: {number}⟫"], ["failed", "⟪could not be read: {number}⟫"], ["refused", "⟪not taken: {number}⟫"]]) if (many(state)) parts.push(fill(words, { number: many(state) }));
    return parts.join(" · ");
  };
  const drawBatch = () => {
    const place = $("#batch"), batch = read(); if (!place) return;
    if (!batch || !Object.keys(batch.files).length) { if (place.firstChild) place.replaceChildren(); return; }
    const many = look(batch), total = Object.keys(batch.files).length, done = many(...OVER), words = sentence(batch, many);
    if (!place.firstChild) {
      const bar = make("progress"); bar.setAttribute("aria-label", "⟪All files⟫");
      const text = make("p"); text.setAttribute("role", "status"); place.append(text, bar);
    }
    const [text, bar] = place.children; bar.max = total; bar.value = done + (many("queued", "busy") ? many("queued", "busy") / 4 : 0); bar.hidden = done === total;
    if (text.textContent !== words) text.textContent = words;
    if (done < total) $$(".act", place).forEach((it) => it.remove());
    else if (!$(".act", place)) {   // also where the page was left and entered again
      batch.told = true;
      const close = button("⟪Close⟫", () => { write(null); place.replaceChildren(); });
      if (many("review")) { const to = make("a", "act", "⟪Look them over⟫"); to.href = "/inbox"; place.append(to); }
      place.append(close);
    }
    write(batch);
    if (unseen(batch).length) asking ||= setTimeout(askOn, ASK_MS);
  };

  let due = false, listed = null;
  const later = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; settle(); }); } };
  const settle = () => {
    const list = $("#uploads");
    if (list && list !== listed) {   // the page was left and entered again: its lines come along
      listed = list; jobs.filter((job) => !job.row.isConnected && (job.to.expense || "") === (list.dataset.expense || "")).forEach((job) => list.append(job.row));
    }
    settleRows(); drawBatch();
  };
  const start = () => {
    if (!Outlay.isAlive()) return setTimeout(start, 100);
    Outlay.take = take; later(); setTimeout(() => adopt().catch(() => {}), 1200);
    new MutationObserver((all) => { if (all.some((each) => !each.target.closest?.("#batch,.up"))) later(); }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
    (Outlay.early || []).splice(0).forEach((each) => take(...each));
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
