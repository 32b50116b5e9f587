// A box that narrows a list that is already on the page: `input[data-filter]` names the list's id; rows are its children.
// Nothing is asked of the server, so no name leaves the page. Hidden rows keep their ticks. Without this, all rows show.
(() => {
  for (const box of document.querySelectorAll("input[data-filter]")) {
    const rows = [...(document.getElementById(box.dataset.filter)?.children ?? [])];
    const none = document.getElementById(`${box.dataset.filter}-none`);
    if (rows.length < 2) continue;
    const words = new Map(rows.map((row) => [row, plain([...row.children].filter((part) => part.localName !== "details"))]));

    function narrow() {
      const asked = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !asked.every((word) => words.get(row).includes(word));
        if (!row.hidden) shown += 1;
      }
      if (none) none.hidden = shown > 0;
    }

    box.closest("[hidden]")?.removeAttribute("hidden");
    box.addEventListener("input", (event) => {
      event.stopPropagation(); // it is no part of what is typed into the form
      narrow();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // would send the form
    });
  }

  function plain(parts) {
    return parts.map((part) => part.textContent).join(" ").toLowerCase().replace(/\s+/g, " ");
  }
})();
