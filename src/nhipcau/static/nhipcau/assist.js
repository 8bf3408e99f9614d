// Help given away from the desk: one press starts, one ends, with or without network. What is over
// stays in the telephone under a key made here until the ward has it; sending twice is sending once.
// Everything is kept by who wrote it: a telephone that passes on sends nothing in another's name.
(() => {
  "use strict";
  const me = document.currentScript, who = me.dataset.who;
  const KEPT = `nhipcau-assists-${who}`, RUNNING = `nhipcau-assist-${who}`;
  const start = document.querySelector("[data-start]"), form = document.querySelector("[data-record]");
  const banner = document.querySelector("[data-queue]"), since = document.querySelector("[data-since]");
  const refused = document.querySelector("[data-refused]");
  if (!start || !form) return;
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(me.dataset.worker, { scope: "/to/" }).catch(() => {});
  }
  const read = (name, empty) => { try { return JSON.parse(localStorage.getItem(name)) ?? empty; } catch (_) { return empty; } };
  const keep = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch (_) { return false; } };
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte, i) =>
    (i === 6 ? (byte & 15) | 64 : i === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0")).join("");
  const hhmm = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const say = (words) => { refused.textContent = words; refused.hidden = !words; };

  // The homes of the own neighbourhood came with the page: found without network, without marks.
  const finder = form.querySelector("[data-homes]");
  const homes = finder ? JSON.parse(document.getElementById("assist-homes").textContent) : [];
  const fold = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const offer = (chosen) => {
    if (!finder) return;
    const wanted = fold(finder.querySelector("input").value.trim());
    const found = homes.filter(([key, words]) => String(key) === chosen || (wanted && fold(words).includes(wanted)));
    finder.querySelector("ul").replaceChildren(...found.slice(0, 8).map(([key, words]) => {
      const line = document.createElement("li"), label = document.createElement("label"), radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "household", value: key, checked: String(key) === chosen });
      label.append(radio, words);
      line.append(label);
      return line;
    }));
  };
  const chosen = () => form.querySelector("[name=household]:checked")?.value || "";

  const show = () => {
    const running = read(RUNNING, null), lines = read(KEPT, []);
    start.hidden = Boolean(running);
    form.hidden = !running;
    if (running) {
      since.textContent = since.dataset.words.replace("%s", hhmm(running.at));
      for (const [name, values] of Object.entries(running.typed || {})) {
        form.querySelectorAll(`[name="${name}"]`).forEach((one) => {
          if (one.type === "radio" || one.type === "checkbox") one.checked = values.includes(one.value);
          else one.value = values[0] ?? "";
        });
      }
      offer((running.typed?.household || [""])[0]);
    }
    const words = lines.length ? banner.dataset.words.replace("%s", lines.length) : "";
    banner.hidden = !words && navigator.onLine;
    banner.textContent = [navigator.onLine ? "" : banner.dataset.offline, words].filter(Boolean).join(" · ");
  };

  const typed = () => {
    const given = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken") (given[name] ??= []).push(value);
    }
    return given;
  };

  let sending = false;
  const send = async () => {
    const lines = read(KEPT, []);
    if (sending || !lines.length || !navigator.onLine) return show();
    sending = true;
    try {
      const response = await fetch(me.dataset.sync, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ who, now: Date.now(), lines }),
      });
      if (response.status === 409) say((await response.json()).words);
      if (!response.ok || response.redirected) return; // kept; tried again
      const answers = (await response.json()).lines;
      const done = new Set(answers.map((one) => one.key));
      keep(KEPT, read(KEPT, []).filter((line) => !done.has(line.key)));
      const bad = answers.filter((one) => one.state === "refused");
      if (bad.length) say(bad.map((one) => one.words).join(" "));
      else fetch(location.pathname).catch(() => {}); // the kept page follows
    } catch (_) { /* no network after all */ } finally {
      sending = false;
      show();
    }
  };

  start.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(start), place = given.get("place") || "home";
    const of = given.get("neighbourhood") || "";
    if (!keep(RUNNING, { key: newKey(), at: Date.now(), place, of })) return start.submit(); // no room: on the ward's side
    form.reset();
    say("");
    show();
  });
  finder?.querySelector("input").addEventListener("input", () => offer(chosen()));
  form.addEventListener("input", () => { const running = read(RUNNING, null); if (running) keep(RUNNING, { ...running, typed: typed() }); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const running = read(RUNNING, null), given = typed();
    if (!running) return show();
    if (event.submitter?.dataset.drop !== undefined) { localStorage.removeItem(RUNNING); return show(); }
    const line = { key: running.key, at: running.at, place: running.place, taught: given.taught || [], neighbourhood: running.of || "" };
    line.minutes = String(Math.min(480, Math.max(1, Math.round((Date.now() - running.at) / 60000))));
    for (const name of ["outcome", "way", "receipt", "note", "version", "household"]) line[name] = (given[name] || [""])[0];
    if (!line.outcome) return say(form.dataset.outcome);
    if (!keep(KEPT, [...read(KEPT, []), line])) return say(form.dataset.full);
    localStorage.removeItem(RUNNING);
    say("");
    show();
    send();
  });
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  show();
  send();
})();
