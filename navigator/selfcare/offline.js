// Keeps the self-care pages somebody has opened, so that they open again without a connection. The kept copy is asked for
// without cookies: nothing of whoever is signed in stays in it.
const KEPT = "self-care-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keep = async (request) => {
  const cache = await caches.open(KEPT);
  const answer = await fetch(request, { credentials: "omit" });
  if (answer.ok) await cache.put(request.url, answer);
};

self.addEventListener("message", (event) => {
  const own = (event.data || []).filter((address) => {
    const { origin, pathname } = new URL(address);
    return origin === self.location.origin && /^\/(self-care(\/|$)|static\/)/.test(pathname);
  });
  event.waitUntil(Promise.all(own.map((address) => keep(new Request(address)).catch(() => undefined))));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(
    fetch(event.request).catch(async () => {
      const cache = await caches.open(KEPT);
      const exact = await cache.match(event.request.url);
      if (exact) return exact;
      const inAnyLanguage = await cache.match(event.request.url, { ignoreSearch: true });
      return inAnyLanguage || Response.error();
    }),
  );
});
