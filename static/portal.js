// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity

// Callout

// Developers

// Branding and preview
(() => {
  // The frame follows the choices at once.
  for (const form of document.querySelectorAll("[data-follows]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
  // The picker writes into the field, and the field moves the picker.
  for (const picker of document.querySelectorAll("[data-picks]")) {
    const field = document.getElementById(picker.dataset.picks);
    picker.addEventListener("input", () => { field.value = picker.value; });
    field.addEventListener("input", () => {
      const typed = field.value.trim();
      if (/^#[0-9a-f]{6}$/i.test(typed)) picker.value = typed.toLowerCase();
    });
  }
})();
