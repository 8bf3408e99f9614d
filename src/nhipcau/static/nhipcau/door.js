// The tablet at the door: after a number was taken it goes back by itself for the next person, and
// while there is no network it says where numbers are to be had.
(function () {
  "use strict";
  var back = document.querySelector("[data-back]"), lost = document.getElementById("lost");
  if (back) setTimeout(function () { location.replace(back.href); }, Number(back.dataset.back) * 1000);
  var tell = function () { if (lost) lost.hidden = navigator.onLine; };
  window.addEventListener("online", function () { tell(); if (!back) location.reload(); });
  window.addEventListener("offline", tell);
  tell();
  document.addEventListener("submit", function (event) {
    if (navigator.onLine) return;
    event.preventDefault(); // else the browser's own error page would stand there
    tell();
  });
})();
