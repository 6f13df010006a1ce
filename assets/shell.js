// The frame of the pages: switching workspaces, and where the small window of news stands.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const between = "BroadcastChannel" in globalThis ? new BroadcastChannel("outlay") : null;

  /* other books: a new cookie, and nothing of the page before */
  const post = async (to, body) => {
    const { csrf } = await (await fetch("/session/csrf", { headers: { Accept: "application/json" } })).json();
    const answer = await fetch(to, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body) });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.errors?.[0]?.message || data.detail);
    return data;
  };
  const leave = () => { try { sessionStorage.clear(); } catch { /* nothing was kept */ } location.assign("/"); };
  const enter = async (workspace) => {
    await post("/session/workspace", { workspace_id: workspace });
    await globalThis.Outlay?.queue.forgetSeen();   // the rows last seen are those of other books; what waits to be sent names its own
    between?.postMessage("switched"); leave();
  };
  between?.addEventListener("message", (e) => { if (e.data === "switched" && $(".app")) leave(); });
  const tell = (words) => { const at = $("#workspaces [data-error-all]"); at.textContent = words || "⟪That did not work. Please try again.⟫"; at.focus(); };
  document.addEventListener("click", async (e) => {
    const to = e.target.closest("[data-workspace]"); if (!to) return;
    if (to.getAttribute("aria-current") === "true") return outlaySheets.close(to.closest("dialog"));
    to.setAttribute("aria-busy", "true");
    try { await enter(to.dataset.workspace); } catch (trouble) { to.removeAttribute("aria-busy"); tell(trouble.message); }
  });
  const start = () => new MutationObserver((all) => all.forEach(({ target }) => { if (target.dataset.made) enter(target.dataset.made).catch((trouble) => tell(trouble.message)); }))
    .observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-made"] });
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();

  /* a small window stands below what opened it, inside the page */
  document.addEventListener("toggle", (e) => {
    const at = e.target, opener = at.matches?.("[popover]") && e.newState === "open" && $(`[popovertarget="${at.id}"]`);
    if (!opener) return;
    const box = opener.getBoundingClientRect(), wide = at.offsetWidth;
    at.style.top = box.bottom + 6 + "px"; at.style.left = Math.max(8, Math.min(document.dir === "rtl" ? box.left : box.right - wide, innerWidth - wide - 8)) + "px";
  }, true);
  addEventListener("scroll", () => document.querySelectorAll("[popover]:popover-open").forEach((each) => each.hidePopover()), { passive: true });
})();
