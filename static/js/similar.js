// While a name is typed on the registering page: the clients one may open whose names are like it, under the field.
(() => {
  for (const form of document.querySelectorAll("form[data-similar]")) {
    const box = document.getElementById(form.dataset.similar);
    let timer = null;
    let asked = "";

    async function ask() {
      const body = new URLSearchParams(new FormData(form));
      const query = body.get("nama");
      if (query === asked) return;
      asked = query;
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" } });
        if (answer.ok && query === asked) box.innerHTML = await answer.text();
      } catch { /* without a signal the button still leads to the page */ }
    }

    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 600); });
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  }
})();
