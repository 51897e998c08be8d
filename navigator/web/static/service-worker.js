// Shows what the service tells a phone, says that it was shown, and opens the plan when it is pressed. It keeps nothing and
// reads no page.

const TRIES = [0, 2000, 10000]; // milliseconds to wait before each try to say so: the connection may only just be back

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Something that is not ours to read: a browser still wants a notification for it.
  }
  const { title = "Care Navigator", body = "", tag, lang, dir = "auto", opens = "/my", shown } = told;
  event.waitUntil(
    self.registration
      .showNotification(title, { body, tag, lang, dir, icon: "/static/built/icons/192.png", data: { opens } })
      .then(() => say(shown)),
  );
});

// Without this word the service sends a text half an hour later. It goes to us and nowhere else, whatever we were told.
async function say(shown) {
  if (typeof shown !== "string" || !/^\/shown\/[a-z2-7]+$/.test(shown)) return;
  for (const wait of TRIES) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const answer = await fetch(shown, { method: "POST", credentials: "omit", keepalive: true });
      if (answer.ok || answer.status === 404) return;
    } catch {
      // No connection: try again.
    }
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.opens ?? "/my", self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((windows) => {
      // Only pages opened since this worker began can be led on by it; beside an older one a new page opens.
      const open = windows.find((one) => new URL(one.url).pathname.startsWith("/my"));
      return open ? open.focus().then((one) => one.navigate(address.href)) : self.clients.openWindow(address.href);
    }),
  );
});
