// The button that asks for notifications: one state at a time, each with what to do next.
(() => {
  "use strict";
  const box = document.querySelector("[data-push]");
  if (!box) return;
  const { key, worker, scope, subscribe, unsubscribe } = box.dataset;
  const form = box.querySelector("form");

  const show = (name) => {
    box.querySelectorAll("[data-when]").forEach((part) => {
      part.hidden = !part.dataset.when.split(" ").includes(name);
    });
    box.setAttribute("aria-busy", String(name === "busy"));
  };
  const fail = (words) => {
    if (words) box.querySelector("[data-words]").textContent = words;
    show("failed");
  };

  const ua = navigator.userAgent;
  if (!key) return show("closed");
  if (/Zalo|FBAN|FBAV/.test(ua)) return show("inside");
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return show(/iPhone|iPad/.test(ua) && !navigator.standalone ? "apple" : "unsupported");
  }

  const wanted = Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const isOurs = (made) => {
    const used = made.options && made.options.applicationServerKey;
    return !used || new Uint8Array(used).every((byte, n) => byte === wanted[n]);
  };
  const registered = async () => {
    await navigator.serviceWorker.register(worker, { scope });
    return navigator.serviceWorker.ready;
  };

  const tell = async (where, made) => {
    const { endpoint, keys } = made.toJSON();
    const body = new FormData(form);
    Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth }).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(where, { method: "POST", body });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.error || "");
  };

  const look = async () => {
    if (Notification.permission === "denied") return show("denied");
    const made = Notification.permission === "granted"
      && (await (await registered()).pushManager.getSubscription());
    if (!made || !isOurs(made)) return show("off");
    await tell(subscribe, made); // what was lost at the ward comes back; a house said since is noted
    show("on");
  };

  const turnOn = async () => {
    show("busy");
    const answer = await Notification.requestPermission();
    if (answer !== "granted") return show(answer === "denied" ? "denied" : "off");
    const there = await registered();
    const old = await there.pushManager.getSubscription();
    if (old && !isOurs(old)) await old.unsubscribe();
    const made = await there.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
    await tell(subscribe, made);
    show("on");
    await there.showNotification(box.dataset.title, { body: box.dataset.hello, tag: "chao", lang: document.documentElement.lang });
  };

  const turnOff = async () => {
    show("busy");
    const there = await registered(), made = await there.pushManager.getSubscription();
    if (made) { await tell(unsubscribe, made); await made.unsubscribe(); }
    show("off");
  };

  const press = (name, act) => box.querySelectorAll(`[data-act=${name}]`).forEach((button) => {
    button.addEventListener("click", () => act().catch((fault) => fail(fault.name === "Error" ? fault.message : "")));
  });
  press("on", turnOn);
  press("off", turnOff);
  look().catch(() => show("off"));
})();
