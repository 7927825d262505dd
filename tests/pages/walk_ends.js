// After as many Tabs as there are stops and two more: what was wrong with the walk, and with the size of what was met.
const { all } = window.walk;
// An error summary has the focus before the first Tab, which Chromium tells late.
const stops = window.walk.stops.filter((stop, at) => at > 0 || stop.place >= 0);
const faults = [];
const met = stops.map((stop) => stop.place);
const first = met[0] ?? 0;
const expected = all.map((_, at) => (first + at) % all.length);
if (JSON.stringify(met.slice(0, all.length)) !== JSON.stringify(expected)) {
  faults.push(`Tab goes ${met.join(" ")} through ${all.length} controls: ${stops.map((stop) => stop.name).join(" | ")}`);
}
if (all.length > 1 && met.length <= all.length) faults.push(`the walk stops at ${stops.at(-1)?.name}`);
for (const stop of stops) {
  if (!stop.isRinged) faults.push(`the focus cannot be seen on ${stop.name}`);
  if (!stop.isInView) faults.push(`the focus is out of view on ${stop.name}`);
}
// As the eye goes: down the page, and along a line.
const once = stops.filter((stop, at) => met.indexOf(stop.place) === at);
const top = once.findIndex((stop) => stop.place === 0);
const inOrder = [...once.slice(top + 1), ...once.slice(0, Math.max(top, 0))];
for (const [at, stop] of inOrder.entries()) {
  if (at === 0) continue;
  const last = inOrder[at - 1].page;
  const isBelow = stop.page.bottom > last.top + 1;
  const isOnLine = stop.page.top < last.bottom - 1;
  if (!isBelow || (isOnLine && stop.page.bottom <= last.bottom + 1 && stop.page.right < last.left)) faults.push(`${stop.name} is seen before what Tab reaches before it`);
}
// WCAG 2.5.8, with its exception for links in a sentence.
const box = (element) => (element.closest("label") ?? element).getBoundingClientRect();
const isInSentence = (element) => {
  if (getComputedStyle(element).display !== "inline") return false;
  const rest = element.parentElement.textContent.replace(element.textContent, "").trim();
  return rest.length > 0;
};
for (const element of all) {
  const { width, height } = box(element);
  if ((width < 24 || height < 24) && !isInSentence(element)) {
    faults.push(`${element.outerHTML.slice(0, 90)} is ${Math.round(width)} × ${Math.round(height)} px to press`);
  }
}
for (const element of document.querySelectorAll("body *")) {
  if (["fixed", "sticky"].includes(getComputedStyle(element).position)) faults.push(`${element.localName}.${element.className} may cover the focus`);
}
return faults;
