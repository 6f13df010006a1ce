// What stands in a form for a new expense outlives the page: kept in this tab as it is typed, and put back after a reload or a crash.
// What was sent and never answered is sent again, with the client id it had: however often it arrives, it is one expense.
(() => {
  const KEPT = "outlay-drafts", AGAIN_MS = 200;
  const $ = (what, from = document) => from.querySelector(what);
  const forms = () => [...document.querySelectorAll("form[data-draft]")];
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const write = (all) => { try { Object.keys(all).length ? sessionStorage.setItem(KEPT, JSON.stringify(all)) : sessionStorage.removeItem(KEPT); } catch { /* private windows keep nothing */ } };
  const change = (form, how) => { const all = read(), name = form.dataset.draft, draft = how(all[name]); if (draft) all[name] = draft; else delete all[name]; write(all); };
  const kept = () => { try { return JSON.parse($("#device").dataset.kept); } catch { return {}; } };
  const who = () => kept().user || "", books = () => kept().workspace || "";
  const fields = (form) => [...form.elements].filter((at) => at.name && at.name !== "client_id" && at.matches("input,textarea,select"));
  let putting = false;
  const told = new WeakMap();   // what the server had answered, and what stood as wrong, when a form was sent
  const seen = new WeakSet();   // forms that what was kept has been put back into
  const used = new WeakSet();   // forms whose own words are what is kept: nothing may come over them
  const wrong = (form) => [...form.querySelectorAll(".err")].map((at) => at.textContent).join("\n").trim();

  const keep = (form) => {
    const values = Object.fromEntries(fields(form).map((at) => [at.name, at.value]));
    const isEmpty = fields(form).every((at) => at.matches("select,[data-server]") || !at.value.trim());
    used.add(form); change(form, () => (isEmpty ? null : { user: who(), books: books(), values }));
  };
  const sign = (form) => change(form, (draft) => draft && { ...draft, user: who(), books: books() });
  /* typed before the page was filled: what was kept earlier is still to be put back, so it stays, with this in it */
  const early = (form, at) => change(form, (draft) => (draft.sent || !fields(form).includes(at) ? draft : { ...draft, values: { ...draft.values, [at.name]: at.value } }));
  const typed = ({ target }) => {
    const form = target.closest?.("form[data-draft]"); if (!form || putting) return;
    seen.has(form) || used.has(form) || !read()[form.dataset.draft] ? keep(form) : early(form, target);
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, typed);
  /* a category that was just made is chosen by the server */
  const made = ({ target: at }) => { const form = at.name === "category_id" && at.value && at.closest("form[data-draft]"); if (form && read()[form.dataset.draft]) early(form, at); };
  addEventListener("submit", (e) => {
    const form = e.target; if (!form.matches?.("form[data-draft]")) return;
    if (!seen.has(form) || !read()[form.dataset.draft]) keep(form);
    const id = form.elements.client_id, said = JSON.stringify(fields(form).map((at) => at.value)), before = told.get(form);
    if (!id.value || (before && before.said !== said)) id.value = Outlay.queue.uuid();   // the same once more is one expense, something else before the answer is another
    told.set(form, { answered: form.dataset.answered, wrong: wrong(form), said });
    change(form, (draft) => draft && { ...draft, sent: id.value });
  }, true);

  /* React takes what a script puts into a field for typed when it comes by the browser's own way */
  const put = (at, value) => {
    const kind = at instanceof HTMLTextAreaElement ? HTMLTextAreaElement : at instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(at, value);
    putting = true; at.dispatchEvent(new Event(kind === HTMLSelectElement ? "change" : "input", { bubbles: true })); putting = false;
  };
  /** What was sent and has no answer is sent once more, under the id it had. */
  const again = (form) => {
    const sent = read()[form.dataset.draft]?.sent; if (!sent) return;
    setTimeout(() => { if (!form.isConnected || read()[form.dataset.draft]?.sent !== sent) return; form.elements.client_id.value = sent; form.requestSubmit(); }, AGAIN_MS);
  };
  const restore = (form) => {
    const draft = read()[form.dataset.draft]; if (!draft) return;
    if (draft.user && draft.user !== who()) return change(form, () => null);
    if (draft.books && draft.books !== books()) return;   // for other books: nothing of it is put, or sent, into these
    sign(form);
    for (const at of fields(form)) if (draft.values[at.name] !== undefined && at.value !== draft.values[at.name]) put(at, draft.values[at.name]);
    again(form);
  };
  /** Answered: in the books, so there is nothing to keep; or refused, so it is for the person to mend. */
  const answered = (form) => {
    const before = told.get(form); if (!before) return;
    if (form.dataset.answered !== before.answered) { told.delete(form); return change(form, () => null); }
    const now = wrong(form);   // what stood as wrong before it was sent is no answer
    if (!now) before.wrong = "";
    else if (now !== before.wrong) { told.delete(form); change(form, (draft) => draft && { ...draft, sent: undefined }); }
  };
  /* whoever signs in next need not be who typed before it was known who that was */
  const dropNobodys = () => write(Object.fromEntries(Object.entries(read()).filter(([, draft]) => draft.user)));
  const look = () => {
    if (!who()) return $("form[data-session]") ? dropNobodys() : undefined;   // the page is not filled yet
    for (const form of forms()) { if (!seen.has(form)) { seen.add(form); if (used.has(form)) { sign(form); again(form); } else restore(form); } answered(form); }
  };
  /* a form that is drawn anew once it was answered for goes, with what was kept of it */
  const gone = (node) => { if (node.nodeType === 1) for (const form of [node, ...node.querySelectorAll("form")]) if (told.has(form) && document.querySelector(`form[data-draft="${form.dataset.draft}"]:not([data-answered="${told.get(form).answered}"])`)) { told.delete(form); change(form, () => null); } };
  new MutationObserver((all) => { all.forEach((each) => (each.attributeName === "data-server" ? made(each) : each.removedNodes.forEach(gone))); look(); }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-answered", "data-kept", "data-server"] });
  look();
})();
