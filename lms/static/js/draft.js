// The page on which a piece of work is written: its text is saved as it is written, files come by pieces.
import { saveForm } from "./saving.js";

const form = document.querySelector("form[data-draft]");
const { text } = form.elements;
if (form.querySelector("[data-upload]")) import("./upload.js");
if (text) {
  saveForm(form, {
    url: form.dataset.saveUrl,
    fields: [text],
    versionName: "seq",
    only: ["csrf_token", "seq", "text"],
  });
}

// A file that has arrived is part of the work once the form is sent.
let isBrought = false;
form.addEventListener("upload:finished", () => {
  isBrought = true;
});
form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) isBrought = false;
});
addEventListener("beforeunload", (event) => {
  if (isBrought) event.preventDefault();
});
