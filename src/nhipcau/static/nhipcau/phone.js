// The leader's pages: share or copy the text, pick a whole alley, keep pages for later.
(() => {
  "use strict";
  const me = document.currentScript;
  if (me.dataset.worker && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(me.dataset.worker, { scope: "/to/" }).catch(() => {});
  }

  const share = document.querySelector("[data-share-text]");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => {
      const text = document.getElementById(share.dataset.shareText).innerText;
      navigator.share({ text }).catch(() => {}); // closed without choosing
    });
  }

  const copy = document.querySelector("[data-copy-text]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    if (share && !share.hidden) copy.classList.add("quiet");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copyText).innerText);
      copy.querySelector("span").textContent = copy.dataset.done;
    });
  }

  const byHand = document.querySelector("[data-by-hand]");
  if (byHand) byHand.hidden = [share, copy].some((button) => button && !button.hidden);

  const form = document.querySelector("[data-counted]");
  if (form) {
    const button = form.querySelector(".stick span");
    const count = () => {
      const n = form.querySelectorAll("[name=home]:checked").length;
      button.textContent = form.dataset.counted.replace("%s", n);
      button.closest("button").disabled = n === 0;
    };
    form.querySelectorAll("[data-all]").forEach((all) => {
      all.closest("label").hidden = false;
      all.addEventListener("change", () => {
        all.closest("fieldset").querySelectorAll("[name=home]").forEach((one) => { one.checked = all.checked; });
        count();
      });
    });
    form.addEventListener("change", count);
    count();
  }

  // The browser's own file button speaks the browser's language; ours speaks the page's.
  document.querySelectorAll("label[data-file]").forEach((label) => {
    const input = document.getElementById(label.htmlFor), words = label.querySelector("span");
    input.classList.add("unseen");
    label.classList.add("btn", "quiet", "wide");
    input.addEventListener("change", () => { if (input.files[0]) words.textContent = input.files[0].name; });
  });
})();
