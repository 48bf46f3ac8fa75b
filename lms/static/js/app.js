// Entry of every page: loads a module only where there is something for it. What belongs to one page alone (quiz.js,
// draft.js) stands in that page's head. Every page works without any of them.
import { start } from "./page.js";

start();
const has = (selector) => document.querySelector(selector) !== null;
if (has("form[data-live-search]")) import("./search.js");
if (has("video[data-progress-url]")) import("./video.js");
if (has("[data-embed]")) import("./linked-film.js");
if (has("[data-keeps-place]")) import("./place.js");
