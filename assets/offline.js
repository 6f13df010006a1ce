// The app without a network: add an expense or a receipt, look at what waits and at what was seen last. It also serves as the page of the queue.
(() => {
  const $ = (what) => document.querySelector(what), { queue } = Outlay, LARGEST = 15 * 1024 * 1024, ASK_MS = 4000, CALM_MS = 60000;
  const make = (tag, cls, text) => { const it = document.createElement(tag); if (cls) it.className = cls; if (text) it.textContent = text; return it; };
  let who, online = false, ended = false;

  /* numbers and days, in the person's language */
  const language = () => who?.locale || document.documentElement.lang || "en";
  const money = (amount, currency) => { try { return new Intl.NumberFormat(language(), { style: "currency", currency }).format(amount); } catch { return amount + " " + currency; } };
  const shortDay = (day) => new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", ...(day.slice(0, 4) === today().slice(0, 4) ? {} : { year: "numeric" }), timeZone: "UTC" }).format(new Date(day));
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  /** What was typed as the API takes it ("37.50"), null where it is no amount. The sum is worked out in whole fractions. */
  const amountOf = (text, currency) => {
    const places = who?.currencies?.[currency] ?? 2, sum = outlaySums.worked("0+(" + text + ")", places, language());
    if (!text.trim() || sum === null || sum.startsWith("-")) return null;
    const digits = sum.replace(/\D/g, "");
    return places ? digits.slice(0, -places) + "." + digits.slice(-places) : digits;
  };

  /* the two forms: a new one, and one that was refused */
  const FIELDS = { amount: "amount", currency: "currency", merchant: "merchant", day: "day", category: "category" };
  const inputs = (before) => Object.fromEntries(Object.values(FIELDS).map((name) => [name, $("#" + before + name)]));
  const wrong = (at, words) => { const p = $("#" + at.id + "-wrong"); if (p) p.textContent = words; at.toggleAttribute("aria-invalid", false); if (words) at.setAttribute("aria-invalid", "true"); return !!words; };
  /** The fields of the expense that a form describes; null where something is to be mended first (it has the focus then). */
  const described = (at, withFile) => {
    const amount = amountOf(at.amount.value, at.currency.value), empty = !at.amount.value.trim();
    const bad = [
      wrong(at.amount, amount === null && !(empty && withFile) ? "⟪Enter an amount, such as 12.50 or 12.5*3.⟫" : "") && at.amount,
      wrong(at.day, at.day.value ? "" : "⟪Choose a day.⟫") && at.day,
    ].find(Boolean);
    if (bad) { bad.focus(); return null; }
    const fields = { occurred_on: at.day.value };
    if (amount !== null) fields.money = { amount, currency: at.currency.value };
    if (at.merchant.value.trim()) fields.merchant = at.merchant.value.trim();
    if (at.category.value) fields.category_id = at.category.value;
    return fields;
  };
  const choices = (before) => {
    const at = inputs(before), codes = Object.keys(who?.currencies || {}), base = who?.currency;
    at.currency.replaceChildren(...[...new Set([base, ...codes])].filter(Boolean).map((code) => new Option(code, code)));
    at.category.replaceChildren(at.category.options[0], ...(who?.categories || []).map(([id, name]) => new Option(name, id)));
  };
  const hint = () => {
    const at = inputs(""), amount = outlaySums.isSum(at.amount.value) ? amountOf(at.amount.value, at.currency.value) : null;
    $("#amount-hint").textContent = amount === null ? "" : "= " + money(amount, at.currency.value);
  };
  const begin = () => { const at = inputs(""); at.day.value ||= today(); hint(); };   // not over what was typed already
  const empty = () => { const at = inputs(""); $("#entry").reset(); at.currency.value = who?.currency || ""; begin(); wrong(at.amount, ""); wrong(at.day, ""); };

  /* lists */
  const icon = (address) => {
    const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), use = document.createElementNS(NS, "use");
    svg.setAttribute("class", "ic"); svg.setAttribute("width", "20"); svg.setAttribute("height", "20"); svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "/icons.svg?v=__BUILD__#" + (address.split("#")[1] || "receipt-text")); svg.append(use); return svg;
  };
  const tile = (address) => { const it = make("span", "tile"); it.append(icon(address)); return it; };
  const picture = (item) => { if (!/^image\/(png|jpeg|webp)/.test(item.file?.type || "")) return tile(item.file ? "#file-text" : "#receipt-text"); const it = make("img"); it.alt = ""; it.src = URL.createObjectURL(item.file); it.onload = () => URL.revokeObjectURL(it.src); it.onerror = () => it.replaceWith(tile("#file-text")); return it; };
  const nameOf = (item) => item.fields?.merchant || item.name || "⟪Expense⟫";
  const stateOf = (item) => {
    if (item.state === "refused") return item.reason || "⟪The server did not take this.⟫";
    if (!item.user) return "⟪Added while nobody was signed in⟫";
    if (item.after) return "⟪Waiting for the picture before it⟫";
    return item.tried ? "⟪On its way; not confirmed yet⟫" : "⟪Waiting⟫";
  };
  const button = (words, then, cls = "act") => { const it = make("button", cls, words); it.type = "button"; it.onclick = then; return it; };
  const entry = (item) => {
    const row = make("li", "q-row" + (item.state === "refused" ? " refused" : "")), main = make("span", "r-main"), acts = make("span", "q-acts"), fields = item.fields;
    row.dataset.id = item.id;
    main.append(make("span", "r-name", nameOf(item)), make("span", "r-meta", [fields?.occurred_on && shortDay(fields.occurred_on), stateOf(item)].filter(Boolean).join(" · ")));
    row.append(picture(item), main, make("span", "r-amt num", fields?.money ? money(fields.money.amount, fields.money.currency) : ""));
    if (!item.user) acts.append(button("⟪Add to my books⟫", () => claim(item)));
    else if (!item.tried && (item.state === "refused" || !(item.after || item.to))) acts.append(button(item.state === "refused" ? "⟪Mend⟫" : fields ? "⟪Change⟫" : "⟪Add details⟫", () => openMending(item)));
    if (item.expense) { const to = make("a", "act", "⟪Open it⟫"); to.href = "/expenses/" + item.expense; acts.append(to); }
    acts.append(button("⟪Discard⟫", () => discard(item), "act quiet"));
    row.append(acts); return row;
  };
  const seenRow = (row) => {
    const li = make("li", "row"), to = make("a", "r-link"), main = make("span", "r-main"), end = make("span", "r-end");
    main.append(make("span", "r-name", row.name), make("span", "r-meta", row.meta));
    end.append(make("span", "r-amt num", row.amount), make("span", "flag " + row.tone, row.flag));
    to.href = row.href; to.append(tile(row.icon), main, end); li.append(to); return li;
  };
  let drawn;
  const drawQueue = async () => {
    const items = await queue.all(), mine = who ? items.filter((item) => !item.user || item.user === who.user) : [], others = items.length - mine.length;
    const told = JSON.stringify([mine, who?.user]);
    if (told !== drawn) $("#queue").replaceChildren(...mine.map(entry));   // a row that says the same stays, with the focus and the press that is on it
    drawn = told; $("#queue").hidden = !mine.length;
    $("#nothing").hidden = !!mine.length || !!others; $("#send").hidden = !mine.some((item) => item.state === "waiting" && item.user);
    $("#others").hidden = !others; $("#others").textContent = "⟪Waiting for someone else to sign in: {number}⟫".replace("{number}", others);
    document.documentElement.dataset.waiting = mine.length;
  };
  const drawSeen = async () => {
    const seen = who && (await queue.seen(who)); $("#seen").hidden = !seen?.rows.length; if (!seen) return;
    $("#rows").replaceChildren(...seen.rows.map(seenRow));
    $("#seen-at").textContent = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(seen.at);
  };
  const drawNet = () => {
    $("#net").textContent = online ? "⟪Connected⟫" : "⟪No connection⟫"; $("#net").classList.toggle("off", !online);
    $("#on").hidden = !online || location.pathname === "/offline"; $("#on").href = location.href;
    $("#ended").hidden = !ended || !who; $("#title").textContent = online ? "⟪On this device⟫" : "⟪You are offline⟫";
    document.title = $("#title").textContent + " · Outlay";
  };
  const draw = async () => { drawNet(); await drawQueue(); };

  /* what people do */
  const say = (words, undo) => {
    const it = make("div", "toast"); it.append(make("span", "", words));
    if (undo) it.append(button("⟪Undo⟫", () => { it.remove(); undo(); }, "undo"));
    it.addEventListener("animationend", (e) => { if (e.animationName === "gone") it.remove(); });
    $("#said").replaceChildren(it);
  };
  const added = async () => { await draw(); await sync(); say(online && !ended ? "⟪Saved⟫" : "⟪Saved on this device⟫"); };
  /** Keep what the form describes, once; what is typed while it is being kept is the next one. */
  const keep = async () => {
    const at = inputs(""), fields = described(at); if (!fields) return false;
    const typed = Object.values(at).map((field) => [field, field.value]);
    await queue.add({ fields });
    const next = typed.filter(([field, value]) => field.value !== value).map(([field]) => [field, field.value]);
    empty(); next.forEach(([field, value]) => { field.value = value; });
    return true;
  };
  let keeping = false;
  $("#entry").addEventListener("submit", async (event) => {
    event.preventDefault(); if (keeping) return;
    keeping = true; await started; const kept = await keep().finally(() => { keeping = false; });
    if (kept) { $("#amount").focus(); await added(); }
  });
  $("#amount").addEventListener("input", hint); $("#currency").addEventListener("change", hint);
  $("#files").addEventListener("change", async (event) => {
    const chosen = [...event.target.files], fit = chosen.filter((file) => file.size && file.size <= LARGEST);
    await queue.addAll($("#one-receipt").checked ? queue.parts(fit) : fit.map((file) => ({ file })));
    event.target.value = ""; $("#one-receipt").checked = false;
    if (fit.length) await added();
    if (fit.length < chosen.length) say("⟪A file was empty or larger than 15 MB, and was not taken.⟫");
  });
  const discard = async (item) => { const gone = await queue.discard(item.id); await draw(); $("#waiting-h").focus(); say("⟪Discarded⟫", async () => { await queue.restore(gone); await draw(); }); };
  const claim = async (item) => { await queue.mend(item.id, { user: who.user, workspace: who.workspace }); await draw(); await sync(); };
  let mended;
  const openMending = (item) => {
    const at = inputs("m-"), fields = item.fields || {}; mended = item;
    at.amount.value = fields.money?.amount || ""; at.currency.value = fields.money?.currency || who.currency; at.merchant.value = fields.merchant || "";
    at.day.value = fields.occurred_on || today(); at.category.value = fields.category_id || "";
    wrong(at.amount, ""); wrong(at.day, "");
    $("#mend-why").hidden = item.state !== "refused"; $("#mend-why").textContent = item.state === "refused" ? stateOf(item) : "";
    $("#mending").showModal(); at.amount.focus();
  };
  $("#mend-not").onclick = () => $("#mending").close();
  $("#mending").addEventListener("close", () => $(`[data-id="${mended?.id}"] .act`)?.focus());
  $("#mend").addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = described(inputs("m-"), !!mended.file); if (!fields) return;
    const there = await queue.mend(mended.id, { fields });
    $("#mending").close(); await draw(); await sync();
    say(there ? (online ? "⟪Saved⟫" : "⟪Saved on this device⟫") : "⟪It was sent in the meantime. You can change it in your books.⟫");
  });
  $("#send").onclick = async () => { await sync(); if (!online) say("⟪Still no connection. It stays here.⟫"); };

  /* the line: asked with a limit, since `navigator.onLine` lies */
  const reach = async () => { try { return (await fetch("/ping", { cache: "no-store", signal: AbortSignal.timeout(ASK_MS) })).ok; } catch { return false; } };
  let again, tries = 0;
  const sync = async () => {
    clearTimeout(again); online = await reach();
    const done = online && (await queue.flush().catch(() => null));
    if (done) ended = done.signedOut;
    if (ended) await queue.forgetSeen();
    await draw();
    const whole = online && (ended || !done?.left);
    tries = whole ? 0 : tries + 1;
    again = setTimeout(sync, whole ? CALM_MS : Math.min(CALM_MS, 2000 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random()));
    return online;
  };
  addEventListener("online", sync); addEventListener("offline", sync); queue.onChange(draw);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") sync(); });

  const start = async () => {
    $("#stranger").hidden = !!who; $("#adding").hidden = !who; $("#only-open").hidden = !who || "sync" in (window.ServiceWorkerRegistration?.prototype || {});
    const asked = new URLSearchParams(location.search), shared = Number(asked.get("shared"));
    choices(""); choices("m-"); $("#merchant").value ||= (asked.get("words") || "").slice(0, 200); begin();
    await draw(); await drawSeen();
    if (shared) say("⟪Kept on this device⟫");
    await sync();
    if (shared && online && !ended && !(await queue.all()).some((item) => item.user === who?.user)) location.replace("/capture?shared=stored");
  };
  const started = queue.person().then((known) => { who = known; });
  started.then(start);
})();
