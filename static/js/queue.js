// The queue asks for news every 20 seconds and says so; nothing moves until someone wants to see it. Keys: j k Enter a x.
(() => {
  const list = document.querySelector("[data-queue]");
  if (!list) return;
  const news = document.querySelector("[data-queue-news]");
  let etag = `"${list.dataset.state}"`;

  const say = (words) => {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = words;
    news.replaceChildren(link);
  };

  const look = async () => {
    if (document.hidden) return;
    let answer;
    try {
      answer = await fetch(list.dataset.queue, { headers: { "If-None-Match": etag, "X-Poll": "1" }, redirect: "error" });
    } catch {
      news.textContent = news.dataset.lost;
      return;
    }
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") || etag;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    let added = 0;
    for (const row of fresh.content.querySelectorAll("[data-row]")) {
      const here = list.querySelector(`[data-row="${row.dataset.row}"]`);
      if (!here) { added += 1; continue; }
      const [old, tag] = [here.querySelector(".tag"), row.querySelector(".tag")];
      if (old && tag) old.replaceWith(tag); // the time that is left, in its place
    }
    if (added) say(added === 1 ? news.dataset.one : news.dataset.more.replace("{n}", added));
    else say(news.dataset.changed);
  };
  setInterval(look, 20000);

  const rows = () => [...list.querySelectorAll("[data-row]")];
  const at = () => rows().findIndex((row) => row.contains(document.activeElement));
  const focus = (row) => row?.querySelector(".item-title a")?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const here = rows()[at()];
    const keys = {
      j: () => focus(rows()[at() + 1] || rows()[0]),
      k: () => focus(rows()[at() - 1] || rows().at(-1)),
      a: () => here?.querySelector("[data-take]")?.click(),
      x: () => { const box = here?.querySelector("[type=checkbox]"); if (box) box.checked = !box.checked; },
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
})();
