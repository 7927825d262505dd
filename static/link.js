// Comfort only: every page works without this.
"use strict";
(() => {
  const status = document.getElementById("status");
  const pair = ["username", "password"].map((id) => document.getElementById(id)).filter(Boolean);

  const say = (words) => {
    // The same words twice would go unheard, so they leave before they come again.
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 100);
  };

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(button.dataset.copied);
    } catch {
      getSelection().selectAllChildren(source);
      say(status.dataset.failed);
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  // A page kept frozen for the Back button must not keep the pair.
  addEventListener("pagehide", () => {
    for (const element of pair) element.textContent = "";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
