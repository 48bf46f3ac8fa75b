// Sends chosen files by pieces while the form is still being filled in. After a cut it goes on by itself, after a
// reload when the same file is chosen again. Without it the files come with the form.
//
// <div data-upload data-url=… data-purpose=… data-scope=… data-csrf=… data-text-…>, see components/upload.html.
// Others may call send(box, file) with what was pasted or dropped, and hear "upload:finished" with the facts.

const PATIENCE = 8; // tries of one piece before a person is asked

export function start(box) {
  const input = box.querySelector("input[type=file]");
  const form = box.closest("form");
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // or the form would bring them once more
    input.required = false;
    for (const file of files) send(box, file);
  });
  for (const name of ["dragover", "drop"]) {
    box.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      box.toggleAttribute("data-over", name === "dragover");
      if (name === "drop") for (const file of event.dataTransfer.files) send(box, file);
    });
  }
  box.addEventListener("dragleave", () => box.removeAttribute("data-over"));
  const wait = (event) => {
    if (!box.querySelector("[data-going]")) return;
    event.preventDefault();
    say(box.querySelector("[data-going]"), box.dataset.textWait);
  };
  form?.addEventListener("submit", wait, true); // before those who take it that the form is on its way
  addEventListener("beforeunload", (event) => {
    if (box.querySelector("[data-going]")) event.preventDefault();
  });
}

// Uploads a file; the facts about it, or null when it was refused or cancelled.
export async function send(box, file) {
  const line = newLine(box, file);
  const upload = { box, file, line, id: "", stopped: false };
  line.querySelector("[data-cancel]").addEventListener("click", () => cancel(upload));
  try {
    const facts = await run(upload);
    finish(upload, facts);
    return facts;
  } catch (problem) {
    if (!upload.stopped) fail(upload, problem.message || box.dataset.textFailed);
    return null;
  }
}

async function run(upload) {
  const { box, file } = upload;
  let state = await ask(upload, box.dataset.url, {
    body: new URLSearchParams({
      purpose: box.dataset.purpose,
      scope: box.dataset.scope,
      name: file.name,
      size: file.size,
      mark: `${file.size}-${file.lastModified}`,
    }),
  });
  upload.id = state.id;
  const { id, chunk_bytes: length } = state;
  for (let round = 0; round < 3; round++) {
    await sendPieces(upload, state.offset, length);
    say(upload.line, box.dataset.textChecking);
    state = await ask(upload, `${box.dataset.url}${id}/finish`, {});
    if (state.state) return state;
  }
  throw new Error(); // the server misses a piece each time
}

async function sendPieces(upload, from, length) {
  const { box, file, id } = upload;
  for (let offset = from; offset < file.size; ) {
    show(upload, offset);
    const told = await ask(upload, `${box.dataset.url}${id}/chunks?offset=${offset}`, {
      body: await file.slice(offset, offset + length).arrayBuffer(),
      headers: { "Content-Type": "application/octet-stream" },
    });
    if (told.offset === offset) throw new Error(); // the server asks for what it was just given
    offset = told.offset;
  }
  show(upload, file.size);
}

// One request that goes on trying while the line is cut or the server is busy. 409 says where to go on.
async function ask(upload, url, options) {
  for (let tries = 0; ; tries++) {
    if (upload.stopped) throw new Error();
    let wait = Math.min(30, 2 ** tries);
    try {
      const reply = await fetch(url, {
        method: "POST",
        ...options,
        headers: {
          Accept: "application/json",
          "X-Requested-With": "fetch",
          "X-CSRFToken": upload.box.dataset.csrf,
          ...options.headers,
        },
      });
      const isJson = reply.headers.get("Content-Type")?.includes("json");
      const told = isJson ? await reply.json() : {};
      if (reply.ok || reply.status === 409) return told;
      if (reply.status !== 429 && reply.status < 500) throw Object.assign(new Error(told.text ?? ""), { final: true });
      wait = Math.max(wait, Number(reply.headers.get("Retry-After")) || 0);
    } catch (problem) {
      if (problem.final) throw problem;
    }
    if (tries >= PATIENCE) throw new Error(upload.box.dataset.textCut);
    say(upload.line, upload.box.dataset.textWaiting);
    await pause(wait);
  }
}

// So long, or until the line is there again.
function pause(seconds) {
  return new Promise((go) => {
    const timer = setTimeout(end, seconds * 1000);
    function end() {
      clearTimeout(timer);
      removeEventListener("online", end);
      go();
    }
    addEventListener("online", end);
  });
}

function newLine(box, file) {
  const list = box.querySelector("[data-upload-list]");
  if (!box.hasAttribute("data-multiple")) for (const old of [...list.children]) old.querySelector("[data-cancel]").click();
  const line = box.querySelector("template").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-name]").textContent = file.name;
  line.querySelector("progress").setAttribute("aria-label", file.name);
  nameButton(box, line, box.dataset.textCancel);
  line.dataset.going = "";
  list.append(line);
  return line;
}

function nameButton(box, line, text) {
  const button = line.querySelector("[data-cancel]");
  button.firstElementChild.textContent = text;
  button.setAttribute("aria-label", `${text}: ${line.querySelector("[data-name]").textContent}`);
}

// Tenths are told to those who hear the page; the bar shows every piece.
function show({ box, file, line }, offset) {
  const percent = Math.floor((100 * offset) / file.size);
  line.querySelector("progress").value = percent;
  const tenth = 10 * Math.floor(percent / 10);
  if (line.dataset.tenth !== String(tenth)) {
    line.dataset.tenth = tenth;
    const number = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(tenth / 100);
    say(line, box.dataset.textSent.replace("{percent}", number));
  }
}

function say(line, text) {
  line.querySelector("[data-state]").textContent = text;
}

function finish({ box, line }, facts) {
  delete line.dataset.going;
  line.dataset.done = "";
  line.querySelector("progress").value = 100;
  line.querySelector("[data-name]").textContent = facts.name;
  line.querySelector("input").value = facts.id;
  nameButton(box, line, box.dataset.textRemove);
  say(line, box.dataset.textDone);
  box.dispatchEvent(new CustomEvent("upload:finished", { bubbles: true, detail: facts }));
}

function fail({ box, line }, text) {
  delete line.dataset.going;
  nameButton(box, line, box.dataset.textRemove);
  line.dataset.failed = "";
  line.querySelector("progress").remove();
  line.querySelector("input").remove();
  say(line, text);
}

function cancel(upload) {
  upload.stopped = true;
  upload.line.remove();
  upload.box.querySelector("input[type=file]").focus();
  if (!upload.id) return;
  fetch(`${upload.box.dataset.url}${upload.id}/cancel`, {
    method: "POST",
    headers: { "X-CSRFToken": upload.box.dataset.csrf },
    keepalive: true,
  }).catch(() => {}); // the daily tidying forgets it
}

for (const box of document.querySelectorAll("[data-upload]")) start(box);
