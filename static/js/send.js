// Sends `form[data-send]` so that a weak signal loses nothing: while it does not get through, the page stays and the same
// body is sent again, later and later. The form must carry a receipt's key: the server may well have got the first one.
// The answer is put in place of the page, as if the browser had gone there; it is not asked for twice, or the note of what
// was saved would be shown to nobody. Forms with files are left to the browser.
(() => {
  const FIRST = 2000;
  const LONGEST = 30000;
  const GIVE_UP_AFTER = 45000; // of silence in one try

  for (const form of document.querySelectorAll("form[data-send]")) {
    if (form.enctype === "multipart/form-data") continue;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.sendState) return; // pressed twice
      start(form, event.submitter);
    });
  }

  function start(form, button) {
    const body = new URLSearchParams([...new FormData(form, button)].filter(([, value]) => typeof value === "string"));
    const url = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const stay = (event) => event.preventDefault();
    let pause = FIRST;
    let timer = null;
    let trying = false;

    form.dataset.sendState = "sending";
    for (const one of form.querySelectorAll("button[type=submit]")) one.setAttribute("aria-disabled", "true");
    window.addEventListener("beforeunload", stay);
    window.addEventListener("online", attempt);
    tell(form, "sending", 2);
    attempt();

    async function attempt() {
      if (trying) return;
      trying = true;
      clearTimeout(timer);
      try {
        const answer = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(GIVE_UP_AFTER) });
        if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
        const page = await answer.text(); // may break off halfway: then it did not arrive
        window.removeEventListener("beforeunload", stay);
        window.removeEventListener("online", attempt);
        show(answer, page);
      } catch {
        form.dataset.sendState = "waiting";
        tell(form, "waiting", 1);
        timer = setTimeout(attempt, pause);
        pause = Math.min(pause * 2, LONGEST);
      } finally {
        trying = false;
      }
    }
  }

  function show(answer, page) {
    const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
    if (!isPage || new URL(answer.url).origin !== location.origin) return location.assign(answer.url);
    // In the place of the form: "back" leads to the page before it, not to a form that was sent.
    history.replaceState(null, "", answer.url);
    document.open();
    document.write(page);
    document.close();
    if (!location.hash) window.scrollTo(0, 0);
  }

  function tell(form, what, which) {
    const state = form.querySelector("[data-form-state]");
    const icon = form.querySelector("[data-state-icons]")?.content.children[which]?.cloneNode(true);
    state?.replaceChildren(...(icon ? [icon, " "] : []), state.dataset[what] ?? "");
  }
})();
