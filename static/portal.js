// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity

// Team: what is shown once can be copied, and a password that is typed can be looked at.
(() => {
  for (const button of document.querySelectorAll("[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        status.textContent = button.dataset.copied;
      } catch {
        getSelection().selectAllChildren(source);
      }
    });
  }
  for (const button of document.querySelectorAll("[data-shows]")) {
    const field = document.getElementById(button.dataset.shows);
    const show = button.textContent;
    const hide = () => {
      field.type = "password";
      button.textContent = show;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (field.type === "text") return hide();
      field.type = "text";
      button.textContent = button.dataset.hide;
    });
    // Or browsers remember it as a text that was typed.
    field.form.addEventListener("submit", hide);
  }
})();

// Callout

// Developers

// Branding and preview
