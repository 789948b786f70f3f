// While nobody answers, a page that is opened shows our own words instead of the browser's.
/* A service worker has another global than a page, which the type check does not know. */
const worker = /** @type {any} */ (self);
const OFFLINE = "moderato/offline";
worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open("moderato").then((kept) => kept.add(new Request(new URL(OFFLINE, worker.registration.scope), { cache: "reload" }))));
  // All but opening a page goes past this worker: a page that is being closed has no time to wake
  // it, and newer Chromium drops its last word (sendBeacon) where it would have to.
  event.addRoutes?.({ condition: { not: { requestMode: "navigate" } }, source: "network" });
  worker.skipWaiting();
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(async () => {
    const kept = await caches.match(new URL(OFFLINE, worker.registration.scope));
    return kept ?? Response.error();
  }));
});
