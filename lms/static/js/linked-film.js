// A film that lies with others: pressing its link loads the player in its place. Before that nothing is asked of them.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-embed] > a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.closest("[data-no-frames]")) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.title = link.textContent;
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin"; // some players refuse to play for a page that does not say whose it is
  frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  frame.src = link.parentElement.dataset.embed;
  link.replaceWith(frame);
  frame.focus();
});
