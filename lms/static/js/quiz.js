// Saves each answer as it is given. One request a question at a time, the newest answer next;
// what the server does not have yet is kept on the device and sent again, also after a reload.
import { start as startOrdering } from "./ordering.js";

const form = document.querySelector("form[data-attempt]");
const words = form.dataset;
const shelf = `attempt:${words.attempt}`;
const message = form.querySelector("[data-attempt-message]");
const status = form.querySelector("[data-attempt-status]");
const questions = new Map();
let ended = false;
let leaving = false;

// A browser that goes back or loads again puts in what the form said then; the server may have newer answers.
if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") form.reset();

for (const field of form.querySelectorAll("fieldset[data-slot]")) {
  questions.set(field.dataset.slot, {
    field,
    dirty: false,
    sending: false,
    stopped: false,
    tries: 0,
    timer: 0,
    known: JSON.stringify(answer(field, true)),
  });
}

// The names and values of a question's form: as they are now, or as the server sent them.
function answer(field, sent = false) {
  const pairs = [];
  for (const input of field.querySelectorAll("input, select, textarea")) {
    if (!input.name || input.disabled || input.type === "file") continue;
    if (["radio", "checkbox"].includes(input.type) && !(sent ? input.defaultChecked : input.checked)) continue;
    pairs.push([input.name, sent ? sentValue(input) : input.value]);
  }
  return pairs;
}

function sentValue(input) {
  if (input.localName === "select") return ([...input.options].find((o) => o.defaultSelected) ?? input.options[0]).value;
  return ["radio", "checkbox"].includes(input.type) ? input.value : input.defaultValue;
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(shelf)) ?? {};
  } catch {
    return {};
  }
}

function keep(slot, value) {
  const all = kept();
  if (value) all[slot] = value;
  else delete all[slot];
  try {
    if (Object.keys(all).length) sessionStorage.setItem(shelf, JSON.stringify(all));
    else sessionStorage.removeItem(shelf);
  } catch {
    /* a full or forbidden shelf: the answer still goes to the server */
  }
}

function show(question, text, state) {
  question.field.dataset.state = state;
  for (const place of [question.field.querySelector("[data-save-state]"), status]) place.textContent = text;
  status.dataset.state = state;
}

function warn(text) {
  message.replaceChildren(form.querySelector("template").content.cloneNode(true));
  message.querySelector("[data-text]").textContent = text;
}

function changed(slot, wait) {
  const question = questions.get(slot);
  if (!question || question.stopped || ended) return;
  const now = JSON.stringify(answer(question.field));
  if (now === question.known) return;
  question.known = now;
  question.dirty = true;
  question.tries = 0;
  keep(slot, { seq: question.field.dataset.seq, pairs: answer(question.field) });
  clearTimeout(question.timer);
  question.timer = setTimeout(send, wait, slot);
}

async function send(slot) {
  const question = questions.get(slot);
  clearTimeout(question.timer);
  if (question.sending || question.stopped || ended || !question.dirty) return;
  question.sending = true;
  question.dirty = false;
  show(question, words.textSaving, "saving");
  const body = new URLSearchParams(answer(question.field));
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("slot", slot);
  body.set("seq", question.field.dataset.seq);
  const reply = await post(words.saveUrl, body);
  question.sending = false;
  settle(slot, question, reply);
}

async function post(url, body) {
  try {
    const reply = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      keepalive: true,
    });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    return { code: reply.status, isJson, ...(isJson ? await reply.json() : {}) };
  } catch {
    return { code: 0 };
  }
}

function settle(slot, question, reply) {
  if (reply.code === 200 && reply.isJson) {
    question.field.dataset.seq = reply.seq;
    question.tries = 0;
    show(question, reply.text, "saved");
    if (question.dirty) {
      keep(slot, { seq: reply.seq, pairs: answer(question.field) });
      send(slot);
    } else keep(slot, null);
  } else if (reply.code === 409) {
    question.stopped = true;
    keep(slot, null);
    show(question, "", "conflict");
    warn(reply.text ?? words.textConflict);
  } else if (reply.code === 403 || reply.code === 410) {
    ended = true;
    show(question, "", "ended");
    warn(reply.text ?? words.textEnded);
    if (reply.code === 410) setTimeout(() => location.reload(), 4000);
  } else if (reply.code === 0 || reply.code === 429 || reply.code >= 500) {
    question.dirty = true;
    show(question, "", "offline");
    status.textContent = words.textOffline;
    question.timer = setTimeout(send, Math.min(30000, 2000 * 2 ** question.tries++), slot);
  } else {
    question.dirty = true;
    show(question, reply.text ?? "", "refused");
    if (!reply.text) warn(words.textRefused);
  }
}

// Answers that an earlier page could not send: put back and sent, unless the server has newer ones.
function restore() {
  for (const [slot, { seq, pairs }] of Object.entries(kept())) {
    const question = questions.get(slot);
    const same = question && JSON.stringify(answer(question.field)) === JSON.stringify(pairs);
    if (!question || same) keep(slot, null);
    else if (question.field.dataset.seq !== String(seq)) {
      keep(slot, null);
      warn(words.textConflict);
    } else {
      for (const input of question.field.querySelectorAll("input, select, textarea")) {
        const values = pairs.filter(([name]) => name === input.name).map(([, value]) => value);
        if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
        else if (values.length) input.value = values[0];
      }
      changed(slot, 0);
    }
  }
}

const slotOf = (event) => event.target.closest("fieldset[data-slot]")?.dataset.slot;
const pending = () => [...questions].filter(([, question]) => question.dirty || question.sending);
const sendAll = () => pending().forEach(([slot]) => send(slot));
form.addEventListener("input", (event) => {
  if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) changed(slotOf(event), 400);
});
form.addEventListener("change", (event) => changed(slotOf(event), 0));
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (navigator.onLine || status.dataset.told) leaving = true;
  else {
    event.preventDefault(); // else the browser's page about the lost connection takes this one's place
    status.dataset.told = "yes"; // a browser that is wrong about it must not keep anyone from handing in
    status.dataset.state = "offline";
    status.textContent = words.textOffline;
  }
});
addEventListener("online", sendAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") sendAll();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && !ended && pending().length) event.preventDefault();
});
restore();
startOrdering(form);
for (const slot of questions.keys()) changed(slot, 0); // what was answered while this script was on its way
