// The original, whole and in order. Each label has its own underline, so colour is never the
// only sign; where evidence overlaps, the underlines lie below each other.
function drawOriginal(item, { plain, strings }) {
  const box = el("div", { class: "original", lang: "", dir: "auto" });
  for (const piece of item.pieces) {
    if (plain || (piece.m.length === 0 && piece.q.length === 0)) {
      box.append(document.createTextNode(piece.t));
      continue;
    }
    box.append(drawPiece(piece, item, strings));
  }
  return box;
}

function drawPiece(piece, item, strings) {
  const labels = [...new Set(piece.m.map((n) => item.marks[n].label))];
  const titles = piece.m.map((n) => [item.marks[n].facet, item.marks[n].reason].filter(Boolean).join(": "));
  if (piece.q.length) titles.push(strings.quoted_words);
  let inner = document.createTextNode(piece.t);
  // The innermost span lies nearest the letters; each further one sits a little lower.
  labels.forEach((label, depth) => {
    inner = el("mark", { "data-label": label, class: `depth${Math.min(depth, 3)}` }, inner);
  });
  const span = el(
    "span",
    { class: piece.q.length ? "piece quoted" : "piece", title: titles.join("\n"), "data-marks": piece.m.join(" ") },
    inner,
  );
  return span;
}

function drawLegend(item, strings, titles) {
  const present = [...new Set(item.marks.map((mark) => mark.label))];
  if (present.length === 0 && item.quotes.length === 0) return null;
  return el(
    "div", { class: "row legend" },
    el("span", { class: "faint" }, strings.legend),
    present.map((key) => el("span", { class: "small" }, el("mark", { "data-label": key }, titles[key] ?? key))),
    item.quotes.length ? el("span", { class: "small piece quoted" }, strings.legend_quote) : null,
  );
}

// Pointing at a reason lights up the words it speaks of.
function lightUp(root, number, on) {
  for (const piece of root.querySelectorAll(".piece")) {
    const numbers = piece.getAttribute("data-marks").split(" ");
    if (numbers.includes(String(number))) piece.classList.toggle("lit", on);
  }
}
