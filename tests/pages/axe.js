// arguments[0]: the rules to run; none: all of WCAG 2.2 A and AA and the best practices.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const only = arguments[0];
const runOnly = only.length ? { type: "rule", values: only } : { type: "tag", values: tags };
// Stylesheets are not fetched once more: the page's own policy forbids it.
const options = { runOnly, preload: false, resultTypes: ["violations", "incomplete"] };
if (!only.length) options.rules = { "target-size": { enabled: true } };
return axe.run(document, options).then((found) => {
  const told = (how) => (rule) => rule.nodes.map((node) => `${rule.id}${how}: ${node.html.slice(0, 120)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? rule.help}`);
  // What a frame shows is a page of its own, and met there.
  found.incomplete = found.incomplete.filter((rule) => rule.id !== "frame-tested");
  return { violations: found.violations.flatMap(told("")), unsure: found.incomplete.flatMap(told(" (not sure)")), rules: found.passes.length + found.violations.length + found.incomplete.length + found.inapplicable.length };
});
