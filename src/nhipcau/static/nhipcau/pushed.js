// In a service worker that has set PUSH: show what comes, open it at a tap, follow a new address.
"use strict";

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

async function show(data) {
  const said = read(data);
  await self.registration.showNotification(said.title, {
    body: said.text, tag: said.tag, renotify: Boolean(said.tag), lang: PUSH.lang, icon: PUSH.icon, data: { url: said.url },
  });
  if (said.receipt) await fetch(said.receipt, { method: "POST" }).catch(() => {}); // no network: it was shown all the same
}

// A browser must show something for every push, or it takes the permission back.
function read(data) {
  let said = {};
  try { said = data.json(); } catch (_) { /* empty, or not ours */ }
  return { title: said.title || "Phường có thông báo mới", text: said.text || "", tag: said.tag || undefined,
    url: said.url || self.registration.scope, receipt: inside(said.receipt) };
}

function inside(address) {
  const url = address ? new URL(address, location.origin) : null;
  return url && url.origin === location.origin ? url.href : "";
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data || {}).url || self.registration.scope));
});

async function open(address) {
  const url = new URL(address, location.origin).href;
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(follow(event)));

async function follow(event) {
  const old = event.oldSubscription;
  const fresh = event.newSubscription || (await self.registration.pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: (old && old.options.applicationServerKey) || PUSH.key,
  }));
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ old: old ? old.endpoint : "", endpoint, p256dh: keys.p256dh, auth: keys.auth });
  if (old) await fetch(PUSH.renew, { method: "POST", body });
}
