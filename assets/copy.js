// A button with `data-copy` copies the text of the part that it names, and presses the one that says so (`data-copied`).
// Where a browser keeps its clipboard to itself the text is selected, ready to be copied by hand.
(() => {
  const select = (part) => { const range = document.createRange(); range.selectNodeContents(part); const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range); };
  document.addEventListener("click", async (e) => {
    const at = e.target.closest("[data-copy]"), part = at && document.getElementById(at.dataset.copy);
    if (!part) return;
    try { await navigator.clipboard.writeText(part.textContent); } catch { select(part); return; }
    document.getElementById(at.dataset.copied)?.click();
  });
})();
