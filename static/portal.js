// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity: passkeys, the one thing that no page can ask for without script. Every page works without them.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

  const made = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    };
    const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
    return {
      id,
      type,
      rawId: text(rawId),
      response: { attestationObject: text(response.attestationObject), clientDataJSON: text(response.clientDataJSON) },
    };
  };

  const shown = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    };
    const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
    return {
      id,
      type,
      rawId: text(rawId),
      response: {
        authenticatorData: text(response.authenticatorData),
        clientDataJSON: text(response.clientDataJSON),
        signature: text(response.signature),
        userHandle: response.userHandle && text(response.userHandle),
      },
    };
  };

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    const { form } = button;
    const trouble = form.querySelector("[data-trouble]");
    const ask = button.dataset.passkey === "new" ? made : shown;
    button.addEventListener("click", async () => {
      if (!form.reportValidity()) return;
      trouble.hidden = true;
      button.setAttribute("aria-busy", "true");
      try {
        form.elements.answer.value = JSON.stringify(await ask(JSON.parse(button.dataset.options)));
        form.submit();
      } catch {
        // Closed, timed out, no such passkey: a page is not told which.
        trouble.hidden = false;
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
    button.hidden = false;
  }
})();

// Team: a password that is typed can be looked at.
(() => {
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
(() => {
  // The frame follows the choices at once.
  for (const form of document.querySelectorAll("[data-follows]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select")) form.requestSubmit();
    });
  }
  // A frame that is wider than its place is drawn smaller, as long as it can be read; beyond that, and without script, it scrolls.
  for (const stage of document.querySelectorAll(".stage")) {
    const frame = stage.querySelector("iframe");
    const fits = () => {
      const scale = Math.min(1, Math.max(0.5, stage.clientWidth / frame.offsetWidth));
      frame.style.transform = scale < 1 ? `scale(${scale})` : "";
      frame.style.marginBottom = scale < 1 ? `${(scale - 1) * frame.offsetHeight}px` : "";
    };
    const watch = new ResizeObserver(() => requestAnimationFrame(fits));
    watch.observe(stage);
    watch.observe(frame);
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
