// Entry of the studio's pages, beside app.js: what trainees never load. Every page works without any of it.
const has = (selector) => document.querySelector(selector) !== null;
if (has("[data-outline]")) import("./outline.js");
if (has("[data-title-for]")) import("./address.js");
if (has("form[data-editor]")) import("./editor.js");
else if (has("form[data-autosave]")) import("./autosave.js");
if (has("[data-shortcuts]")) import("./keys.js");
if (has("[data-points-sum]")) import("./points.js");
if (has("[data-ordering]")) import("./ordering.js").then((module) => module.start());
if (has("[data-upload]")) import("./upload.js");
if (has("form[data-translation]")) import("./translate.js");
if (has("[data-rows], form[data-question]")) import("./rows.js").then((module) => module.start());
if (has("form[data-question]")) import("./kept.js");
