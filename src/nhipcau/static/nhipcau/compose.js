// Small comforts of the compose page; everything works without them.
(function () {
  "use strict";
  var form = document.getElementById("compose");
  if (!form) return;

  function show() {
    // Tabs: the chosen form in the chosen language; a language without that form shows its first.
    var tongue = (form.querySelector("[name=tongue]:checked") || form.querySelector("[name=tongue]") || {}).value;
    var picks = form.querySelectorAll(".pick label"), chosen = null, first = null;
    picks.forEach(function (label) {
      var here = label.classList.contains("of-" + tongue), input = label.firstElementChild;
      label.hidden = !here;
      if (here && !first) first = input;
      if (here && input.checked) chosen = input;
    });
    chosen = chosen || first;
    if (chosen) chosen.checked = true;
    form.querySelectorAll(".panel").forEach(function (panel) {
      panel.hidden = !chosen || panel.dataset.tab !== chosen.value;
    });
    form.querySelectorAll("[data-set]").forEach(function (button) { button.hidden = false; });
  }

  form.addEventListener("change", function (event) {
    if (event.target.name === "tab" || event.target.name === "tongue") show();
  });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-set]");
    if (!button) return;
    var field = document.getElementById(button.dataset.set);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("click", function (event) {
    // A fault may lie in a form that another tab hides.
    var link = event.target.closest('a[href^="#r-"]');
    if (!link) return;
    var key = link.getAttribute("href").slice(3), at = key.lastIndexOf("-");
    var tab = form.querySelector('[name=tab][value="' + key + '"]');
    var tongue = form.querySelector('[name=tongue][value="' + key.slice(at + 1) + '"]');
    if (tongue) tongue.checked = true;
    if (tab) tab.checked = true;
    show();
  });
  document.body.addEventListener("htmx:afterSwap", show);
  document.body.addEventListener("htmx:oobAfterSwap", show);
  form.classList.add("live");
  show();
})();
