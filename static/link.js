// Comfort only: every page works without this.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const status = find("status");
  const secrets = document.querySelectorAll("[data-secret]");
  // Shown, and neither copied nor used: leaving now would lose it.
  let isAtRisk = Boolean(find("password"));

  const say = (words) => {
    // The same words twice would go unheard, so they leave before they come again.
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 100);
  };

  const copy = async (button) => {
    const source = find(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(button.dataset.copied);
      if (source.id === "password") isAtRisk = false;
    } catch {
      getSelection().selectAllChildren(source);
      say(status.dataset.failed);
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  // Where our own links and buttons lead, one can come back from.
  addEventListener("submit", () => { isAtRisk = false; });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && link.origin === location.origin && !link.target) isAtRisk = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isAtRisk) event.preventDefault();
  });

  // How far QuickBooks has got; the link to look again stands there whenever nobody listens.
  const listen = (live) => {
    const [progress, onward, check] = [find("progress"), find("onward"), find("check")];
    const title = document.title;
    const events = new EventSource(live.dataset.events);
    const hear = (state, words) => {
      const isNews = progress.textContent !== words;
      live.dataset.state = state;
      onward.hidden = state !== "connected";
      if (state !== "waiting") isAtRisk = false;
      if (!isNews) return;
      progress.textContent = words;
      // The reader is in the tab with QuickBooks.
      document.title = `${words} – ${title}`;
    };
    for (const state of ["waiting", "signed-on", "connected"]) {
      events.addEventListener(state, (event) => hear(state, event.data));
    }
    const stop = () => {
      events.close();
      check.hidden = false;
    };
    events.addEventListener("open", () => { check.hidden = true; });
    events.addEventListener("error", () => { check.hidden = false; });
    events.addEventListener("end", stop);
    addEventListener("pagehide", stop);
  };
  if (find("live")) listen(find("live"));

  // A page kept frozen for the Back button must not keep the pair.
  addEventListener("pagehide", () => {
    for (const element of secrets) element.textContent = "";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
