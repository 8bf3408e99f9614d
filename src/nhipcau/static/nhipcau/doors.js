// Doors without network: what is pressed is kept in the phone's own database under an id made
// here, shown at once, and sent when there is network. Sending twice is sending once.
(() => {
  "use strict";
  const me = document.currentScript;
  const list = document.querySelector("[data-doors]");
  const done = document.querySelector("[data-done]");
  const banner = document.querySelector("[data-queue]");
  const left = document.querySelector("[data-left]");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value
    || document.cookie.match(/csrftoken=([^;]+)/)?.[1] || "";
  const CLOSING = new Set(["told", "called", "sheet", "moved", "new_tenant"]);
  // Not crypto.randomUUID: it is missing on a page without HTTPS and on old phones.
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte, i) =>
    (i === 6 ? (byte & 15) | 64 : i === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0")).join("");
  const hhmm = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(me.dataset.worker, { scope: "/to/" }).catch(() => {});
  }

  // --- the queue
  let opening;
  const database = () => opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("nhipcau-doors", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("lines", { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const store = async (mode, act) => {
    const run = (await database()).transaction("lines", mode);
    const asked = act(run.objectStore("lines"));
    return new Promise((resolve, reject) => {
      run.oncomplete = () => resolve(asked.result);
      run.onerror = () => reject(run.error);
    });
  };
  const waiting = () => store("readonly", (lines) => lines.getAll());
  const keep = (line) => store("readwrite", (lines) => lines.add(line));
  const drop = (n) => store("readwrite", (lines) => lines.delete(n));

  const tell = async () => {
    const n = (await waiting()).length;
    const words = n ? banner.dataset.words.replace("%s", n) : "";
    banner.hidden = !n && navigator.onLine;
    banner.textContent = [navigator.onLine ? "" : banner.dataset.offline, words].filter(Boolean).join(" · ");
  };

  let sending = false, again = false;
  const send = async () => {
    if (sending || !navigator.onLine) { again = true; return tell(); }
    sending = true;
    again = false;
    try {
      let lines, sent = false;
      while ((lines = await waiting()).length) { // what was pressed while sending goes at once too
        const response = await fetch(me.dataset.sync, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
          body: JSON.stringify({ now: Date.now(), lines }),
        });
        if (!response.ok || response.redirected) return; // kept; tried again
        const answers = (await response.json()).lines;
        for (const [i, line] of lines.slice(0, answers.length).entries()) {
          await drop(line.n);
          if (answers[i].words) say(line, answers[i]);
          if (answers[i].outcome) close({ ...line, label: answers[i].outcome }); // "vắng" the second time
        }
        sent = true;
      }
      if (sent) await fetch(location.pathname); // the kept page follows what was sent
    } catch (_) { /* no network after all */ } finally {
      sending = false;
      tell();
      if (again && navigator.onLine) send(); // pressed in the meantime
    }
  };

  const say = (line, answer) => {
    const note = document.createElement("p");
    note.className = `note ${answer.state === "refused" ? "bad" : "wait"}`;
    note.setAttribute("role", "status");
    note.textContent = `${line.name ? `${line.name}: ` : ""}${answer.words}`;
    banner.after(note);
  };

  // --- what the list shows
  const count = () => { left.textContent = list.querySelectorAll(".door:not([hidden])").length; };
  const show = (line) => {
    if (line.kind === "undo") return void document.querySelector(`[data-undo="${line.id}"]`)?.closest(".done")?.remove();
    const card = document.getElementById(`nha-${line.subject}`);
    if (line.kind !== "try" || !card) return;
    if (!CLOSING.has(line.result)) {
      const p = card.querySelector("p");
      p.append(document.createElement("br"), Object.assign(document.createElement("b"), { textContent: `${line.label} ${hhmm(line.at)}` }));
      return;
    }
    close(line);
  };

  const close = (line) => {
    const card = document.getElementById(`nha-${line.subject}`);
    if (!card || card.hidden) return;
    card.hidden = true;
    const row = document.querySelector("[data-done-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("b").textContent = line.label;
    row.querySelector("span span").textContent = `${line.name}, ${hhmm(line.at)}`;
    row.querySelector("button").addEventListener("click", () => undo(line, row, card));
    document.querySelector("[data-done-title]").hidden = false;
    done.prepend(row);
    count();
  };

  const undo = async (line, row, card) => {
    const queued = (await waiting()).find((one) => one.kind === "try" && one.id === line.id);
    if (queued && !sending) await drop(queued.n); // nobody has heard of it yet
    else await keep({ kind: "undo", id: line.id, subject: line.subject, at: Date.now(), name: line.name });
    row.remove();
    card.hidden = false;
    card.querySelector("[name=id]").value = newId();
    count();
    send();
  };

  list.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-door]");
    if (!form || !window.indexedDB) return;
    event.preventDefault();
    const card = form.closest(".door"), id = form.querySelector("[name=id]");
    const line = {
      kind: "try", id: id.value, subject: Number(card.dataset.visit), name: card.dataset.name,
      result: event.submitter.value, label: event.submitter.textContent.trim(),
      note: form.elements.note.value, at: Date.now(),
    };
    id.value = newId(); // a second try at the same door is another try
    await keep(line);
    show(line);
    send();
  });

  done.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-undo]");
    if (!form || navigator.onLine) return; // with network the ordinary form shows the door again
    event.preventDefault();
    await keep({ kind: "undo", id: form.dataset.undo, subject: 0, at: Date.now() });
    form.closest(".done").remove();
    tell();
  });

  // After a call the two likely results come up by themselves.
  list.addEventListener("click", (event) => {
    const call = event.target.closest("[data-call]");
    if (call) call.closest(".door").querySelector("details").open = true;
  });

  // --- the leader's own order
  const order = () => [...list.querySelectorAll(".door:not([hidden])")];
  const reordered = async (card) => {
    const old = (await waiting()).filter((line) => line.kind === "order");
    await Promise.all(old.map((line) => drop(line.n)));
    await keep({ kind: "order", id: "", subject: Number(card.dataset.visit), at: Date.now(), order: order().map((one) => Number(one.dataset.home)) });
    send();
  };
  list.querySelectorAll(".grip").forEach((grip) => {
    const card = grip.closest(".door");
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      grip.setPointerCapture(event.pointerId);
      card.classList.add("dragged");
      const move = (at) => {
        for (const other of order()) {
          if (other === card) continue;
          const box = other.getBoundingClientRect(), middle = box.top + box.height / 2;
          const follows = card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
          if (follows && at.clientY > middle) other.after(card);
          else if (!follows && at.clientY < middle) { other.before(card); break; }
        }
      };
      const drop = () => {
        grip.removeEventListener("pointermove", move);
        card.classList.remove("dragged");
        reordered(card);
      };
      grip.addEventListener("pointermove", move);
      grip.addEventListener("pointerup", drop, { once: true });
      grip.addEventListener("pointercancel", drop, { once: true });
    });
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = order(), other = all[all.indexOf(card) + step];
      if (!other) return;
      if (step < 0) other.before(card); else other.after(card);
      grip.focus();
      reordered(card);
    });
  });

  addEventListener("online", send);
  addEventListener("offline", tell);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(async () => { if ((await waiting()).length) send(); }, 20000);
  waiting().then((lines) => lines.forEach(show)).then(send);
})();
