// Turns numbered selects into lines with buttons that move them; the selects stay and carry the answer.

const written = (number) => number.toLocaleString(document.documentElement.lang);

export function start(root = document) {
  for (const box of root.querySelectorAll("[data-ordering]")) enhance(box);
}

function enhance(box) {
  const list = box.querySelector("ol");
  const lines = [...list.children];
  if (lines.some((line) => line.querySelector("select").disabled)) return;
  // An order that nobody has touched is no answer yet: the selects stay empty until the first move.
  const touched = lines.some((line) => line.querySelector("select").value);
  const place = (line) => Number(line.querySelector("select").value) || Infinity;
  lines.sort((one, other) => place(one) - place(other));
  list.append(...lines);
  for (const line of lines) {
    line.querySelector("select").hidden = true;
    line.querySelector(".moves").hidden = false;
  }
  number(list, touched);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(box, list, button);
  });
}

function move(box, list, button) {
  const line = button.closest("li");
  if (button.dataset.move === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  number(list, true);
  const other = line.querySelector("[data-move]:not(:disabled)");
  (button.disabled ? other : button).focus();
  const text = { place: written([...list.children].indexOf(line) + 1), count: written(list.children.length) };
  box.querySelector("[role=status]").textContent = box.dataset.textPlace.replace(/\{(\w+)\}/g, (_, name) => text[name]);
  line.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
}

function number(list, answered) {
  const lines = [...list.children];
  lines.forEach((line, index) => {
    if (answered) line.querySelector("select").value = String(index + 1);
    line.querySelector(".place").textContent = written(index + 1);
    line.querySelector("[data-move=up]").disabled = index === 0;
    line.querySelector("[data-move=down]").disabled = index === lines.length - 1;
  });
}
