// The outline of a draft by drag and drop and by keyboard. Each change sends the whole order with what was seen of it;
// the server refuses one that was made from an older outline. Without this module the panels' buttons do the same.
import { keepSaved, watch } from "./saving.js";
import "./sortable.js";

const { Sortable } = self;
const root = document.querySelector("[data-outline]");
const words = root.dataset;
const status = document.querySelector("[data-outline-status]");
const spoken = document.querySelector("[data-outline-spoken]");
const figure = new Intl.NumberFormat(document.documentElement.lang);
const lists = [];
let lastMoved = "";
let isStopped = false;

const modules = () => [...root.querySelectorAll("[data-module]")];
const items = (module) => [...module.querySelectorAll("[data-item]")];
const thingOf = (node) => node.closest("[data-item]") ?? node.closest("[data-module]");
const titleOf = (thing) => thing.querySelector("[data-title]").textContent;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

for (const place of root.querySelectorAll("[data-grip]")) {
  const grip = document.createElement("button");
  grip.type = "button";
  grip.className = "grip";
  grip.setAttribute("aria-label", fill(words.textGrip, { title: titleOf(thingOf(place)) }));
  place.replaceWith(grip);
}

root.querySelector("[data-added] a")?.focus({ preventScroll: true }); // whoever added an item goes on to write it

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const common = {
  animation: still ? 0 : 120,
  ghostClass: "carried",
  onEnd: ({ item, from, to, oldIndex, newIndex }) => {
    if (from !== to || oldIndex !== newIndex) moved(item, 0);
  },
};
lists.push(Sortable.create(root, { ...common, handle: ".draft-head .grip", draggable: "[data-module]" }));
for (const list of root.querySelectorAll("[data-items]")) {
  lists.push(Sortable.create(list, { ...common, group: "items", handle: ".grip", draggable: "[data-item]" }));
}

root.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || isStopped || event.ctrlKey || event.metaKey || !event.target.matches(".grip")) return;
  event.preventDefault();
  const thing = thingOf(event.target);
  if (!(thing.dataset.item ? stepItem(thing, step) : swap(thing, step))) return;
  event.target.focus();
  thing.scrollIntoView({ block: "nearest" });
  moved(thing, 700);
});

// One place up or down among its sisters; false at the edge.
function swap(thing, step) {
  const kind = thing.dataset.item ? "[data-item]" : "[data-module]";
  let other = step < 0 ? thing.previousElementSibling : thing.nextElementSibling;
  while (other && !other.matches(kind)) other = step < 0 ? other.previousElementSibling : other.nextElementSibling;
  if (!other) return false;
  other[step < 0 ? "before" : "after"](thing);
  return true;
}

// An item goes over the edge of its module into the next one.
function stepItem(item, step) {
  if (swap(item, step)) return true;
  const all = modules();
  const next = all[all.indexOf(item.closest("[data-module]")) + step];
  if (!next) return false;
  next.querySelector("[data-items]")[step < 0 ? "append" : "prepend"](item);
  return true;
}

function moved(thing, wait) {
  if (isStopped) return;
  const all = modules();
  for (const [index, module] of all.entries()) {
    module.querySelector("[data-number]").textContent = figure.format(index + 1);
  }
  const home = thing.closest("[data-module]");
  const sisters = thing.dataset.item ? items(home) : all;
  spoken.textContent = fill(thing.dataset.item ? words.textItem : words.textModule, {
    title: titleOf(thing),
    module: titleOf(home),
    place: figure.format(sisters.indexOf(thing) + 1),
    count: figure.format(sisters.length),
  });
  lastMoved = titleOf(thing);
  saver.changed(wait);
}

function order() {
  const keys = (module) => [module.dataset.module, ...items(module).map((item) => item.dataset.item)];
  return modules().map((module) => keys(module).join(" ")).join("\n");
}

const saver = keepSaved({
  url: words.url,
  version: words.seen,
  versionName: "seen",
  known: order(),
  read: order,
  write() {}, // an order is not kept: whoever comes back sees the outline as it is
  take: () => null,
  put() {},
  drop() {},
  body() {
    return new URLSearchParams({ csrf_token: words.csrf, seen: this.version, moved: lastMoved, order: order() });
  },
  tell(state, text, reply) {
    if (state === "changed") return;
    for (const module of reply ? modules() : []) {
      module.querySelector("[data-sum] bdi").textContent = reply.sums[module.dataset.module] ?? "";
    }
    say(text ?? { saving: words.textSaving, offline: words.textOffline }[state], state);
  },
  refuse(reply) {
    isStopped = true;
    for (const list of lists) list.option("disabled", true);
    const again = document.createElement("a");
    again.href = location.pathname;
    again.textContent = words.textReload;
    say(`${reply.text ?? ""} `, "refused");
    status.append(again);
    return "forget";
  },
});
watch(null);

function say(text, state) {
  status.textContent = text;
  status.dataset.state = state;
}

// The panel of one row comes without a new page; the link leads to the same.
root.addEventListener("click", async (event) => {
  const close = event.target.closest("[data-close]");
  if (close) {
    event.preventDefault();
    const thing = thingOf(close);
    close.closest("[data-panel]").remove();
    thing.querySelector("[data-open]").focus();
    return;
  }
  const link = event.target.closest("[data-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const thing = thingOf(link);
  const open = root.querySelector("[data-panel]");
  open?.remove();
  if (open?.dataset.of === link.href) return;
  const panel = await panelBehind(link.href);
  if (!panel) {
    location.assign(link.href);
    return;
  }
  panel.dataset.of = link.href;
  root.querySelector("[data-panel]")?.remove();
  if (thing.dataset.item) thing.append(panel);
  else thing.querySelector(".draft-head").after(panel);
  panel.querySelector("[data-focus]")?.select();
});

async function panelBehind(url) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
    return document.adoptNode(page.querySelector("[data-panel]"));
  } catch {
    return null;
  }
}
