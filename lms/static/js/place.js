// Whoever chooses another language goes on at the same paragraph or question: texts of a course are built alike in
// each of its languages.
const SHELF = "place";
const blocks = () => [...document.querySelectorAll(".reading .prose > *, fieldset.question")];

for (const group of document.querySelectorAll("[data-keeps-place]")) {
  group.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    const tops = blocks().map((block) => block.getBoundingClientRect().top);
    const index = tops.filter((top) => top < innerHeight / 3).length - 1;
    if (index < 0) return; // at the beginning of the page
    sessionStorage.setItem(SHELF, JSON.stringify({ path: location.pathname, index, top: tops[index] }));
  });
}

function restore() {
  const kept = sessionStorage.getItem(SHELF);
  if (!kept) return;
  sessionStorage.removeItem(SHELF);
  const { path, index, top } = JSON.parse(kept);
  const block = path === location.pathname && blocks()[index];
  if (block) scrollBy({ top: block.getBoundingClientRect().top - top, behavior: "instant" });
}

restore();
