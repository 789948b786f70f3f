// Words that the scorers missed: select them, choose what they are, done.
function drawMissed(original, { strings, help, tellWords }) {
  const bar = el("div", { class: "row missed", hidden: true });
  // Python counts code points, and so does iterating over a string.
  const length = (text) => [...text].length;

  function selected() {
    const tree = original.getRootNode();
    const selection = (tree.getSelection ? tree : document).getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!range.intersectsNode(original)) return null;
    // A selection by paragraph reaches into what stands below; only the comment's words count.
    if (!original.contains(range.startContainer)) range.setStart(original, 0);
    if (!original.contains(range.endContainer)) range.setEnd(original, original.childNodes.length);
    if (range.collapsed) return null;
    const before = document.createRange();
    before.setStart(original, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = length(before.toString());
    return [start, start + length(range.toString())];
  }

  function offer() {
    const span = selected();
    bar.hidden = span === null;
    if (!span) return;
    const choose = (event) => {
      const [label, facet] = event.target.value.split("/");
      tellWords([{ label, facet, span, scorer: "", verdict: "add" }]);
      bar.hidden = true;
    };
    bar.replaceChildren(
      el("span", { class: "small" }, strings.missed),
      el("select", { "aria-label": strings.missed, onchange: choose },
        el("option", { value: "" }, strings.missed_choose),
        Object.entries(help).map(([key, label]) => el("optgroup", { label: label.title },
          label.facets.map((facet) => el("option", { value: `${key}/${facet.key}` }, facet.title))))),
    );
  }
  original.addEventListener("mouseup", () => setTimeout(offer, 0));
  original.addEventListener("keyup", offer);
  return bar;
}
