// Keeps what is typed into `form[data-draft]` on the server: POST of the whole form to data-draft-url, a few seconds after
// typing and when the page is left. Nothing is stored on the device. The sentences stand in data- attributes of the savebar.
(() => {
  const PAUSE = 3000;

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const url = form.dataset.draftUrl;
    const state = form.querySelector("[data-form-state]");
    let timer = null;
    let kept = null;
    let touched = false; // only a form that someone has changed is a draft; other scripts may switch fields on and off
    let busy = false;
    let sent = false;

    const body = () => {
      const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      return new URLSearchParams(pairs);
    };

    const later = () => {
      touched = true;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    };

    async function save(leaving = false) {
      clearTimeout(timer);
      timer = null;
      if (sent || form.dataset.sendState || !form.isConnected) return; // the form itself is on its way: no draft may follow it
      const now = body();
      if (!touched || now.toString() === kept) return;
      if (busy && !leaving) return later();
      busy = true;
      try {
        const answer = await fetch(url, {
          method: "POST", body: now, keepalive: leaving, redirect: "manual", headers: { Accept: "application/json" },
        });
        if (answer.ok) {
          kept = now.toString();
          tell("saved", await time(answer));
        } else {
          tell(answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 ? "ended" : "unsaved");
          if (answer.status >= 500 || answer.status === 429) timer = setTimeout(save, 10 * PAUSE);
        }
      } catch {
        tell("unsaved");
        timer = setTimeout(save, 5 * PAUSE);
      } finally {
        busy = false;
      }
    }

    // By the server's clock, in WIT, written as the language writes it.
    async function time(answer) {
      const { at = "" } = await answer.json();
      return document.documentElement.lang === "en" ? at.replace(".", ":") : at;
    }

    function tell(what, clock = "") {
      if (!state || form.dataset.sendState) return;
      const icons = form.querySelector("[data-state-icons]")?.content.children ?? [];
      const icon = icons[what === "saved" ? 0 : 1]?.cloneNode(true);
      state.replaceChildren(...(icon ? [icon, " "] : []), (state.dataset[what] ?? "").replace("{time}", clock));
    }

    kept = body().toString();
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("pageshow", (event) => { if (event.persisted) sent = false; });
    window.addEventListener("online", () => save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save(true);
    });
    // "Quick exit" and other forms leave the page in the same moment.
    document.addEventListener("submit", (event) => {
      if (event.target !== form) save(true);
    });
  }
})();
