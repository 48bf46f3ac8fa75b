// The engine of everything that is saved while it is written: one request at a time and the newest text next. After a
// cut the same request goes again first, so that a text which arrived without an answer is no conflict with itself.
// What the server does not have yet is kept in this window (sessionStorage, emptied at sign-out) and comes back after
// a reload; "Saved" is said only of what the server has acknowledged with a new version.

const PATIENCE_MS = 20_000; // for one request, besides a second for each kilobyte of it
const TYPING_MS = 800;
const savers = [];
let leaving = false; // the form itself is on its way

// Keeps one thing saved. `url`; `known`: what the server sent of it, not what stands there (somebody may have typed
// before this script arrived); `read()` and `write(value)`: what stands there, as a string; `body()` of a request;
// `version`, and its name in an answer as `versionName`; `tell(state, text, reply)` for people; `take()`, `put(record)`
// and `drop()`: its place on the shelf; `refuse(reply)`: called with any other answer, "hold" when nothing may be sent until
// `goOn()`, "forget" when nothing ever.
export function keepSaved(thing) {
  let { known } = thing;
  let unanswered = null; // what was sent, as long as nobody knows whether it arrived
  let sending = null;
  let stopped = "";
  let tries = 0;
  let timer = 0;

  const isUnsaved = () => stopped !== "forget" && (unanswered !== null || thing.read() !== known);

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function shelve(isSent = false) {
    if (isUnsaved()) thing.put({ version: thing.version, value: thing.read(), going: unanswered?.value, isSent });
    else thing.drop();
  }

  function changed(wait = TYPING_MS) {
    shelve();
    if (stopped || !isUnsaved()) return;
    if (!sending && !tries) thing.tell("changed"); // "Saved" was said of an older text
    tries = 0;
    later(wait);
  }

  function save() {
    clearTimeout(timer);
    if (!sending && !stopped && !leaving && isUnsaved()) sending = send().finally(() => (sending = null));
    return sending;
  }

  async function send() {
    unanswered ??= { value: thing.read(), body: thing.body() };
    shelve();
    thing.tell("saving");
    const { value, body } = unanswered;
    const reply = await post(thing.url, body, value.length);
    if (reply.status === 0 || reply.status === 429 || reply.status >= 500) {
      thing.tell("offline");
      later(Math.min(30_000, 2000 * 2 ** tries++));
      return;
    }
    unanswered = null;
    tries = 0;
    if (reply.status === 200 && reply[thing.versionName]) {
      known = value;
      thing.version = reply[thing.versionName];
      shelve();
      if (isUnsaved()) later(400);
      else thing.tell("saved", reply.text, reply);
    } else {
      stopped = thing.refuse(reply);
      shelve();
    }
  }

  // What an earlier page could not save, unless it arrived by the form or by a request whose answer was lost.
  function restore() {
    const kept = thing.take();
    if (!kept) return;
    const hasArrived = kept.isSent && kept.version !== thing.version;
    if (hasArrived || kept.value === known) return thing.drop();
    // If somebody else has saved since, the server will say so. What was on its way, and may arrive yet, goes first.
    if (kept.going !== known) {
      thing.version = kept.version;
      if (kept.going) {
        thing.write(kept.going);
        unanswered = { value: kept.going, body: thing.body() };
      }
    }
    thing.write(kept.value);
    thing.tell("restored");
  }

  const saver = {
    read: thing.read,
    changed,
    save,
    shelve,
    isUnsaved,
    isSending: () => sending !== null,
    isIdle: () => !sending && !stopped && !isUnsaved(),
    forget() {
      stopped = "forget";
      clearTimeout(timer);
      shelve();
    },
    // After a conflict: with what the page took over from the server, or with one's own.
    goOn(value = known) {
      stopped = "";
      known = value;
      shelve();
    },
  };
  savers.push(saver);
  restore();
  if (isUnsaved()) later(TYPING_MS);
  return saver;
}

