// A phone beside the microphone: asks for what is due, fetches it ahead, plays it in its hour and
// order, and tells what was played. Written for old phones; a while without network does no harm.
(function () {
  "use strict";
  var root = document.getElementById("loa");
  if (!root || !window.fetch || !window.URL) return;
  var find = function (name) { return root.querySelector("[data-" + name + "]"); };
  var start = find("start"), state = find("state"), said = find("said"), more = find("more");
  var audio = find("sound"), words = find("words").dataset;
  var chime = root.dataset.chime;
  var KEPT = "loa-" + root.dataset.speaker, STALE = 2 * 3600 * 1000;
  var items = [], got = {}, on = false, playing = null, checked = 0, online = true, gone = false, hold = 0;
  var kept = { done: {}, queue: [] };
  try { kept = JSON.parse(localStorage.getItem(KEPT)) || kept; } catch (_) { /* none yet */ }
  var keep = function () { try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch (_) { /* full or forbidden */ } };

  function refresh() {
    return fetch(root.dataset.feed, { cache: "no-store" }).then(function (answer) {
      online = true;
      if (answer.status === 404) { gone = true; items = []; stop(); return null; }
      return answer.ok ? answer.json() : null;
    }).then(function (feed) {
      if (!feed) return;
      var now = Date.now();
      checked = now;
      items = feed.items.map(function (item) {
        return { id: item.id, title: item.title, url: item.attachments[0].url, version: item._loa.version,
          at: now + item._loa.in * 1000, until: now + item._loa.until * 1000, urgent: item._loa.is_emergency };
      });
      var wanted = {};
      items.forEach(function (item) { wanted[item.id] = true; });
      Object.keys(got).forEach(function (id) {
        if (!wanted[id] && !(playing && playing.id === id)) { URL.revokeObjectURL(got[id]); delete got[id]; }
      });
      if (playing && !wanted[playing.id]) stop(); // taken back while it sounds
      items.forEach(function (item) { if (!kept.done[item.id]) fetchSound(item); });
    }).catch(function () { online = false; });
  }

  function fetchSound(item) {
    if (got[item.id]) return;
    got[item.id] = "";
    fetch(item.url).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.blob();
    }).then(function (sound) { got[item.id] = URL.createObjectURL(sound); })
      .catch(function () { delete got[item.id]; });
  }

  function next() {
    var now = Date.now();
    return items.filter(function (item) {
      var fresh = item.urgent || now - checked < STALE;
      return !kept.done[item.id] && item.at <= now && now < item.until && got[item.id] && fresh;
    })[0];
  }

  function play(item) {
    playing = item;
    item.began = Date.now();
    audio.src = got[item.id];
    var promise = audio.play();
    if (promise) promise.catch(refused);
  }

  function refused(fault) {
    playing = null;
    if (fault.name !== "NotAllowedError") return; // a sound that is broken: the next one may be right
    on = false;
    start.hidden = false;
    show(words.silent);
  }

  function stop() { if (playing) { playing = null; audio.pause(); audio.removeAttribute("src"); } }

  audio.addEventListener("ended", function () {
    hold = 0; // the chime of the start is over
    if (!playing) return;
    kept.done[playing.id] = Date.now();
    kept.queue.push({ version: playing.version, key: makeKey(), at: playing.began, seconds: audio.duration || 0 });
    keep();
    playing = null;
    send();
  });
  audio.addEventListener("error", function () {
    if (!playing) return;
    delete got[playing.id];
    playing = null;
  });

  function send() {
    var line = kept.queue[0];
    if (!line) return;
    var body = new URLSearchParams();
    body.append("version", line.version);
    body.append("key", line.key);
    body.append("seconds", line.seconds);
    body.append("ago", Math.max(0, (Date.now() - line.at) / 1000));
    fetch(root.dataset.played, { method: "POST", body: body }).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) return;
      kept.queue.shift();
      keep();
      send();
    }).catch(function () { online = false; });
  }

  function makeKey() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    var part = crypto.getRandomValues(new Uint8Array(16)), text = "";
    for (var place = 0; place < 16; place++) text += ("0" + part[place].toString(16)).slice(-2);
    return text;
  }

  function clock(at) {
    var when = new Date(at);
    return ("0" + when.getHours()).slice(-2) + ":" + ("0" + when.getMinutes()).slice(-2);
  }

  function show(first) {
    var now = Date.now(), lines = [];
    var left = items.filter(function (item) { return !kept.done[item.id]; });
    state.hidden = false;
    state.className = gone || first ? "note bad" : online ? "note good" : "note";
    said.textContent = first || (gone ? words.revoked : playing ? words.playing + " " + playing.title
      : !online ? words.offline : left.length && left[0].at > now ? words.closed : words.waiting);
    if (!gone) lines.push(left.length ? words.next + " " + left[0].title + ", " + clock(Math.max(now, left[0].at)) : words.none);
    if (kept.queue.length) lines.push(kept.queue.length + " " + words.unsent);
    if (checked) lines.push(words.checked + " " + clock(checked));
    more.textContent = lines.join(" · ");
  }

  function tick() {
    if (!on) return;
    if (!playing && !gone && Date.now() > hold) { var item = next(); if (item) play(item); }
    show();
  }

  start.hidden = false;
  start.addEventListener("click", function () {
    on = true;
    start.hidden = true;
    hold = Date.now() + 4000;
    audio.src = chime; // heard at once: the sound is on, and the browser lets us play
    var promise = audio.play();
    if (promise) promise.catch(refused);
    if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(function () { /* stays as it is */ });
    document.querySelectorAll("[data-list] audio").forEach(function (one) { one.pause(); });
    refresh().then(tick);
  });
  document.addEventListener("visibilitychange", function () {
    if (on && !document.hidden && navigator.wakeLock) navigator.wakeLock.request("screen").catch(function () { /* as above */ });
  });
  setInterval(tick, 1000);
  setInterval(function () { if (on && !gone) { refresh(); send(); } }, 30000);
  fetch(chime).then(function (answer) { return answer.blob(); })
    .then(function (sound) { chime = URL.createObjectURL(sound); }).catch(function () { /* from its address, then */ });
  refresh();
  send();
})();
