// Saves a translation while it is written. Whoever translates what somebody else has changed is told, and sees both
// versions by pressing Save.
import { saveForm } from "./saving.js";

const form = document.querySelector("form[data-translation]");
saveForm(form, {
  url: form.dataset.translation,
  fields: [...form.elements].filter((field) => field.name?.startsWith("words.")),
  versionName: "seen",
  conflict() {}, // the server has said what to do
});
