// Keeps one part of a page fresh by asking for the page again. When the network drops the last state
// stays, with the time it is of, and it goes on by itself once there is network. For old screens too.
(function () {
  "use strict";
  var live = document.getElementById("live"), lost = document.getElementById("lost");
  if (!live || !window.fetch || !window.DOMParser) return;
  var every = (Number(live.dataset.every) || 5) * 1000, at = new Date(), called = live.dataset.called || "";
  var clock = function (when) { return ("0" + when.getHours()).slice(-2) + ":" + ("0" + when.getMinutes()).slice(-2); };

  function offline() {
    if (!lost) return;
    lost.textContent = lost.dataset.words.replace("%s", clock(at));
    lost.hidden = false;
  }

  function show(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html"), part = fresh.getElementById("live");
    if (!part) throw new Error();
    at = new Date();
    if (lost) lost.hidden = true;
    if (part.innerHTML !== live.innerHTML) live.innerHTML = part.innerHTML;
    document.title = fresh.title;
    if ((part.dataset.called || "") !== called) {
      called = part.dataset.called || "";
      live.dataset.called = called;
      if (called) {
        live.classList.remove("news");
        void live.offsetWidth; // so that it begins anew
        live.classList.add("news");
        if (navigator.vibrate) navigator.vibrate([400, 200, 400]);
      }
    }
  }

  function ask() {
    var stop = window.AbortController ? new AbortController() : null;
    var slow = setTimeout(function () { if (stop) stop.abort(); }, 8000);
    return fetch(location.pathname, { cache: "no-store", signal: stop ? stop.signal : undefined })
      .then(function (answer) {
        if (answer.status === 404) location.reload(); // the key was taken back: say so
        if (!answer.ok) throw new Error();
        return answer.text();
      })
      .then(show).catch(offline).then(function () { clearTimeout(slow); });
  }

  function turn() { ask().then(function () { setTimeout(turn, every); }); }
  setTimeout(turn, every);
  window.addEventListener("online", ask);
  window.addEventListener("offline", offline);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(); });
  if (live.dataset.awake && navigator.wakeLock) {
    var hold = function () { navigator.wakeLock.request("screen").catch(function () { /* as it is */ }); };
    hold();
    document.addEventListener("visibilitychange", function () { if (!document.hidden) hold(); });
  }
})();
