// Small comforts. Every page works without them.

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

// In a list with `data-keys`, j and k go down and up its rows, from one row's first link to the next one's.
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!list || typing || !["j", "k"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const rows = [...list.children].map((row) => row.querySelector("a[href]")).filter(Boolean);
  const here = rows.findIndex((link) => link.closest("li").contains(document.activeElement));
  rows[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), rows.length - 1)]?.focus();
});

for (const form of document.querySelectorAll("form[data-notices]")) offerNotices(form);

// Shows the form where this browser can be notified, and puts the browser's own address for that into it before it is sent.
function offerNotices(form) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
  const part = form.parentElement;
  const say = (allowed) => {
    part.querySelector("[data-notices-refused]").hidden = allowed;
    part.querySelector("[data-notices-impossible]").hidden = true;
  };
  form.hidden = false;
  part.querySelector("[data-notices-impossible]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") return say(false);
      await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
      const ready = await navigator.serviceWorker.ready;
      const key = Uint8Array.from(atob(form.dataset.notices.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
      const known = await ready.pushManager.getSubscription();
      const sameKey = known && new Uint8Array(known.options.applicationServerKey ?? []).join() === key.join();
      if (known && !sameKey) await known.unsubscribe();
      const told = sameKey ? known : await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint, keys } = told.toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.submit();
    } catch {
      delete form.dataset.sent;
      say(false);
    }
  });
}

for (const form of document.querySelectorAll("form.app-search")) {
  for (const field of form.querySelectorAll("input[name=q], input[name=near]")) suggest(field);
}

// Suggestions under a search field while somebody types, as a combobox with a list (WAI-ARIA's pattern): down and up choose,
// Enter takes what is chosen, Escape closes. Without an answer the field is as it was.
function suggest(field) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `${field.id}-suggestions`;
  list.className = "app-suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  said.className = "nhsuk-u-visually-hidden";
  said.setAttribute("role", "status");
  field.closest(".nhsuk-form-group").append(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("autocomplete", "off");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
  let asking = null;
  let waiting = null;
  let chosen = -1;

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    chosen = number;
    for (const [place, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(place === number));
    if (number >= 0) field.setAttribute("aria-activedescendant", list.children[number].id);
    else field.removeAttribute("aria-activedescendant");
    list.children[number]?.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    if (option.dataset.address && field.form.getAttribute("action") === "/services") {
      const near = field.form.elements.near?.value.trim();
      const address = new URL(option.dataset.address, location.href);
      if (near && !address.pathname.match(/^\/services\/./)) address.searchParams.set("near", near);
      location.assign(address);
      return;
    }
    field.value = option.dataset.words;
    close();
  }

  async function ask() {
    const typed = field.value.trim();
    asking?.abort();
    if (typed.length < 2) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?${new URLSearchParams({ [field.name]: typed })}`, { signal: asking.signal });
      if (!answer.ok) return close();
      show(await answer.json());
    } catch {
      // a newer question was asked, or the network is away: the field works as it is
    }
  }

  function show(answer) {
    list.replaceChildren(
      ...answer.contents.map((one, number) => {
        const option = document.createElement("li");
        const words = document.createElement("span");
        option.id = `${list.id}-${number}`;
        option.className = "app-suggestions__one";
        option.setAttribute("role", "option");
        option.dataset.words = one.words;
        if (one.address) option.dataset.address = one.address;
        words.textContent = one.words;
        words.dir = "auto";
        if (one.language) words.lang = one.language;
        option.append(words);
        if (one.what) {
          const what = document.createElement("span");
          what.className = "app-suggestions__what";
          what.textContent = one.what;
          option.append(" ", what);
        }
        return option;
      }),
    );
    said.textContent = answer.said;
    choose(-1);
    list.hidden = !answer.contents.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(close, 100));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}

for (const form of document.querySelectorAll("form[data-count]")) countParts(form);

// Says under the box, while somebody types an answer, as how many texts it goes: the form is sent to `data-count`, and the
// answer's `said` shown in `data-count-said`. Without an answer there is the button that shows what arrives.
function countParts(form) {
  const said = form.querySelector("[data-count-said]");
  let asking = null;
  let waiting = null;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.count, { method: "POST", body: new FormData(form), signal: asking.signal });
      said.textContent = answer.ok ? (await answer.json()).said : "";
    } catch {
      // newer words are being counted, or the network is away
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  });
  if (form.elements.body?.value) ask();
}
