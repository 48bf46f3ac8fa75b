// Keeps what is typed in the editor of a question in this window (sessionStorage, emptied at sign-out) until the server
// has it. A question is saved as a whole, by its button: half a question has no key that could be right. Rows come
// back as the server draws them.
//
// <form data-question data-shelf=place data-shelf-new=place data-text-restored=…> with a field seen and a
// [data-kept-state]; data-unsaved says that the server sent back what it did not keep.
import { shelf } from "./saving.js";

const SAVED = "#saved"; // where the editor leads when a question was saved
const form = document.querySelector("form[data-question]");
const { seen } = form.elements;
const place = shelf(form.dataset.shelf);
// What the server sent, not what stands there: somebody may have typed before this script arrived.
const sent = new DOMParser().parseFromString(form.outerHTML, "text/html").querySelector("form");
const known = "unsaved" in form.dataset ? "" : written(sent);

// All that its author wrote; not the answers with which the question is tried.
function written(of = form) {
  const tried = new Set([...of.querySelectorAll("[data-question-look] [name]")].map((field) => field.name));
  const pairs = [...new FormData(of)];
  return JSON.stringify(pairs.filter(([name]) => !tried.has(name) && !["csrf_token", "seed"].includes(name)));
}

function keep(isSent = false) {
  const value = written();
  if (value === known) place.drop();
  else place.put({ version: seen.value, value, isSent });
}

async function bringBack(value) {
  const body = new FormData();
  for (const [name, text] of JSON.parse(value)) body.append(name, text);
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("row", "as-written"); // draws the form again and saves nothing
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // it stays on the shelf
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.replaceChildren(...page.querySelector("form[data-question]").childNodes);
  form.querySelector("[data-kept-state]").textContent = form.dataset.textRestored;
}

function begin() {
  const kept = place.take();
  if (location.hash === SAVED) {
    place.drop();
    shelf(form.dataset.shelfNew).drop();
    history.replaceState(history.state, "", location.pathname + location.search);
  } else if (!known) keep();
  else if (kept?.isSent && kept.version !== seen.value) place.drop();
  else if (kept && kept.value !== known) bringBack(kept.value);
  else keep();
}

begin();
form.addEventListener("input", () => keep());
document.addEventListener("click", (event) => event.target.closest("button[name=row]") && keep());
document.addEventListener("submit", (event) => event.target === form && !event.defaultPrevented && keep(true));
