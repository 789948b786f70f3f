// The original, whole and in order. Each label has its own underline, so colour is never the only
// sign. Of passages that overlap each has a lane of its own, from its first word to its last, and
// no tint: the lines stay apart where two labels meet.

// Which passages are drawn: the strongest of each label, or all that the scorers named.
const visiblePassages = (item) => item.passages.map((_, n) => n).filter((n) => item.passages[n].shown || personal.get("all", false));

function drawOriginal(item, { plain, strings, root }) {
  const box = el("div", { class: "original", lang: "", dir: "auto" });
  const visible = new Set(plain ? [] : visiblePassages(item));
  const met = new Set(); // each passage is one stop for the Tab key, at its first words
  for (const piece of joinedPieces(item.pieces, visible)) {
    if (plain || (piece.p.length === 0 && piece.q.length === 0)) box.append(document.createTextNode(piece.t));
    else box.append(drawPiece(piece, item, { strings, root, met }));
  }
  return box;
}

// Pieces as far as they are drawn alike: a border of what is not shown is no border.
function joinedPieces(pieces, visible) {
  const joined = [];
  for (const { t, p, q } of pieces) {
    const shown = p.filter((n) => visible.has(n));
    const last = joined[joined.length - 1];
    if (last && String(last.p) === String(shown) && String(last.q) === String(q)) last.t += t;
    else joined.push({ t, p: shown, q });
  }
  return joined;
}

function drawPiece(piece, item, { strings, root, met }) {
  const titles = piece.p.map((n) => `${labelTitle(item, n)}: ${item.passages[n].reason}`);
  if (piece.q.length) titles.push(strings.quoted_words);
  let inner = document.createTextNode(piece.t);
  // The line nearest the letters belongs to the innermost; each further one lies a little lower.
  for (const n of [...piece.p].sort((a, b) => item.passages[a].lane - item.passages[b].lane)) {
    const { label, lane } = item.passages[n];
    const first = !met.has(n);
    met.add(n);
    const light = (on) => lightReason(root, n, on);
    inner = el("mark", { "data-label": label, "data-passage": n, class: `lane${lane}`, tabindex: first ? 0 : null,
      "aria-description": first ? `${labelTitle(item, n)}: ${item.passages[n].reason}` : null,
      onfocus: () => light(true), onblur: () => light(false), onmouseenter: () => light(true), onmouseleave: () => light(false) }, inner);
  }
  return el("span", { class: piece.q.length ? "piece quoted" : "piece", title: titles.join("\n") }, inner);
}

const labelTitle = (item, n) => item.labels.find((label) => label.key === item.passages[n].label)?.title ?? "";

function drawLegend(item, { strings, titles, toggleAll }) {
  const visible = visiblePassages(item);
  const present = [...new Set(visible.map((n) => item.passages[n].label))];
  const more = item.passages.filter((passage) => !passage.shown).length;
  if (present.length === 0 && item.quotes.length === 0 && more === 0) return null;
  return el(
    "div", { class: "row legend" },
    present.length || item.quotes.length ? el("span", { class: "faint" }, strings.legend) : null,
    present.map((key) => el("span", { class: "small" }, el("mark", { "data-label": key, class: "lane0" }, titles[key] ?? key))),
    item.quotes.length ? el("span", { class: "small piece quoted" }, strings.legend_quote) : null,
    more ? el("button", { class: "plain small", onclick: toggleAll }, personal.get("all", false) ? strings.fewer_passages : fill(strings.more_passages, { n: more }), " ", el("kbd", {}, personal.keys().all)) : null,
  );
}

// Pointing at a reason lights up the words it speaks of, and pointing at words their reason.
function lightUp(root, number, on) {
  for (const mark of root.querySelectorAll(`.original mark[data-passage="${number}"]`)) mark.classList.toggle("lit", on);
}
function lightReason(root, number, on) {
  for (const line of root.querySelectorAll(`.reasons li[data-passage="${number}"]`)) line.classList.toggle("lit", on);
}
