// What the chosen levels of a rubric come to, while they are chosen; the server counts anew.
const sum = document.querySelector("[data-points-sum]");
const form = sum.closest("form");

form?.addEventListener("change", () => {
  const most = new Map();
  let points = 0;
  for (const level of form.querySelectorAll("input[data-points]")) {
    const value = Number(level.dataset.points);
    most.set(level.name, Math.max(most.get(level.name) ?? 0, value));
    if (level.checked) points += value;
  }
  const all = [...most.values()].reduce((total, value) => total + value, 0);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  sum.textContent = sum.dataset.textPoints.replace("{points}", number.format(points)).replace("{most}", number.format(all));
});
