// The editor of a text: buttons and keys that write Markdown, how trainees will see it, pictures that are pasted,
// dropped or chosen. Without it the same form has two buttons, and a picture goes to the end of the text.
import { save } from "./autosave.js";
import { send } from "./upload.js";

const form = document.querySelector("form[data-editor]");
const text = form.elements.text;
const bar = form.querySelector("[data-toolbar]");
const box = form.querySelector("[data-picture-box]");
const upload = box.querySelector("[data-upload]");
const insertButton = box.querySelector("[data-picture-insert]");
const pictureError = box.querySelector("[data-picture-error]");
const words = bar.dataset;

// Written as if typed, so that Ctrl+Z takes it back.
function write(what, from, to, selectFrom = what.length, selectTo = selectFrom) {
  text.focus();
  text.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, what)) {
    text.setRangeText(what, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  text.setSelectionRange(from + selectFrom, from + selectTo);
}

function around(before, after, otherwise) {
  const { selectionStart: from, selectionEnd: to } = text;
  const inside = text.value.slice(from, to) || otherwise;
  write(before + inside + after, from, to, before.length, before.length + inside.length);
}

function lineStart(at) {
  return text.value.lastIndexOf("\n", at - 1) + 1;
}

function lines(change) {
  const from = lineStart(text.selectionStart);
  const end = text.value.indexOf("\n", text.selectionEnd);
  const to = end < 0 ? text.value.length : end;
  const changed = text.value.slice(from, to).split("\n").map(change).join("\n");
  write(changed, from, to);
}

// A paragraph of its own, with an empty line before and after.
function paragraph(what, selectFrom = what.length, selectTo = selectFrom) {
  const at = text.selectionEnd;
  const before = text.value.slice(0, at).replace(/\n*$/, "");
  const after = text.value.slice(at).replace(/^\n*/, "");
  const lead = before ? "\n\n" : "";
  const from = before.length;
  write(`${lead}${what}${after ? "\n\n" : "\n"}`, from, text.value.length - after.length,
    lead.length + selectFrom, lead.length + selectTo);
}

const tools = {
  bold: () => around("**", "**", words.textBold),
  italic: () => around("*", "*", words.textItalic),
  heading: () => lines((line) => `## ${line.replace(/^#+\s*/, "") || words.textHeading}`),
  list: () => lines((line) => (/^[-*] /.test(line) ? line : `- ${line}`)),
  link() {
    const { selectionStart: from, selectionEnd: to } = text;
    const inside = text.value.slice(from, to) || words.textLink;
    const start = inside.length + 3;
    write(`[${inside}](https://)`, from, to, start, start + 8);
  },
  table() {
    const head = `| ${words.textColumn} 1 | ${words.textColumn} 2 |`;
    paragraph(`${head}\n| --- | --: |\n|  |  |`, 2, 2 + words.textColumn.length + 2);
  },
  film: () => paragraph(`![${words.textFilm}](https://)`, 2, 2 + words.textFilm.length),
  picture: () => openBox(),
};

function openBox() {
  box.open = true;
  box.scrollIntoView({ block: "nearest" });
  upload.querySelector("input[type=file]").focus();
}

bar.hidden = false;
insertButton.hidden = false;
form.querySelector("[data-look-button]").hidden = true;
bar.addEventListener("click", (event) => tools[event.target.closest("button[data-tool]")?.dataset.tool]?.());
bar.querySelector("select").addEventListener("change", ({ target }) => {
  const { value } = target;
  target.value = "";
  if (value) paragraph(`::: ${value}\n${words.textBox}\n:::`, 5 + value.length, 5 + value.length + words.textBox.length);
});
text.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  // The place of the key, not its letter: on a Russian or Persian keyboard it is the same one.
  const deed = { KeyB: tools.bold, KeyI: tools.italic, KeyK: tools.link, KeyS: save }[event.code];
  if (!deed) return;
  event.preventDefault();
  deed();
});

// How it looks.
let looking = false;
let looked = text.defaultValue;
let timer = 0;

async function look() {
  if (looking || text.value === looked) return;
  looking = true;
  const sent = text.value;
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("text", sent);
  const reply = await fetch(form.dataset.look, { method: "POST", body }).catch(() => null);
  const isJson = reply?.ok && reply.headers.get("Content-Type")?.includes("json");
  if (isJson) {
    const { text: html, facts } = await reply.json();
    document.querySelector("[data-look-text]").innerHTML = html; // sanitised by the server
    document.querySelector("[data-look-facts]").innerHTML = facts;
    looked = sent;
  }
  looking = false;
  // Whoever is refused (signed out, too long a text) looks again when they write on, not by the clock.
  if (text.value !== looked && (isJson || !reply || reply.status >= 500)) timer = setTimeout(look, isJson ? 300 : 5000);
}

text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, 500);
});
document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-line]")?.dataset.line;
  if (line) {
    event.preventDefault();
    const from = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = text.value.indexOf("\n", from);
    text.focus();
    text.setSelectionRange(from, end < 0 ? text.value.length : end);
  }
  const link = event.target.closest("[data-look-text] a");
  if (link) link.target = "_blank"; // the text that is being written stays
});

// Pictures.
function bring(files, event) {
  const picture = [...files].find((file) => file.type.startsWith("image/"));
  if (!picture) return;
  event.preventDefault();
  openBox();
  send(upload, picture);
  form.elements.alternative.focus();
}

text.addEventListener("paste", (event) => {
  // What comes from a word processor is text and a picture of it: then the text is meant.
  if (!event.clipboardData.types.includes("text/plain")) bring(event.clipboardData.files, event);
});
text.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
text.addEventListener("drop", (event) => bring(event.dataTransfer.files, event));
form.elements.is_decorative.addEventListener("change", ({ target }) => {
  form.elements.alternative.disabled = target.checked;
});
insertButton.addEventListener("click", async () => {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  for (const name of ["alternative", "caption"]) body.set(name, form.elements[name].value);
  if (form.elements.is_decorative.checked) body.set("is_decorative", "y");
  for (const line of upload.querySelectorAll("[data-done] input")) body.append(line.name, line.value);
  insertButton.disabled = true;
  const reply = await fetch(form.dataset.picture, { method: "POST", body }).catch(() => null);
  insertButton.disabled = false;
  const isJson = reply?.headers.get("Content-Type")?.includes("json");
  const told = isJson ? await reply.json() : {};
  pictureError.hidden = Boolean(reply?.ok && told.line);
  if (!told.line) {
    pictureError.textContent = told.text ?? form.dataset.textRefused;
    return;
  }
  upload.querySelector("[data-upload-list]").replaceChildren();
  for (const name of ["alternative", "caption"]) form.elements[name].value = "";
  form.elements.is_decorative.checked = form.elements.alternative.disabled = false;
  box.open = false;
  paragraph(told.line);
});
if (text.value !== text.defaultValue) look(); // typed before this script arrived, or brought back by autosave.js
