// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity

// Callout

// Developers
// Copy buttons, wherever something is shown once.
(() => {
  const status = document.getElementById("copy-status");
  if (!status) return;
  const say = (words) => {
    // The same words twice would go unheard, so they leave before they come again.
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 100);
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        say(button.dataset.copied);
      } catch {
        getSelection().selectAllChildren(source);
        say(status.dataset.failed);
      }
    });
  }
})();

// Branding and preview
