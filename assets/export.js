// The list as a file: who is at the browser is confirmed first, then the browser itself fetches the file, which is never whole in memory.
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const confirmed = async (password) => {
    const { csrf } = await (await fetch("/session/csrf", { headers: { Accept: "application/json" } })).json();
    const answer = await fetch("/session/confirm", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify({ password }) });
    return answer.ok ? null : answer.json();
  };
  const fetchFile = (address) => {
    const way = Object.assign(document.createElement("a"), { href: address, download: "" });
    document.body.append(way); way.click(); way.remove();
  };
  const ask = (form, problem) => {
    const place = $("[data-password]", form);
    place.hidden = false; $("input", place).focus();
    $("[data-error-all]", form).textContent = problem.code === "confirmation_needed" ? "⟪Please enter your password once more: it has been a while since you signed in.⟫" : problem.errors?.[0]?.message || problem.detail;
  };
  document.addEventListener("submit", async (e) => {
    const form = e.target.closest("form[data-export]"); if (!form) return;
    e.preventDefault();
    const button = $("[type=submit]", form); if (button.getAttribute("aria-busy") === "true") return;
    const words = $("[data-error-all]", form), box = $("[name=password]", form);
    words.textContent = ""; button.setAttribute("aria-busy", "true");
    try {
      const problem = await confirmed(box.value);
      if (problem) return ask(form, problem);
      fetchFile(form.dataset.export);
      box.value = ""; $("[data-password]", form).hidden = true;
      outlaySheets.close(form.closest("dialog"));
    } catch { words.textContent = "⟪You are offline, or the server is. Nothing is lost; please try again.⟫"; } finally { button.removeAttribute("aria-busy"); }
  });
})();
