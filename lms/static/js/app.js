// Entry: loads a module only where the page has something for it. Every page works without any of them.
import { start } from "./page.js";

start();
const has = (selector) => document.querySelector(selector) !== null;
if (has("form[data-live-search]")) import("./search.js");
if (has("[data-deadline]")) import("./countdown.js");
if (has("form[data-attempt]")) import("./quiz.js");
else if (has("[data-ordering]")) import("./ordering.js").then((module) => module.start());
if (has("video[data-progress-url]")) import("./video.js");
if (has("[data-embed]")) import("./linked-film.js");
if (has("[data-keeps-place]")) import("./place.js");
