// Small helpers for every component. Text from comments only ever enters through textContent.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// "{name}" places of a sentence are filled from values.
function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// The theme can change while the page is open; the label colours follow the paper's brightness.
function followTheme(root) {
  const paper = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const probe = el("span", { style: `color:${paper}` });
  root.append(probe);
  const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  probe.remove();
  root.classList.toggle("dark", 0.299 * r + 0.587 * g + 0.114 * b < 128);
}

// Whether a key press belongs to a field or to the browser rather than to us.
function isForSomebodyElse(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (event.defaultPrevented) return true;
  const at = event.composedPath()[0];
  if (!(at instanceof Element)) return false;
  if (at.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) return true;
  return at.closest("[role=dialog], [role=listbox], [role=menu]") !== null && !at.closest(".m");
}

// Escape leaves a field, so that the keys work again.
function leaveField(event) {
  if (event.key !== "Escape" || !isForSomebodyElse(event)) return;
  const field = event.composedPath()[0];
  if (field instanceof HTMLElement && !field.closest("dialog")) field.blur();
}

const percent = (p) => (p === null || p === undefined ? "–" : p.toFixed(2));

/** @param {Strings} strings  @param {Badge} badge */
function badge(strings, { label, title, recommendation, probability, concern }) {
  const word = strings["recommendation_" + recommendation];
  return el(
    "span", { class: "badge", "data-label": label, "data-r": recommendation, "data-concern": concern },
    el("span", { class: "dot", "aria-hidden": "true" }),
    title ? `${title}: ${word}` : word,
    probability === null || probability === undefined ? null : el("span", {}, percent(probability)),
  );
}
