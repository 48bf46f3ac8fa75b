// Rows of a form that are added, removed and moved where they stand, and the look of a question without a new page.
// Without scripts the same buttons send the form and bring it back (lms/authoring/forms/rows.py).

const moved = { up: "previousElementSibling", down: "nextElementSibling" };

export function start() {
  document.addEventListener("click", pressed);
  for (const form of document.querySelectorAll("form[data-question]")) form.addEventListener("submit", looked);
}

function pressed(event) {
  const button = event.target.closest("button[name=row]");
  const box = button?.closest("[data-rows]");
  if (!box) return;
  event.preventDefault();
  const [deed] = button.value.split(":");
  const row = button.closest("[data-row]");
  if (deed === "add") add(box);
  else if (deed === "remove") remove(box, row);
  else if (row[moved[deed]]) move(row, deed, button);
  limit(box);
}

function add(box) {
  const list = box.querySelector("[data-rows-list]");
  const name = box.dataset.rows;
  const taken = new Set([...list.querySelectorAll(`input[name="${name}"]`)].map((field) => field.value));
  let number = 1;
  while (taken.has(`new-${number}`)) number += 1;
  const row = box.querySelector("template").content.cloneNode(true);
  for (const part of row.querySelectorAll("[name], [value]")) {
    for (const attribute of ["name", "value"]) {
      if (part.hasAttribute(attribute)) {
        part.setAttribute(attribute, part.getAttribute(attribute).replace(/\bKEY\b/, `new-${number}`));
      }
    }
  }
  list.append(row);
  list.lastElementChild.querySelector("input[type=text], select")?.focus();
  speak(box, box.dataset.textAdded);
}

function remove(box, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (next?.querySelector("input[type=text], select") ?? box.querySelector("button[value^=add]")).focus();
  speak(box, box.dataset.textRemoved);
}

function move(row, deed, button) {
  const other = row[moved[deed]];
  if (deed === "up") other.before(row);
  else other.after(row);
  button.focus();
}

function limit(box) {
  const count = box.querySelectorAll("[data-rows-list] > [data-row]").length;
  box.querySelector("button[value^=add]").disabled = count >= Number(box.dataset.most);
}

function speak(box, text) {
  box.querySelector("[data-rows-spoken]").textContent = text;
}

// Something is wrong with the form, or with the connection: the page that says so.
function plainly(form, button) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  form.append(field);
  HTMLFormElement.prototype.submit.call(form);
}

// The buttons that only show something bring their part of the page, and the rest of it stays as it is.
async function looked(event) {
  const { target: form, submitter } = event;
  if (!["preview", "check", "draw"].includes(submitter?.value)) return;
  event.preventDefault();
  event.stopPropagation();
  const body = new FormData(form, submitter);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const fresh = page?.querySelector("[data-question-look]");
  if (!fresh) {
    plainly(form, submitter);
    return;
  }
  const look = form.querySelector("[data-question-look]");
  look.replaceChildren(...fresh.childNodes);
  form.elements.seed.value = page.querySelector("form[data-question] input[name=seed]").value;
  if (look.querySelector("[data-ordering]")) import("./ordering.js").then((module) => module.start(look));
  look.scrollIntoView({ block: "nearest" });
}
