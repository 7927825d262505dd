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

  // Where the status is only heard, the button says it to eyes for a moment.
  const show = (button) => {
    const label = button.firstChild;
    button.dataset.label ??= label.data;
    label.data = button.dataset.copied;
    setTimeout(() => { label.data = button.dataset.label; }, 2000);
  };

  const copy = async (button) => {
    const source = find(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(button.dataset.copied);
      if (status.classList.contains("unseen")) show(button);
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

  // A browser that slept may have given its line up for good: whoever comes back to the page has it again.
  const attend = (ask) => {
    let events = ask();
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && events.readyState === EventSource.CLOSED) events = ask();
    });
    addEventListener("pagehide", () => events.close());
  };

  // The page's own name, and before it what the reader of another tab must hear of.
  let name = document.title;
  let news = "";
  const title = () => { document.title = news ? `${news} – ${name}` : name; };

  // How far QuickBooks has got; the link to look again stands there whenever nobody listens.
  const listen = (live) => {
    const [progress, next, onward, check] = [find("progress"), find("next"), find("onward"), find("check")];
    const heading = document.querySelector("h1");
    // As a page that is loaded now is headed: nothing moves but words, and focus stays where it is.
    const turn = (event) => {
      const [headed, then] = event.data.split("\n");
      if (next.textContent !== then) next.textContent = then;
      if (heading.textContent === headed) return;
      name = headed + name.slice(heading.textContent.length);
      heading.textContent = headed;
      title();
    };
    const hear = (state, words) => {
      live.dataset.state = state;
      onward.hidden = state !== "connected";
      if (state !== "waiting") isAtRisk = false;
      const done = { "signed-on": "[data-until=signed-on]", connected: "[data-until]" }[state];
      for (const past of done ? document.querySelectorAll(done) : []) {
        past.hidden = !past.contains(document.activeElement);
      }
      if (progress.textContent !== words) progress.textContent = words;
    };
    const ask = () => {
      const events = new EventSource(live.dataset.events);
      for (const state of ["waiting", "signed-on", "connected"]) {
        events.addEventListener(state, (event) => hear(state, event.data));
      }
      events.addEventListener("turn", turn);
      events.addEventListener("open", () => { check.hidden = true; });
      const left = () => { check.hidden = false; };
      events.addEventListener("error", left);
      events.addEventListener("end", () => {
        events.close();
        left();
      });
      return events;
    };
    attend(ask);
  };
  if (find("live")) listen(find("live"));

  // Two screens: whether there is news is asked every two seconds, and with news the page is loaded anew.
  const wait = (page) => attend(() => {
    const events = new EventSource(page.dataset.events);
    events.addEventListener("stage", (event) => {
      if (event.data === page.dataset.stage) return;
      events.close();
      location.reload();
    });
    return events;
  });
  if (find("waits")) wait(find("waits"));

  // The page has an end by the clock: asked before it, said when it has come.
  const mind = (stay) => {
    const [soon, over, until] = [find("stay-soon"), find("stay-over"), find("stay-until")];
    const after = (what) => Number(stay.dataset[what]) * 1000;
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
        news = over.querySelector("h2").textContent;
        title();
      } else if (left <= after("warn") && !isAsked) {
        isAsked = true;
        soon.showModal();
        // The reader may be in the tab with QuickBooks.
        news = soon.querySelector("h2").textContent;
        title();
      }
    };
    soon.addEventListener("close", () => {
      if (stay.hidden) return;
      news = "";
      title();
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