// A form whose text fields are saved: its data-text-… are the words, its [data-save-state] says them, data-shelf names
// its place in this window. `only`: the fields of a request, else all of the form. `conflict(reply)`: asks whoever was
// too late; without it nothing more is saved then.
export function saveForm(form, { url, fields, versionName, only, conflict }) {
  const words = form.dataset;
  const state = form.querySelector("[data-save-state]");
  const version = form.elements[versionName];
  const pairs = (part) => JSON.stringify(fields.map((field) => [field.name, field[part]]));
  const said = { changed: "", saving: words.textSaving, offline: words.textOffline, restored: words.textRestored };
  const saver = keepSaved({
    url,
    versionName,
    known: pairs("defaultValue"),
    read: () => pairs("value"),
    write(value) {
      for (const [name, text] of JSON.parse(value)) if (form.elements[name]) form.elements[name].value = text;
    },
    body() {
      const body = new FormData(form);
      for (const name of [...body.keys()]) if (only && !only.includes(name)) body.delete(name);
      return body;
    },
    get version() {
      return version.value;
    },
    set version(value) {
      version.value = value;
    },
    tell(what, text) {
      state.textContent = text ?? said[what];
    },
    refuse(reply) {
      const other = { 403: words.textSignedOut, 413: words.textTooLong }[reply.status] ?? words.textRefused;
      state.textContent = reply.text ?? other;
      if (reply.status === 409 && conflict) {
        conflict(reply);
        return "hold";
      }
      return [409, 410].includes(reply.status) ? "forget" : "";
    },
    ...shelf(words.shelf),
  });
  for (const field of fields) {
    field.addEventListener("input", () => saver.changed());
    field.addEventListener("change", () => saver.changed(0));
  }
  watch(form);
  return saver;
}

// A place in this window. Where there is no room, or none is allowed, the page itself still has what was written.
export function shelf(name) {
  return {
    take() {
      try {
        return JSON.parse(sessionStorage.getItem(name));
      } catch {
        return null;
      }
    },
    put(record) {
      try {
        sessionStorage.setItem(name, JSON.stringify(record));
      } catch {
        // see above
      }
    },
    drop() {
      try {
        sessionStorage.removeItem(name);
      } catch {
        // see above
      }
    },
  };
}

async function post(url, body, size) {
  try {
    const reply = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      keepalive: size < 5000, // it goes on when the page is left; a browser lets 64 KB of such requests wait at most
      signal: AbortSignal.timeout?.(PATIENCE_MS + size),
    });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    // A page where JSON should be is the door: the session is over.
    return { ...(isJson ? await reply.json() : {}), status: isJson || !reply.ok ? reply.status : 403 };
  } catch {
    return { status: 0 };
  }
}

// What belongs to the page: a new connection, leaving it, coming back, and its form, if there is one, that is sent with
// its button.
export function watch(form) {
  const saveAll = () => savers.forEach((saver) => saver.save());
  addEventListener("online", saveAll);
  addEventListener("focus", saveAll); // whoever has signed in again in another window
  document.addEventListener("visibilitychange", saveAll);
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && savers.some((saver) => saver.isUnsaved())) event.preventDefault();
  });
  let isWaiting = false;
  form?.addEventListener("submit", (event) => {
    if (isWaiting) {
      event.preventDefault(); // it was pressed before
    } else if (event.defaultPrevented) {
      leaving = false;
    } else {
      const going = leaving ? [] : savers.filter((saver) => saver.isSending()).map((saver) => saver.save());
      leaving = true;
      for (const saver of savers) saver.shelve(true);
      if (going.length) sendAfter(going, event);
    }
  });

  // What is still on its way must not meet the form, but a dead line must not hold it up.
  function sendAfter(going, event) {
    event.preventDefault();
    isWaiting = true;
    const { submitter } = event;
    Promise.race([Promise.all(going), new Promise((go) => setTimeout(go, 5000))]).then(() => {
      isWaiting = false;
      form.dataset.agreed = "yes"; // whoever was asked before is not asked twice
      form.requestSubmit(submitter);
      delete form.dataset.agreed;
    });
  }
}
