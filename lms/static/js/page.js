// What any page may have: menus, flashes, confirmation, copy buttons, appearance.

export function start() {
  for (const button of document.querySelectorAll("[data-dismiss], [data-copy]")) button.hidden = false;
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("submit", asked, true);
  document.addEventListener("submit", sent);
  addEventListener(
    "pageshow",
    (event) => event.persisted && document.querySelectorAll("button[aria-busy]").forEach(free),
  );
  document.querySelector("[data-focus]")?.focus();
}

function clicked(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest("[data-dismiss], [data-copy]");
  if (!button) return;
  if ("dismiss" in button.dataset) button.closest("[data-flash]").remove();
  else copy(button);
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.textCopied;
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.textCopied;
  setTimeout(() => {
    label.textContent = before;
  }, 2500);
}

// Asks before a form or button with data-confirm goes on.
function asked(event) {
  const { target: form, submitter } = event;
  const text = submitter?.dataset.confirm ?? form.dataset.confirm;
  const dialog = document.getElementById("confirm-dialog");
  if (!text || !dialog || form.dataset.agreed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("p").textContent = text;
  const yes = dialog.querySelector("[value=yes]");
  yes.dataset.label ??= yes.textContent;
  yes.textContent = submitter?.textContent.trim() || yes.dataset.label; // the answer repeats the deed
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.agreed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.agreed;
  };
  dialog.showModal();
}

// One click sends once; the appearance changes without a new page.
function sent(event) {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("themeForm" in form.dataset && submitter) {
    event.preventDefault();
    appear(form, submitter);
    return;
  }
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
      setTimeout(free, 10000, button);
    }
  });
}

function free(button) {
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

async function appear(form, chosen) {
  const body = new URLSearchParams(new FormData(form));
  body.set("theme", chosen.value);
  const root = document.documentElement;
  if (chosen.value === "auto") delete root.dataset.theme;
  else root.dataset.theme = chosen.value;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === chosen));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) HTMLFormElement.prototype.submit.call(form);
}
