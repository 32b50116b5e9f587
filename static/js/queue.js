// The queue counts on by itself, asks for news every 20 seconds and says so; no row moves until someone wants to see it.
// Keys: j down, k up, Enter opens, a takes, x ticks; a box switches them off, for who speaks to the machine, and is kept on
// this device. Without this file the page works, and shows what it knew when opened.
(() => {
  const EVERY = 20000;
  const SOON = 4 * 3600;
  const list = document.querySelector("[data-queue]");
  if (!list) return;
  const news = document.querySelector("[data-queue-news]");
  const words = JSON.parse(list.dataset.words);
  const [late, soon, plain, changed] = document.querySelector("[data-tags]").content.children;
  let etag = `"${list.dataset.stamp}"`;
  let busy = false;

  const rows = () => [...list.querySelectorAll("[data-row]")];
  const rowOf = (id) => list.querySelector(`[data-row="${CSS.escape(id)}"]`);
  const put = (row, tag) => row.querySelector(".tag")?.replaceWith(tag);

  // -- the time that is left ------------------------------------------------------------------------
  function tick() {
    for (const row of rows()) {
      if (!row.dataset.due || row.dataset.gone) continue;
      const gap = Number(row.dataset.due) - Date.now() / 1000;
      const far = Math.abs(gap);
      const [unit, n] = far < 7200 ? ["m", Math.max(1, Math.round(far / 60))] : far < 86400 ? ["h", Math.floor(far / 3600)] : ["d", Math.floor(far / 86400)];
      const text = words[gap <= 0 ? "late" : "left"][unit][n === 1 ? 0 : 1].replace("{n}", n);
      const tag = (gap <= 0 ? late : gap <= SOON ? soon : plain).cloneNode(true);
      tag.lastChild.textContent = text;
      if (row.querySelector(".tag")?.textContent !== text) put(row, tag);
    }
  }

  // -- news -----------------------------------------------------------------------------------------
  function say(sentence, onPress) {
    if (!onPress) return news.replaceChildren(sentence);
    const link = document.createElement("a");
    link.href = list.dataset.here;
    link.textContent = sentence;
    link.addEventListener("click", onPress);
    news.replaceChildren(link);
  }

  async function look() {
    if (document.hidden || busy) return;
    let answer;
    try {
      answer = await fetch(list.dataset.queue, { headers: { "If-None-Match": etag, "X-Poll": "1" }, redirect: "manual", cache: "no-store" });
    } catch {
      return say(news.dataset.lost);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return say(news.dataset.ended, () => {});
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") ?? etag;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ul");
    if (fresh) tell(fresh);
  }

  function tell(fresh) {
    for (const one of fresh.querySelectorAll("[data-count]")) {
      const there = document.querySelector(`.tabs [data-count="${CSS.escape(one.dataset.count)}"]`);
      if (there) there.textContent = one.textContent;
    }
    const now = new Map([...fresh.querySelectorAll("[data-row]")].map((one) => [one.dataset.row, one.querySelector(".tag")]));
    for (const row of rows()) {
      if (now.has(row.dataset.row)) put(row, document.importNode(now.get(row.dataset.row), true));
      else if (!("full" in fresh.dataset)) leave(row);
    }
    const added = [...now.keys()].filter((id) => !rowOf(id)).length;
    if (added) say(added === 1 ? news.dataset.one : news.dataset.more.replace("{n}", added), show);
    else say(news.dataset.changed, show);
  }

  // Someone else was first, or the client took the consent back: the row stays where it is and as tall as it was, says so,
  // and tells nothing of the client any more; nothing can be ticked or taken in it.
  function leave(row) {
    if (row.dataset.gone) return;
    row.dataset.gone = "1";
    row.style.minHeight = `${row.offsetHeight}px`;
    for (const one of row.querySelectorAll("p:not(.item-title), label .visually-hidden, .item-side .visually-hidden")) one.remove();
    put(row, changed.cloneNode(true));
    for (const one of row.querySelectorAll("input, button")) {
      one.disabled = true;
      one.checked = false;
    }
  }

  // On request: the page of now in place of the one of before; what was ticked and where one was stay.
  async function show(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const ticked = new Set([...list.querySelectorAll("input:checked")].map((box) => box.value));
    try {
      const answer = await fetch(list.dataset.here, { redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-queue]");
      list.replaceChildren(...next.childNodes);
      document.querySelector(".tabs").replaceWith(page.querySelector(".tabs"));
      etag = `"${next.dataset.stamp}"`;
      say(page.querySelector("[data-queue-news]").textContent.trim());
      for (const box of list.querySelectorAll("input[type=checkbox]")) box.checked = ticked.has(box.value);
      focus(rows()[0]);
    } catch {
      location.assign(list.dataset.here);
    } finally {
      busy = false;
    }
  }

  // -- keys -----------------------------------------------------------------------------------------
  const at = () => rows().findIndex((row) => row.contains(document.activeElement));
  const focus = (row) => row?.querySelector(".item-title a")?.focus();
  const press = {
    j: () => focus(rows()[at() + 1] ?? rows()[at()] ?? rows()[0]),
    k: () => focus(rows()[Math.max(0, at() - 1)]),
    a: () => rows()[at()]?.querySelector("[data-take]")?.click(),
    x: () => rows()[at()]?.querySelector("input[type=checkbox]")?.click(),
  };
  const keys = document.querySelector("[data-keys]");
  const KEPT = "queue-keys";
  keys.checked = localStorage.getItem(KEPT) !== "off";
  keys.closest("[hidden]").hidden = false;
  keys.addEventListener("change", () => localStorage.setItem(KEPT, keys.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!keys.checked) return;
    const elsewhere = event.target !== document.body && !list.contains(event.target); // in a field, on a menu
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || elsewhere || !Object.hasOwn(press, event.key)) return;
    event.preventDefault();
    press[event.key]();
  });

  setInterval(look, EVERY);
  setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", look);
})();
