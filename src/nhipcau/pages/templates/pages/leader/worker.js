{% load static %}// Keeps the leader's pages and their assets, so that the doors open without network; shows reminders.
"use strict";
const PUSH = { key: "{{ push.key }}", renew: "{{ push.renew }}", icon: "{% static 'nhipcau/icon.svg' %}", lang: "{{ shell.own_language }}" };
importScripts("{% static 'nhipcau/pushed.js' %}");
const PAGES = "to-pages-2", ASSETS = "to-assets-1";
const NEEDED = ["{% static 'nhipcau/base.css' %}", "{% static 'nhipcau/phone.css' %}", "{% static 'nhipcau/doors.js' %}", "{% static 'nhipcau/phone.js' %}", "{% static 'nhipcau/assist.js' %}", "{% static 'nhipcau/counter.css' %}"];
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(NEEDED)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const keep = new Set([PAGES, ASSETS]);
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => !keep.has(name)).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (NEEDED.includes(url.pathname)) event.respondWith(asset(request));
  else if (url.pathname.startsWith("/to/") && url.pathname !== "/to/may.js") event.respondWith(page(request));
});

async function asset(request) {
  return (await caches.match(request, { ignoreSearch: true })) || fetch(request);
}

// A phone that the ward locked is sent to another door, or refused. Nothing may stay on it then.
function isLocked(response) {
  const elsewhere = response.redirected && !new URL(response.url).pathname.startsWith("/to/");
  return response.type === "opaqueredirect" || elsewhere || response.status === 403;
}

// An internal group's words, a code, a calendar's address: what the ward says is not to be kept.
function isSecret(response) {
  return /no-store/.test(response.headers.get("Cache-Control") || "");
}

// The network first; the kept page when the network is gone or too slow.
async function page(request) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(request, { ignoreSearch: true });
  const fresh = fetch(request).then(async (response) => {
    if (isLocked(response)) await caches.delete(PAGES);
    else if (isSecret(response)) await cache.delete(request, { ignoreSearch: true });
    else if (response.ok && !response.redirected) await cache.put(request.url.split(/[?#]/)[0], response.clone());
    return response;
  });
  if (!kept) return fresh;
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, slow]).catch(() => kept);
}
