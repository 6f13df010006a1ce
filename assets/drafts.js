// What stands in a form for a new expense outlives the page: kept in this tab as it is typed, and put back after a reload or a crash.
// What was sent and never answered is sent again, with the client id it had: however often it arrives, it is one expense.
// Once it is in the books (`data-answered` names its client id) the form is emptied of it, but not of what was typed since.
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
  const told = new WeakMap();   // what was sent last: its client id, its values, and what stood as wrong
  const seen = new WeakSet();   // forms that what was kept has been put back into
  const used = new WeakSet();   // forms whose own words are what is kept: nothing may come over them
  const wrong = (form) => [...form.querySelectorAll(".err")].map((at) => at.textContent).join("\n").trim();

  const valuesOf = (form) => Object.fromEntries(fields(form).map((at) => [at.name, at.value]));
  const keep = (form) => {
    const values = valuesOf(form);
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
    const id = form.elements.client_id, values = valuesOf(form), before = told.get(form), isSame = before && fields(form).every((at) => at.value === before.values[at.name]);
    if (isSame) id.value = before.id;   // the same once more is one expense, something else before the answer is another
    else if (before || !id.value) id.value = Outlay.queue.uuid();
    told.set(form, { id: id.value, wrong: wrong(form), values });
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
  /** Take out of a form what is in the books; what was typed since then is the next expense. */
  const empty = (form, values) => {
    const isOver = (at) => at.value === values[at.name], isNext = fields(form).some((at) => !isOver(at));
    fields(form).filter(isOver).forEach((at) => put(at, at.dataset.server ?? ""));
    isNext ? keep(form) : change(form, () => null);
  };
  /** Answered: in the books, so there is nothing to keep; or refused, so it is for the person to mend. */
  const answered = (form) => {
    const draft = read()[form.dataset.draft], before = told.get(form) ?? (draft?.sent && { id: draft.sent, values: draft.values }); if (!before) return;   // sent by this page, or by the one before it
    if (form.dataset.answered === before.id) { told.delete(form); return empty(form, before.values); }
    if (!told.has(form)) return;
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
  new MutationObserver((all) => { all.filter((each) => each.attributeName === "data-server").forEach(made); look(); }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-answered", "data-kept", "data-server"] });
  look();
})();
