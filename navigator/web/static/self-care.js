// Asks the browser to keep this self-care page, and what it is drawn with, for when there is no connection.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/self-care/offline.js", { scope: "/self-care" }).then(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const page = new URL(location.pathname, location.origin);
    page.searchParams.set("lang", document.documentElement.lang);
    const drawn = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.href || part.src);
    active.postMessage([page.href, ...drawn]);
  }, () => undefined);
}
