// Entry of the studio's pages, beside app.js: what trainees never load. Every page works without any of it.
const has = (selector) => document.querySelector(selector) !== null;
if (has("[data-outline]")) import("./outline.js");
if (has("[data-title-for]")) import("./address.js");
if (has("form[data-editor]")) import("./editor.js");
else if (has("form[data-autosave]")) import("./autosave.js");
if (has("[data-row], [data-key], [data-points-sum]")) import("./keys.js");
if (has("[data-upload]")) import("./upload.js");
if (has("form[data-translation]")) import("./translate.js");
if (has("[data-rows], form[data-question]")) import("./rows.js").then((module) => module.start());
