// On the registering page: the clients one may open whose names are like the one being searched or typed.
(() => {
  const search = document.querySelector("form[data-similar]");
  if (!search) return;

  function asker(box) {
    let asked = "";
    return async (query) => {
      if (query === asked) return;
      asked = query;
      if (!query) { box.replaceChildren(); return; }
      const body = new URLSearchParams(new FormData(search));
      body.set("nama", query);
      try {
        const answer = await fetch(search.action, { method: "POST", body, headers: { "X-Part": "1" } });
        if (answer.ok && query === asked) box.innerHTML = await answer.text();
      } catch { /* without a signal the button still leads to the page */ }
    };
  }

  const ask = asker(document.getElementById(search.dataset.similar));
  const asks = () => ask(search.elements.nama.value.trim());
  let timer = null;
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(asks, 600); });
  search.addEventListener("submit", (event) => { event.preventDefault(); asks(); });

  // The fields of the form itself: when one is left, not at each letter, for searches are counted.
  for (const box of document.querySelectorAll("[data-similar-to]")) {
    const askHere = asker(box);
    for (const name of box.dataset.similarTo.split(" ")) {
      const field = document.querySelector(`form:not([data-similar]) [name="${name}"]`);
      field?.addEventListener("change", () => askHere(field.value.trim()));
    }
  }
})();
