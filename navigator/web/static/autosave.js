// Keeps what is typed: on the server every few seconds, and on this device until the server has it.
//
// A form with `data-autosave` is sent to that address, and the answer's `saved` shown in `data-autosave-status`. Anything else
// in the answer is the new value of the field of that name (such as a mark of what is kept by now). What was not kept stays
// on the page, with the answer's reason, or else the status's `data-not-saved`.
//
// For somebody signed in, what is not saved yet is also kept on the device, so that a lost connection or a closed page loses
// nothing. It can be read only with a key that the server gives to pages of that same person: on a shared computer nobody
// finds another's words. It goes as soon as it is saved, with signing out, and after three days.

const AFTER_TYPING = 2000; // milliseconds of quiet before what was typed is sent
const TRY_AGAIN = 10000;
const DRAFTS_LAST = 3 * 24 * 60 * 60 * 1000;
const PREFIX = "draft ";
const NOT_KEPT = new Set(["csrf_token"]);

const owner = document.querySelector("meta[name=drafts-of]")?.content ?? "";
const keyWords = document.querySelector("meta[name=drafts-key]")?.content ?? "";
const canKeep = Boolean(owner && keyWords && globalThis.crypto?.subtle && "localStorage" in globalThis);
const key = canKeep
  ? crypto.subtle.importKey("raw", bytes(keyWords), "AES-GCM", false, ["encrypt", "decrypt"])
  : Promise.reject(new Error("nothing is kept on this device"));
key.catch(() => {});

forgetOld();
forgetWhatWasSent();
for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (new URL(form.action, location.href).pathname.endsWith("sign-out")) forgetMine();
  if (form.dataset.autosave && owner) sessionStorage.setItem(`sent ${form.dataset.autosave}`, "yes");
});

function keep(form) {
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  const name = `${PREFIX}${owner} ${form.dataset.autosave}`;
  let waiting = null;
  let changed = false;
  let asOpened = snapshot(form); // as the server has it, as far as this page knows
  let version = 0;

  status?.setAttribute("aria-live", "polite");
  if (canKeep) restore();

  async function save({ leaving = false } = {}) {
    clearTimeout(waiting);
    if (!changed || form.dataset.sent) return;
    changed = false;
    const sent = snapshot(form);
    const sending = version;
    let words = status?.dataset.notSaved;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(form),
        keepalive: leaving,
        redirect: "error",
      });
      const { saved, ...carried } = await answer.json();
      for (const [field, value] of Object.entries(carried)) if (form.elements[field]) form.elements[field].value = value;
      if (!answer.ok) {
        words = saved ?? words;
        throw new Error(`${answer.status}`);
      }
      asOpened = { ...sent, ...carried };
      if (sending === version) localStorage.removeItem(name);
      if (status && saved) status.textContent = saved;
    } catch (problem) {
      changed = true; // kept for the next try, or for the button
      const isLost = problem instanceof TypeError;
      if (isLost) waiting = setTimeout(save, TRY_AGAIN);
      if (status && isLost && canKeep && status.dataset.keptHere) words = status.dataset.keptHere;
      if (status && words) status.textContent = words;
    }
  }

  async function keepHere() {
    if (!canKeep) return;
    const writing = ++version;
    const now = snapshot(form);
    const fields = Object.fromEntries(
      Object.entries(now).filter(([field, value]) => String(value) !== String(asOpened[field] ?? "") || isHidden(field)),
    );
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(fields));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, plain);
    if (writing !== version || form.dataset.sent || !changed) return; // newer words are on their way, or all is saved
    try {
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), iv: text(iv), sealed: text(new Uint8Array(sealed)) }));
    } catch {
      // no room: the page itself still has the words
    }
  }

  function isHidden(field) {
    return form.elements[field]?.type === "hidden";
  }

  async function restore() {
    const kept = localStorage.getItem(name);
    if (!kept) return;
    try {
      const { at, iv, sealed } = JSON.parse(kept);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key, bytes(sealed));
      const fields = JSON.parse(new TextDecoder().decode(plain));
      const typed = Object.keys(fields).filter((field) => !isHidden(field) && form.elements[field]);
      if (typed.every((field) => String(fields[field]) === String(asOpened[field] ?? ""))) {
        localStorage.removeItem(name); // it reached the server after all
        return;
      }
      for (const [field, value] of Object.entries(fields)) fill(form, field, value);
      form.dispatchEvent(new Event("input", { bubbles: true }));
      await save();
      if (status && status.dataset.broughtBack && !changed) {
        const clock = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        status.textContent = `${status.dataset.broughtBack.replace("TIME", clock)} ${status.textContent}`;
      }
    } catch {
      localStorage.removeItem(name); // nobody can read it any more
    }
  }

  form.addEventListener("input", (event) => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, AFTER_TYPING);
    keepHere().catch(() => {});
    sayInShort(form, event.target);
  });
  addEventListener("online", () => save());
  addEventListener("pagehide", () => save({ leaving: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ leaving: true });
  });
}

// The first words of what was said, beside its heading.
function sayInShort(form, field) {
  const short = form.querySelector(`[data-said-of="${field.name}"]`);
  if (short) short.textContent = field.value.length > 90 ? `${field.value.slice(0, 87)}…` : field.value;
}

// What the form holds, by field; of boxes to tick, all that are ticked.
function snapshot(form) {
  const held = {};
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.has(field.name) || field.type === "submit") continue;
    if (field.type === "checkbox") held[field.name] = [...(held[field.name] ?? []), ...(field.checked ? [field.value] : [])];
    else if (field.type !== "radio" || field.checked) held[field.name] = field.value;
  }
  return held;
}

function fill(form, name, value) {
  const found = form.elements[name];
  if (!found) return;
  for (const field of found instanceof RadioNodeList ? found : [found]) {
    if (field.type === "checkbox") field.checked = value.includes(field.value);
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
    sayInShort(form, field);
  }
}

// A form was sent by its button. On the page that follows, what was typed is saved, or stands in the boxes again.
function forgetWhatWasSent() {
  if (!owner) return; // signed out meanwhile: what was typed is on its way, but not there
  for (const mark of Object.keys(sessionStorage).filter((one) => one.startsWith("sent "))) {
    sessionStorage.removeItem(mark);
    localStorage.removeItem(`${PREFIX}${owner} ${mark.slice("sent ".length)}`);
  }
}

function forgetMine() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(`${PREFIX}${owner} `)) localStorage.removeItem(name);
}

function forgetOld() {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(name)).at > DRAFTS_LAST) localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(array) {
  return btoa(String.fromCharCode(...array));
}
