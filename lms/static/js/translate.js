// Saves a translation while it is written: one request at a time, the newest text next. Whoever translates what
// somebody else has changed is told, and sees both versions by pressing Save. What the server does not have yet is kept
// in this window (sessionStorage, emptied at sign-out).
const form = document.querySelector("form[data-translation]");
const words = form.dataset;
const state = form.querySelector("[data-save-state]");
const fields = [...form.elements].filter((field) => field.name?.startsWith("words."));
const shelf = `translation:${location.pathname}`;
// What the server sent, not what stands there: somebody may have typed before this script arrived.
let known = JSON.stringify(fields.map((field) => [field.name, field.defaultValue]));
let sending = false;
let stopped = false;
let leaving = false;
let tries = 0;
let timer = 0;

function value() {
  return JSON.stringify(fields.map((field) => [field.name, field.value]));
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  clearTimeout(timer);
  if (sending || stopped || leaving || value() === known) return;
  sending = true;
  const sent = value();
  state.textContent = words.textSaving;
  const reply = await post();
  sending = false;
  if (reply.status === 200 && reply.seen) {
    form.elements.seen.value = reply.seen;
    known = sent;
    tries = 0;
    state.textContent = reply.text;
    if (value() === known) sessionStorage.removeItem(shelf);
    else later(400);
  } else if (reply.status === 0 || reply.status === 429 || reply.status >= 500) {
    state.textContent = words.textOffline;
    later(Math.min(30000, 2000 * 2 ** tries++));
  } else {
    stopped = [403, 409].includes(reply.status);
    state.textContent = reply.text ?? words.textRefused;
  }
}

async function post() {
  try {
    const reply = await fetch(words.translation, { method: "POST", body: new FormData(form) });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    // A page where JSON should be is the door: the session is over.
    return { ...(isJson ? await reply.json() : {}), status: isJson || !reply.ok ? reply.status : 403 };
  } catch {
    return { status: 0 };
  }
}

function shelve() {
  try {
    sessionStorage.setItem(shelf, JSON.stringify({ seen: form.elements.seen.value, fields: JSON.parse(value()) }));
  } catch {
    // no room: the page itself still has it
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(shelf));
  } catch {
    return;
  }
  if (!kept || form.dataset.conflict !== undefined) return;
  for (const [name, text] of kept.fields) if (form.elements[name]) form.elements[name].value = text;
  form.elements.seen.value = kept.seen; // if somebody else has saved since, the server will say so
  state.textContent = words.textRestored;
}

for (const field of fields) {
  field.addEventListener("input", () => {
    shelve();
    later(1000);
  });
  field.addEventListener("change", () => later(0));
}
addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", () => document.hidden && save());
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  clearTimeout(timer);
  if (!sending) {
    leaving = true;
    sessionStorage.removeItem(shelf);
    return;
  }
  event.preventDefault(); // what is still on its way must not meet the form
  const { submitter } = event;
  const wait = setInterval(() => {
    if (sending) return;
    clearInterval(wait);
    form.requestSubmit(submitter);
  }, 50);
});
addEventListener("beforeunload", (event) => {
  if (!leaving && value() !== known) event.preventDefault();
});
const early = value() !== known;
restore();
if (early) later(1000);
