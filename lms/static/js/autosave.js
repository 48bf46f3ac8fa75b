// Saves an item while somebody writes in its editor. When somebody else was faster, both versions stay until the author
// has chosen; until then nothing is sent.
//
// <form data-autosave=url data-state=url data-shelf=key data-text-…> with fields seen, title, text, a [data-save-state],
// and a [data-conflict] on the page.
import { saveForm } from "./saving.js";

const form = document.querySelector("form[data-autosave]");
const { seen, title, text } = form.elements;
const words = form.dataset;
const state = form.querySelector("[data-save-state]");
const saver = saveForm(form, {
  url: words.autosave,
  fields: [title, text],
  versionName: "seen",
  only: ["csrf_token", "seen", "title", "text"],
  conflict: choose,
});
let asked = Date.now();

export const { save } = saver;

function choose(reply) {
  const panel = document.querySelector("[data-conflict]");
  panel.innerHTML = reply.html; // components/conflict.html, escaped by the server
  const box = panel.firstElementChild;
  box.focus();
  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]")?.dataset.keep;
    if (!choice) return;
    seen.value = reply.seen;
    panel.replaceChildren();
    if (choice === "theirs") {
      title.value = reply.title;
      put(reply.theirs);
      saver.goOn(saver.read());
      state.textContent = "";
    } else {
      saver.goOn();
      save();
    }
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

// Whoever comes back to this window hears whether it is still the newest. Asked once in a while, never by the clock.
async function ask() {
  if (document.hidden || !saver.isIdle() || Date.now() - asked < 15_000) return;
  asked = Date.now();
  const reply = await fetch(words.state, { headers: { Accept: "application/json" } }).catch(() => null);
  const isJson = reply?.ok && reply.headers.get("Content-Type")?.includes("json");
  const now = isJson ? await reply.json() : null;
  if (now && now.seen !== seen.value && saver.isIdle()) state.textContent = `${now.text} ${words.textStale}`;
}

addEventListener("focus", ask);
document.addEventListener("visibilitychange", ask);
