// Proposes an address while a title is typed, until somebody writes one themselves.
const title = document.querySelector("[data-title-for]");
const address = document.getElementById(title.dataset.titleFor);
let own = address.value !== "";
let timer = 0;

address.addEventListener("input", () => {
  own = address.value !== "";
});
title.addEventListener("input", () => {
  clearTimeout(timer);
  if (!own) timer = setTimeout(propose, 350);
});

async function propose() {
  const asked = title.value;
  if (!asked.trim()) return;
  try {
    const reply = await fetch(`${title.dataset.url}?${new URLSearchParams({ title: asked })}`);
    if (reply.ok && !own && title.value === asked) address.value = (await reply.json()).address;
  } catch {
    /* the server makes one when the form is sent */
  }
}
