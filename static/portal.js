// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity

// Callout

// Counts what a reader counts, as the server does: grapheme clusters of the NFC form. Seen at once, heard when typing stops.
(() => {
  const status = document.getElementById("counted");
  if (!status) return;
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(language, { granularity: "grapheme" }) : null;

  const length = (text) => {
    const composed = text.trim().normalize("NFC");
    if (segmenter) return [...segmenter.segment(composed)].length;
    // Nearly right, where a browser has no segmenter: marks and joiners do not count.
    return [...composed].filter((letter) => !/[\p{M}\u200d\ufe0f]/u.test(letter)).length;
  };

  let waiting = 0;
  for (const count of document.querySelectorAll("[data-count]")) {
    const { limit, one, other, over, label } = count.dataset;
    const field = document.getElementById(count.dataset.count);
    const tell = () => {
      const typed = length(field.value);
      const tooMany = typed - Number(limit);
      const pattern = plural.select(typed) === "one" ? one : other;
      const words = pattern.replace("#", typed) + (tooMany > 0 ? `, ${over.replace("#", tooMany)}` : "");
      count.textContent = words;
      count.classList.toggle("over", tooMany > 0);
      return words;
    };
    field.addEventListener("input", () => {
      const words = tell();
      clearTimeout(waiting);
      waiting = setTimeout(() => { status.textContent = `${label}, ${words}`; }, 1000);
    });
    // What a browser kept in the field after Back.
    if (field.value !== field.defaultValue) tell();
  }
})();

// Developers

// Branding and preview
