// Whether everything that looks like a control does something although no script runs, and what it would do.
const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
const name = (element) => `<${element.localName}> “${element.textContent.trim().slice(0, 40)}”`;
// Not `form.action`: a button of that name would stand in its place.
const action = (form) => new URL(form.getAttribute("action") ?? "", location.href).href;
const faults = [];
const links = [];
const searches = [];
const buttons = [];
for (const element of document.querySelectorAll("[hidden]")) {
  if (isShown(element)) faults.push(`${name(element)} is hidden and can be seen`);
}
const looksLikeControl = "a, button, input, select, textarea, summary, [role=button], [role=link], [tabindex], .button, .quiet";
for (const element of document.querySelectorAll(looksLikeControl)) {
  if (!isShown(element) || element.type === "hidden" || element.tabIndex < 0) continue;
  const tag = element.localName;
  if (tag === "a") {
    const href = element.getAttribute("href") ?? "";
    if (!/^(https?:|tel:|mailto:|otpauth:|\/|#.)/.test(href)) faults.push(`${name(element)} leads nowhere: ${href}`);
    else if (href.startsWith("#") && !document.getElementById(href.slice(1))) faults.push(`${name(element)} leads to ${href}, which is not there`);
    else if (element.origin === location.origin && !href.startsWith("#")) links.push(element.href);
  } else if (tag === "button") {
    if (element.form?.method === "get" && element.type === "submit") {
      const address = new URL(action(element.form));
      address.search = new URLSearchParams(new FormData(element.form, element));
      address.hash = "";
      searches.push(address.href);
    }
    else if (!element.form || element.type !== "submit" || element.form.method !== "post") faults.push(`${name(element)} does nothing without a script`);
    // A form that carries files is sent by the stories of its page.
    else if (element.form.enctype !== "multipart/form-data") {
      const fields = [...new FormData(element.form, element)];
      buttons.push({ words: element.textContent.trim(), action: action(element.form), fields });
    }
  } else if (tag === "summary") {
    if (element.parentElement.localName !== "details") faults.push(`${name(element)} opens nothing`);
  } else if (["input", "select", "textarea"].includes(tag)) {
    if (!element.labels.length) faults.push(`${element.outerHTML} has no label`);
    const isForStyle = element.type === "checkbox" && !element.name && element.id;
    if (!element.form && !isForStyle) faults.push(`${element.outerHTML} is sent nowhere`);
  } else if (tag !== "main" && !element.hasAttribute("autofocus") && !element.matches("[role=region][aria-label]")) {
    // (A named region has the focus to be scrolled.)
    faults.push(`${name(element)} looks like a control and is none`);
  }
}
return { faults, links, searches, buttons, hasScript: document.scripts.length > 0 };
