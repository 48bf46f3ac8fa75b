// Keys of the grading pages: J and K to the next and the previous, on a list from link to link. Never while one types.
const rows = [...document.querySelectorAll("[data-row]")];

// Keys of one letter can be switched off, for those who speak to their computer (WCAG 2.1.4); this browser remembers.
const line = document.querySelector("[data-shortcuts]");
const toggle = line.querySelector("[data-shortcut-switch]");
let on = recall() !== "off";

function recall() {
  try {
    return localStorage.getItem("shortcuts");
  } catch {
    return null; // a browser that keeps nothing: on, until the page is left
  }
}

function show() {
  toggle.setAttribute("aria-pressed", String(on));
  line.classList.toggle("off", !on);
}

line.hidden = false;
show();
toggle.addEventListener("click", () => {
  on = !on;
  show();
  try {
    localStorage.setItem("shortcuts", on ? "on" : "off");
  } catch {
    // it holds for this page
  }
});

addEventListener("keydown", (event) => {
  if (!on) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  // The place of the key, not its letter: on a Russian or Persian keyboard it is the same one.
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  if (!step) return;
  const link = document.querySelector(`[data-key="${step > 0 ? "j" : "k"}"]`);
  if (link) link.click();
  else if (rows.length) {
    const at = rows.indexOf(document.activeElement);
    rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
  }
});
