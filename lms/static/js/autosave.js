// Saves a form while somebody writes in it: one request at a time, the newest text next. What the server does not have
// yet is kept in this window (sessionStorage, emptied at sign-out). When somebody else was faster, both versions stay
// until the author has chosen; until then nothing is sent.
//
// <form data-autosave=url data-state=url data-shelf=key data-text-…> with fields seen, title, text, a [data-save-state],
// and a [data-conflict] on the page.
const form = document.querySelector("form[data-autosave]");
const { seen, title, text } = form.elements;
const words = form.dataset;
const state = form.querySelector("[data-save-state]");
const panel = document.querySelector("[data-conflict]");
// What the server sent, not what stands there: somebody may have typed before this script arrived.
let known = JSON.stringify([title.defaultValue, text.defaultValue]);
let sending = false;
let frozen = false;
let leaving = false;
let tries = 0;
let timer = 0;
let asked = Date.now();

function value() {
  return JSON.stringify([title.value, text.value]);
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

export async function save() {
  clearTimeout(timer);
  if (sending || frozen || leaving || value() === known) return;
  sending = true;
  const sent = value();
  state.textContent = words.textSaving;
  const reply = await post();
  sending = false;
  if (reply.status === 200 && reply.seen) {
    seen.value = reply.seen;
    known = sent;
    tries = 0;
    state.textContent = reply.text;
    if (value() === known) unshelve();
    else {
      shelve();
      later(400);
    }
  } else if (reply.status === 409 && reply.html) {
    choose(reply);
  } else if (reply.status === 0 || reply.status === 429 || reply.status >= 500) {
    state.textContent = words.textOffline;
    later(Math.min(30000, 2000 * 2 ** tries++));
  } else {
    state.textContent = reply.text ?? { 403: words.textSignedOut, 413: words.textTooLong }[reply.status] ?? words.textRefused;
    if (reply.status === 403) later(20000);
  }
}

async function post() {
  const body = new FormData();
  for (const name of ["csrf_token", "seen", "title", "text"]) body.set(name, form.elements[name].value);
  try {
    const reply = await fetch(words.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    // A page where JSON should be is the door: the session is over.
    return { ...(isJson ? await reply.json() : {}), status: isJson || !reply.ok ? reply.status : 403 };
  } catch {
    return { status: 0 };
  }
}

function choose(reply) {
  frozen = true;
  state.textContent = reply.text;
  panel.innerHTML = reply.html;
  const box = panel.firstElementChild;
  box.focus();
  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]")?.dataset.keep;
    if (!choice) return;
    seen.value = reply.seen;
    frozen = false;
    panel.replaceChildren();
    if (choice === "theirs") {
      title.value = reply.title;
      put(reply.theirs);
      known = value();
      unshelve();
      state.textContent = "";
    } else save();
    text.focus();
  });
}

// In the place of the whole text, so that Ctrl+Z brings one's own back.
function put(all) {
  text.focus();
  text.select();
  if (!document.execCommand("insertText", false, all) || text.value !== all) text.value = all;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function shelve(sent = false) {
  const kept = { seen: seen.value, title: title.value, text: text.value, sent };
  try {
    sessionStorage.setItem(words.shelf, JSON.stringify(kept));
  } catch {
    // no room: the page itself still has it
  }
}

function unshelve() {
  sessionStorage.removeItem(words.shelf);
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(words.shelf));
  } catch {
    return;
  }
  // A form that was sent, and the server has another version since: it arrived.
  const hasArrived = kept?.sent && kept.seen !== seen.value;
  if (!kept || hasArrived || JSON.stringify([kept.title, kept.text]) === known) return unshelve();
  title.value = kept.title;
  text.value = kept.text;
  seen.value = kept.seen; // if somebody else has saved since, the server will say so
  text.dispatchEvent(new Event("input", { bubbles: true }));
  state.textContent = words.textRestored;
}

// Whoever comes back to this window hears whether it is still the newest. Asked once in a while, never by the clock.
async function ask() {
  if (document.hidden || frozen || sending || value() !== known || Date.now() - asked < 15000) return;
  asked = Date.now();
  const reply = await fetch(words.state, { headers: { Accept: "application/json" } }).catch(() => null);
  const isJson = reply?.ok && reply.headers.get("Content-Type")?.includes("json");
  const now = isJson ? await reply.json() : null;
  if (now && now.seen !== seen.value && !sending && value() === known) {
    state.textContent = `${now.text} ${words.textStale}`;
  }
}

for (const field of [title, text]) {
  field.addEventListener("input", () => {
    if (value() === known) return;
    shelve();
    if (!sending && !tries && state.textContent) state.textContent = ""; // "Saved" was said of an older text
    tries = 0;
    later(1000);
  });
  field.addEventListener("change", () => later(0));
}
addEventListener("online", () => later(0));
addEventListener("focus", ask);
document.addEventListener("visibilitychange", () => (document.hidden ? save() : ask()));
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  clearTimeout(timer);
  const { submitter } = event;
  if (!sending) {
    leaving = true;
    if (value() !== known) shelve(true);
    return;
  }
  event.preventDefault(); // what is still on its way must not meet the form
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
if (early) text.dispatchEvent(new Event("input", { bubbles: true }));
