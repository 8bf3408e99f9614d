// A notice's page: share, listen, and tell once that a person really reads a household's own link.
(() => {
  "use strict";
  const share = document.querySelector("[data-share]");
  if (share && (navigator.share || navigator.clipboard)) {
    share.hidden = false;
    share.addEventListener("click", async () => {
      const what = { title: share.dataset.title, url: share.dataset.share };
      try {
        if (navigator.share) return void (await navigator.share(what));
        await navigator.clipboard.writeText(`${what.title}\n${what.url}`);
        share.lastElementChild.textContent = share.dataset.done;
      } catch (_) { /* the person closed the sheet */ }
    });
  }

  const listen = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  if (listen && speech) {
    const article = document.getElementById(listen.dataset.listen).closest("article");
    const voice = () => speech.getVoices().find((v) => v.lang.toLowerCase().startsWith(article.lang));
    const offer = () => { listen.hidden = !voice(); };
    const turn = (on) => { listen.children[1].hidden = on; listen.children[2].hidden = !on; };
    offer();
    speech.addEventListener?.("voiceschanged", offer);
    listen.addEventListener("click", () => {
      if (speech.speaking) { speech.cancel(); return turn(false); }
      const words = new SpeechSynthesisUtterance(article.innerText);
      words.voice = voice();
      words.lang = article.lang;
      words.rate = 0.9;
      words.onend = () => turn(false);
      speech.speak(words);
      turn(true);
    });
  }

  const form = document.querySelector("[data-seen]");
  if (form) {
    const gestures = ["pointerdown", "scroll", "keydown", "touchstart"];
    const tell = () => {
      gestures.forEach((name) => removeEventListener(name, tell));
      navigator.sendBeacon(form.dataset.seen, new FormData(form));
    };
    gestures.forEach((name) => addEventListener(name, tell, { passive: true }));
  }

  // The browser's own file button speaks the browser's language; ours speaks the page's.
  document.querySelectorAll("label[data-file]").forEach((label) => {
    const input = document.getElementById(label.htmlFor), words = label.querySelector("span");
    input.classList.add("unseen");
    label.classList.add("btn", "quiet", "wide");
    input.addEventListener("change", () => { if (input.files[0]) words.textContent = input.files[0].name; });
  });
})();
