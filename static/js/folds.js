// Remembers, for each person, which folds of a form are open:
//   <div class="folds" data-folds="visit" data-folds-url="{% url 'remember' %}"><details data-fold="family">…
// Sends the whole list a second after the last change: `name=visit`, `value=["family"]`, with the page's CSRF token.
(() => {
  const waiting = new Map();

  document.addEventListener("toggle", (event) => {
    const box = event.target.dataset?.fold && event.target.closest("[data-folds-url]");
    // Browsers report the folds that were open from the start as toggled once: that is no choice of the person's.
    if (!box || openOnes(box) === (box.dataset.foldsSent ?? opened.get(box))) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(() => send(box), 1000));
  }, true);

  const openOnes = (box) => [...box.querySelectorAll("details[data-fold][open]")].map((fold) => fold.dataset.fold).join(" ");
  const opened = new Map([...document.querySelectorAll("[data-folds-url]")].map((box) => [box, openOnes(box)]));

  function send(box) {
    const open = openOnes(box);
    const body = new URLSearchParams({
      csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
      name: box.dataset.folds ?? "",
      value: JSON.stringify(open.split(" ").filter(Boolean)),
    });
    box.dataset.foldsSent = open;
    // Without a signal the choice is not worth a second try.
    fetch(box.dataset.foldsUrl, { method: "POST", body, keepalive: true }).catch(() => {});
  }
})();
