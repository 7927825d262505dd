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
  addEventListener("submit", (event) => {
    const wasAtRisk = isAtRisk;
    isAtRisk = false;
    // Answered with 204, at which the page stays.
    if (event.target.closest("dialog")) setTimeout(() => { isAtRisk = wasAtRisk; }, 1000);
  });
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

  // Two screens: whether there is news is asked every two seconds, and with news the page is loaded anew.
  const wait = (page) => {
    const events = new EventSource(page.dataset.events);
    events.addEventListener("stage", (event) => {
      if (event.data === page.dataset.stage) return;
      events.close();
      location.reload();
    });
    addEventListener("pagehide", () => events.close());
  };
  if (find("waits")) wait(find("waits"));

  // The page has an end by the clock: asked before it, said when it has come.
  const mind = (stay) => {
    const [soon, over, until] = [find("stay-soon"), find("stay-over"), find("stay-until")];
    const after = (name) => Number(stay.dataset[name]) * 1000;
    const title = document.title;
    let end = Date.now() + after("left");
    let isAsked = false;
    const look = () => {
      const left = end - Date.now();
      if (left <= 0) {
        clearInterval(clock);
        stay.hidden = true;
        soon.close();
        over.hidden = false;
        over.scrollIntoView({ block: "nearest" });
        document.title = `${over.querySelector("h2").textContent} – ${title}`;
      } else if (left <= after("warn") && !isAsked) {
        isAsked = true;
        soon.showModal();
        // The reader may be in the tab with QuickBooks.
        document.title = `${soon.querySelector("h2").textContent} – ${title}`;
      }
    };
    soon.addEventListener("close", () => {
      if (!stay.hidden) document.title = title;
    });
    find("stay-close").addEventListener("click", () => soon.close());
    soon.querySelector("form").addEventListener("submit", () => {
      end = Date.now() + after("whole");
      isAsked = false;
      until.textContent = until.dataset.kept;
      soon.close();
    });
    const clock = setInterval(look, 1000);
    look();
  };
  if (find("stay")) mind(find("stay"));

  // A page kept frozen for the Back button must not keep the pair.
  addEventListener("pagehide", () => {
    for (const element of secrets) element.textContent = "";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
