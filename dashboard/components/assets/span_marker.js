// A comment to mark passages in: select words, press the button of what they show. Offsets leave
// as code points; what is marked comes back from the server as pieces, so no offset comes in.
function makeMarker() {
  const root = el("div", { class: "m marker" });
  let data = /** @type {MarkerData} */ (/** @type {unknown} */ (null)); // until the first update
  let trigger = /** @type {Trigger} */ (() => {});
  let text = el("div", {});
  let hint = el("span", {});
  let choices = /** @type {Record<string, string>} */ ({});
  let confirmed = /** @type {Set<string>} */ (new Set());
  let sent = -1; // the round in which Enter was pressed

  // Code points from the start of the text to a point of the selection.
  function offset(node, at) {
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(node, at);
    return Array.from(before.toString()).length;
  }

  // Inside a shadow root the selection has to be asked for by its root.
  function chosen() {
    const inner = root.getRootNode();
    const selection = inner.getSelection ? inner.getSelection() : document.getSelection();
    if (!selection || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    if (range.collapsed || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    selection.removeAllRanges();
    return end > start ? { start, end } : null;
  }

  function mark(label, facet) {
    const span = chosen();
    if (!span) { hint.textContent = data.strings.mark_first; return; }
    hint.textContent = "";
    trigger("mark", { ...span, label, facet, item: data.item });
  }

  // Whether a key is typed into something, or presses a button that is not the one that saves.
  function isElsewhere(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return true;
    const at = event.composedPath()[0];
    if (!(at instanceof Element)) return false;
    if (event.key === "Enter" && at.closest("button, a, summary")) return !at.closest(".st-key-save_answers");
    return !at.matches("input[type=radio]") && isForSomebodyElse(event);
  }

  // The server may be some presses behind: each report holds all answers that keys gave, and Enter
  // sends them along, so that none is saved without them. Until the server has heard it, keys rest.
  function press(event) {
    if (event.repeat || data === null || sent === data.keys.round || isElsewhere(event)) return;
    const { keys } = data;
    const key = event.key.toLowerCase();
    const answers = keys.answers.filter((one) => one.key === key);
    if (answers.length === 0 && key !== keys.rest && key !== "enter") return;
    event.preventDefault();
    if (key === keys.rest) choices = { ...keys.no, ...keys.chosen, ...choices };
    for (const { label, choice } of answers) choices[label] = choice;
    if (key === "enter") sent = keys.round;
    trigger("choose", { item: data.item, choices, save: key === "enter" });
  }

  // What was answered by key and then otherwise (the server had shown the first) is not sent again.
  function follow(shown) {
    for (const label of Object.keys(choices)) {
      if (shown[label] === choices[label]) confirmed.add(label);
      else if (confirmed.delete(label)) delete choices[label];
    }
  }

  function draw() {
    const { strings } = data;
    text = el("div", { class: "original", dir: "auto", lang: "" },
      data.pieces.map((piece) => {
        if (piece.m.length === 0) return document.createTextNode(piece.t);
        let inner = document.createTextNode(piece.t);
        [...new Set(piece.m.map((n) => data.marks[n].label))].forEach((label, depth) => {
          inner = el("mark", { "data-label": label, class: `depth${Math.min(depth, 3)}` }, inner);
        });
        return el("span", { class: "piece", title: piece.m.map((n) => data.marks[n].title).join("\n") }, inner);
      }));
    hint = el("span", { class: "faint", role: "status" });
    root.replaceChildren(
      text,
      ...data.groups.map((group) =>
        el("div", { class: "row facets", role: "group", "aria-label": group.title },
          el("span", { class: "small name" }, el("mark", { "data-label": group.label }, group.title)),
          group.facets.map((facet) =>
            // The selection must survive the press of the button.
            el("button", { type: "button", title: facet.help, onmousedown: (e) => e.preventDefault(), onclick: () => mark(group.label, facet.key) }, facet.title)))),
      hint,
      data.marks.length === 0 ? el("p", { class: "faint" }, strings.mark_none) :
        el("ul", { class: "marks", "aria-label": strings.mark_list }, data.marks.map((one, n) =>
          el("li", {},
            el("span", { class: "small" }, el("mark", { "data-label": one.label }, one.title)), " ",
            el("q", {}, one.words), " ",
            el("button", { type: "button", class: "plain small", "aria-label": fill(strings.mark_remove_this, { words: one.words }), onclick: () => trigger("unmark", { n, item: data.item }) }, strings.mark_remove)))));
  }

  return {
    root,
    press,
    update(component) {
      trigger = component.setTriggerValue;
      followTheme(root);
      // What was answered changes nothing that is drawn here, and a selection must outlive it.
      const drawn = (shown) => JSON.stringify({ ...shown, keys: null });
      const same = data !== null && drawn(data) === drawn(component.data);
      const next = data !== null && data.item !== component.data.item;
      data = component.data;
      if (next) { choices = {}; confirmed = new Set(); }
      follow(data.keys.chosen);
      if (same) return;
      draw();
      // Whoever has just answered stands at the end of the form, below the next comment.
      if (next) root.scrollIntoView({ block: "start" });
    },
  };
}

const markers = new WeakMap();
export default function (component) {
  const { parentElement } = component;
  let marker = markers.get(parentElement);
  if (!marker) {
    marker = makeMarker();
    markers.set(parentElement, marker);
    parentElement.append(marker.root);
    document.addEventListener("keydown", marker.press);
  }
  marker.update(component);
  return () => { document.removeEventListener("keydown", marker.press); marker.root.remove(); markers.delete(parentElement); };
}
