// Before a walk by keyboard: what there is to reach, how it looks while nothing is focused, and a record of each stop.
// What a frame shows is a page of its own, and walked there.
for (const frame of document.querySelectorAll("iframe")) frame.inert = true;
const canBeReached = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe:not([inert]), [contenteditable], [tabindex]";
const all = [...document.querySelectorAll(canBeReached)].filter((element) => {
  // Tab reaches the one that is checked, or else the first.
  const group = element.type === "radio" ? [...document.querySelectorAll(`input[name="${element.name}"]`)] : [element];
  const isInGroup = element !== (group.find((one) => one.checked) ?? group[0]);
  return element.tabIndex >= 0 && !element.matches(":disabled") && !isInGroup && element.checkVisibility({ visibilityProperty: true });
});
const ringed = (element) => [element, element.closest("label")].filter(Boolean);
const look = (element) => ringed(element).map((it) => {
  const style = getComputedStyle(it);
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return { outline, ring: `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor} ${style.boxShadow}` };
});
const before = all.map(look);
const walk = { all, stops: [] };
window.walk = walk;
document.addEventListener("focusin", (event) => {
  const place = all.indexOf(event.target);
  const now = place < 0 ? [] : look(event.target);
  const isRinged = now.some((it, at) => it.outline >= 2 && it.ring !== before[place][at].ring);
  const { top, left, bottom, right } = event.target.getBoundingClientRect();
  const isInView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const page = { top: top + scrollY, bottom: bottom + scrollY, left, right };
  walk.stops.push({ place, name: event.target.outerHTML.slice(0, 90), isRinged, isInView, page });
}, true);
// Within a date or a time Tab goes from part to part, which nobody is told.
const parts = all.filter((element) => ["date", "time"].includes(element.type)).length * 3;
return all.length + parts;
