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
    try {
      sessionStorage.setItem(SHELF, JSON.stringify({ path: location.pathname, index, top: tops[index] }));
    } catch {
      // a browser that keeps nothing begins at the top
    }
  });
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(SHELF));
    sessionStorage.removeItem(SHELF);
  } catch {
    // see above
  }
  const block = kept?.path === location.pathname && blocks()[kept.index];
  if (block) scrollBy({ top: block.getBoundingClientRect().top - kept.top, behavior: "instant" });
}

restore();
