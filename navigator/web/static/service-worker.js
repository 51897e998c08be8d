// Shows what the service tells a phone, and opens the plan when it is pressed. It keeps nothing and reads no page.

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Something that is not ours to read: a browser still wants a notification for it.
  }
  const { title = "Care Navigator", body = "", tag, lang, dir = "auto", opens = "/my" } = told;
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, lang, dir, icon: "/static/icon.svg", data: { opens } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.opens ?? "/my", self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((windows) => {
      const open = windows.find((one) => new URL(one.url).pathname.startsWith("/my"));
      return open ? open.focus().then((one) => one.navigate(address.href)) : self.clients.openWindow(address.href);
    }),
  );
});
