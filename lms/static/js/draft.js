// Saves the text of a piece of work as it is written: one request at a time, the newest text next.
const form = document.querySelector("form[data-draft]");
const text = form.elements.text;
const state = form.querySelector("[data-save-state]");
const words = form.dataset;
let known = text?.defaultValue; // what the server sent: somebody may have typed before this script arrived
let sending = false;
let stopped = false;
let tries = 0;
let timer = 0;
let leaving = false;

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  if (sending || stopped || text.value === known) return;
  sending = true;
  const sent = text.value;
  state.textContent = words.textSaving;
  const reply = await post(sent);
  sending = false;
  if (reply.status === 200 && reply.seq) {
    form.elements.seq.value = reply.seq;
    known = sent;
    tries = 0;
    state.textContent = reply.text;
    if (text.value !== known) later(400);
  } else if (reply.status === 0 || reply.status === 429 || reply.status >= 500) {
    state.textContent = words.textOffline;
    later(Math.min(30000, 2000 * 2 ** tries++));
  } else {
    stopped = [403, 409, 410].includes(reply.status);
    state.textContent = reply.text ?? words.textRefused;
  }
}

async function post(sent) {
  const body = new URLSearchParams({
    csrf_token: form.elements.csrf_token.value,
    seq: form.elements.seq.value,
    text: sent,
  });
  try {
    const reply = await fetch(words.saveUrl, { method: "POST", body });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    return { ...(isJson ? await reply.json() : {}), status: isJson || !reply.ok ? reply.status : 403 };
  } catch {
    return { status: 0 };
  }
}

// A file that has arrived is part of the work once the form is sent.
let brought = false;
form.addEventListener("upload:finished", () => {
  brought = true;
});
addEventListener("beforeunload", (event) => {
  if (brought && !leaving) event.preventDefault();
});
form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) leaving = true;
});

if (text) {
  text.addEventListener("input", () => later(800));
  text.addEventListener("change", () => later(0));
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    leaving = true;
    // A save that is still on its way must not overtake the form: its text is in the form, too.
    if (sending) {
      event.preventDefault();
      const { submitter } = event;
      const wait = setInterval(() => {
        if (sending) return;
        clearInterval(wait);
        form.requestSubmit(submitter);
      }, 50);
    }
  });
  if (text.value !== known) later(800);
  addEventListener("beforeunload", (event) => {
    if (!leaving && !stopped && text.value !== known) event.preventDefault();
  });
}
