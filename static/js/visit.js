// On forms with folds and days: the date picker stands only beside the chip that asks for it, and each fold says how many
// of its fields are filled in. Without JavaScript the picker is always there and the counts are those of the server.
(() => {
  for (const box of document.querySelectorAll("[data-shown-with]")) {
    const [name, value] = box.dataset.shownWith.split(":");
    const form = box.closest("form");
    const show = () => {
      const on = form?.elements[name]?.value === value || box.querySelector(".is-invalid") !== null;
      box.hidden = !on;
      for (const field of box.querySelectorAll("input")) field.disabled = !on;
    };
    form?.addEventListener("change", (event) => { if (event.target.name === name) show(); });
    // One that holds a date already counts before any chip: let it be seen.
    if (![...box.querySelectorAll("input")].some((field) => field.value)) show();
  }

  const isFilled = (box) => [...box.querySelectorAll("input, textarea, select")].some((field) =>
    field.type === "checkbox" ? field.checked : field.type === "radio" ? field.checked && field.value !== "-" : field.value.trim() !== "");

  for (const box of document.querySelectorAll("[data-folds][data-filled]")) {
    box.addEventListener("input", (event) => {
      const fold = event.target.closest("details[data-fold]");
      const told = fold?.querySelector("[data-filled-count]");
      if (!told) return;
      const fields = [...fold.querySelectorAll("[data-field]")];
      const count = fields.filter(isFilled).length;
      told.textContent = count ? box.dataset.filled.replace("{n}", count).replace("{m}", fields.length) : box.dataset.empty;
    });
  }
})();
