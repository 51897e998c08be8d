// Small comforts. Every page works without them.

const AFTER_TYPING = 2000; // milliseconds of quiet before what was typed is kept
const BUTTON_RESTS = 2000; // milliseconds in which a second press is taken for a slip

document.getElementById("error-summary")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, BUTTON_RESTS);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const search = document.querySelector("input[type=search], input[name=q]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);

// Sends what is typed to the form's `data-autosave` address, and shows the answer's `saved` in `data-autosave-status`.
// Anything else in the answer is the new value of the field of that name (such as a mark of what is kept by now).
// What was not kept stays on the page, with the answer's reason, or else the status's `data-not-saved`.
function keep(form) {
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  let waiting = null;
  let changed = false;

  async function save({ leaving = false } = {}) {
    clearTimeout(waiting);
    if (!changed || form.dataset.sent) return;
    changed = false;
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
      if (!answer.ok) {
        words = saved ?? words;
        throw new Error(`${answer.status}`);
      }
      for (const [name, value] of Object.entries(carried)) if (form.elements[name]) form.elements[name].value = value;
      if (status && saved) status.textContent = saved;
    } catch {
      changed = true; // kept for the next try, or for the button
      if (status && words) status.textContent = words;
    }
  }

  status?.setAttribute("aria-live", "polite");
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, AFTER_TYPING);
  });
  addEventListener("pagehide", () => save({ leaving: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ leaving: true });
  });
}
