// Search as one types: asks for the same page, puts its results in place, keeps the address.
const form = document.querySelector("form[data-live-search]");
let timer;
let running;

function address() {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name, value);
  const text = query.toString();
  return form.action.split("?")[0] + (text ? `?${text}` : "");
}

async function search() {
  running?.abort();
  running = new AbortController();
  const url = address();
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live-results]");
    if (!fresh) throw new Error("no results in the answer");
    document.querySelector("[data-live-results]").replaceWith(document.importNode(fresh, true));
    history.replaceState(null, "", url);
    form.querySelector("[data-live-count]").textContent = fresh.dataset.countText ?? "";
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(search, wait);
}

form.addEventListener("input", (event) => {
  if (!event.isComposing) soon(event.target.type === "search" ? 250 : 0);
});
form.addEventListener("compositionend", () => soon(250));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  soon(0);
});
