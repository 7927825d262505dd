// What a look would find: sideways scroll, clipped, cut, broken or overlapping words, and controls without an edge.
// arguments[0]: a style of the reader's own, and whether colours are forced, motion is not wanted, and long words may break
const { style: own, forced, still, breaksWords } = arguments[0];
const sheet = new CSSStyleSheet();
sheet.replaceSync(own);
document.adoptedStyleSheets = [sheet];
const faults = [];
const root = document.documentElement;
const said = (text) => `“${text.trim().slice(0, 50)}”`;
if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
// What is typed may be longer than its field, which moves along with it.
const isTyped = (element) => element.matches("input, textarea");
const isForVoices = (element) => element.closest(".unseen, .skip:not(:focus)");

const lines = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  if (!text.data.trim() || ["SCRIPT", "STYLE"].includes(element.tagName) || isForVoices(element)) continue;
  if (!element.checkVisibility({ visibilityProperty: true })) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  for (const rect of range.getClientRects()) {
    if (rect.width < 1) continue;
    if (rect.left < -0.5 || rect.right > root.clientWidth + 0.5) faults.push(`${said(text.data)} leaves the page`);
    // Without the room above and below the letters, which lines may share.
    lines.push({ text, top: rect.top + rect.height * 0.25, bottom: rect.bottom - rect.height * 0.25, left: rect.left + 1, right: rect.right - 1 });
  }
  const control = element.closest("button, .button, .quiet, label, summary");
  const frame = control?.getBoundingClientRect();
  for (const rect of frame ? range.getClientRects() : []) {
    const isInside = rect.left >= frame.left - 1 && rect.right <= frame.right + 1 && rect.top >= frame.top - 4 && rect.bottom <= frame.bottom + 4;
    if (!isInside) faults.push(`${said(text.data)} is wider than its control`);
  }
  // An address may break anywhere; a word that a person reads may not.
  if (!breaksWords && element.closest("button, .button, .quiet, label, summary, h1, h2, .progress, dt")) {
    for (const word of text.data.matchAll(/[^\s\u00a0\u2011/›–-]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].filter((rect) => rect.width > 0).map((rect) => Math.round(rect.top / 4)));
      if (tops.size > 1) faults.push(`“${word[0]}” is broken in ${said(text.data)}`);
    }
  }
}
for (const [at, one] of lines.entries()) {
  for (const other of lines.slice(at + 1)) {
    if (one.text === other.text) continue;
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (wide > 1 && high > 1) faults.push(`${said(one.text.data)} lies on ${said(other.text.data)}`);
  }
}
for (const element of document.querySelectorAll("body, body *")) {
  const style = getComputedStyle(element);
  // A named region that has the focus is scrolled by whoever wants to see the rest.
  const isScrolled = element.matches("[role=region][aria-label][tabindex]");
  const isCut = !isScrolled && style.overflowX !== "visible" && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
  if (isCut && !isForVoices(element) && element.checkVisibility() && element.localName !== "img" && !isTyped(element)) faults.push(`${element.localName}.${element.className} cuts what it holds`);
  // The name of a chosen file is the browser's to shorten.
  if (style.textOverflow === "ellipsis" && !element.matches("input[type=file]")) faults.push(`${element.localName}.${element.className} shortens its words`);
  const moves = style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  if (still && moves) faults.push(`${element.localName}.${element.className} moves`);
}
for (const picture of document.images) {
  if (!picture.complete || !picture.naturalWidth) faults.push(`${picture.src} is not drawn`);
  const { left, right } = picture.getBoundingClientRect();
  if (left < 0 || right > root.clientWidth) faults.push(`${picture.alt || picture.src} leaves the page`);
}
for (const control of forced ? document.querySelectorAll("button, .button, .tile") : []) {
  const style = getComputedStyle(control);
  const hasEdge = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none";
  const isUnderlined = style.textDecorationLine.includes("underline");
  if (control.checkVisibility() && !hasEdge && !isUnderlined) faults.push(`${said(control.textContent)} has no edge in forced colours`);
}
return [...new Set(faults)];
