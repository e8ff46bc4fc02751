// Opens the offline page without a network. Keeps the page, its scripts and styles, and nothing else: what is asked of
// the server about persons goes past it and is never kept. SHELL comes before this text, with the version.
"use strict";
const PREFIX = "tonggong-offline-";
const NAME = PREFIX + SHELL.version;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(NAME);
    await kept.addAll(SHELL.files.map((file) => new Request(file, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin || !SHELL.files.includes(address.pathname)) return;
  event.respondWith((async () => {
    const kept = await caches.open(NAME);
    return (await kept.match(address.pathname)) ?? fetch(request);
  })());
});
