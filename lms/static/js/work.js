// Entry of the page on which a trainee works on an assignment, beside app.js.
import "./draft.js";
import "./upload.js";
