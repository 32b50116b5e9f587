// A form that came back with errors: its summary takes the focus; a link in it opens the fold that the field lies in.
(() => {
  document.querySelector("[data-error-summary]")?.focus();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
})();
