// Saves each answer as it is given: saving.js for each question, so that one which is stuck keeps no other waiting.
// What the server does not have yet is kept on the device and sent again, also after a reload.
import { start as startOrdering } from "./ordering.js";
import { keepSaved, shelf, watch } from "./saving.js";

const form = document.querySelector("form[data-attempt]");
const words = form.dataset;
const message = form.querySelector("[data-attempt-message]");
const status = form.querySelector("[data-attempt-status]");
const savers = new Map();

// The names and values of a question's answer: as they are now, or as the server sent them.
function answer(field, sent = false) {
  const pairs = [];
  for (const input of inputsOf(field)) {
    if (["radio", "checkbox"].includes(input.type) && !(sent ? input.defaultChecked : input.checked)) continue;
    pairs.push([input.name, sent ? sentValue(input) : input.value]);
  }
  return pairs.sort(([one], [other]) => (one < other ? -1 : Number(one > other))); // lines of an order change places
}

function inputsOf(field) {
  const all = [...field.querySelectorAll("input, select, textarea")];
  return all.filter((input) => input.name && !input.disabled && !["file", "hidden"].includes(input.type));
}

function sentValue(input) {
  if (input.localName === "select") return ([...input.options].find((o) => o.defaultSelected) ?? input.options[0]).value;
  return ["radio", "checkbox"].includes(input.type) ? input.value : input.defaultValue;
}

function putBack(field, pairs) {
  for (const input of inputsOf(field)) {
    const values = pairs.filter(([name]) => name === input.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
    else if (values.length) input.value = values[0];
  }
}

function warn(text) {
  message.replaceChildren(form.querySelector("template").content.cloneNode(true));
  message.querySelector("[data-text]").textContent = text;
}

function follow(field) {
  const { slot } = field.dataset;
  const seq = form.elements[`seq-${slot}`]; // the form without scripts sends it, too
  const said = { saving: words.textSaving };

  function show(state, text = said[state] ?? "") {
    field.dataset.state = state;
    for (const place of [field.querySelector("[data-save-state]"), status]) place.textContent = text;
    status.dataset.state = state;
    if (state === "offline") status.textContent = words.textOffline;
  }

  function refuse({ status: code, text }) {
    if (code === 409) {
      show("conflict", "");
      warn(text ?? words.textConflict);
      return "forget";
    }
    if (code === 410 || (code === 403 && text)) {
      show("ended", "");
      warn(text ?? words.textEnded);
      for (const saver of savers.values()) saver.forget();
      if (code === 410) setTimeout(() => location.reload(), 4000);
      return "forget";
    }
    show("refused", text ?? "");
    if (!text) warn(words.textRefused);
    return "";
  }

  return keepSaved({
    url: words.saveUrl,
    versionName: "seq",
    known: JSON.stringify(answer(field, true)),
    read: () => JSON.stringify(answer(field)),
    write: (value) => putBack(field, JSON.parse(value)),
    body() {
      const body = new URLSearchParams(answer(field));
      body.set("csrf_token", form.elements.csrf_token.value);
      body.set("slot", slot);
      body.set("seq", seq.value);
      return body;
    },
    get version() {
      return seq.value;
    },
    set version(value) {
      seq.value = value;
    },
    tell(state, text) {
      if (state !== "changed") show(state, text); // an answer is on its way in a moment
    },
    refuse,
    ...shelf(`attempt:${words.attempt}:${slot}`),
  });
}

for (const field of form.querySelectorAll("fieldset[data-slot]")) savers.set(field.dataset.slot, follow(field));
startOrdering(form);
if (form.querySelector("[data-deadline]")) import("./countdown.js");

const saverOf = (event) => savers.get(event.target.closest("fieldset[data-slot]")?.dataset.slot);
form.addEventListener("input", (event) => {
  if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) saverOf(event)?.changed(400);
});
form.addEventListener("change", (event) => saverOf(event)?.changed(0));
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented || navigator.onLine || status.dataset.told) return;
  event.preventDefault(); // else the browser's page about the lost connection takes this one's place
  status.dataset.told = "yes"; // a browser that is wrong about it must not keep anyone from handing in
  status.dataset.state = "offline";
  status.textContent = words.textOffline;
});
watch(form);
