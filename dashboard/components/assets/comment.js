// The comment itself: where it stands, why it is here, whom it answers, then the original.
function drawComment(item, way) {
  const { strings } = way;
  const plain = personal.get("plain", false);
  const titles = Object.fromEntries(item.labels.map((label) => [label.key, label.title]));
  const original = drawOriginal(item, { plain, strings, root: way.root });
  if (personal.get("blur", false) && mayHurt(item.labels)) { original.classList.add("blurred"); original.setAttribute("tabindex", "0"); }
  return [
    el("div", { class: "panel card" },
      el("div", { class: "row" }, el("h2", {}, item.article.title || strings.no_title),
        el("span", { class: "badge" }, item.pending ? strings.saving : strings["state_" + item.state])),
      el("dl", { class: "facts" }, item.facts.map(([name, value]) => el("div", {}, el("dt", {}, strings["fact_" + name]), el("dd", {}, name === "author" && way.authorPages ? el("a", { href: `author?${new URLSearchParams({ author: value })}` }, value) : value)))),
      item.why ? el("p", { class: "small why" }, el("strong", {}, strings.why_here), " ", item.why) : null,
      drawReports(item, strings),
      item.claimed_by ? el("p", { class: "notice bad", role: "status" }, fill(strings.claimed, { who: item.claimed_by })) : null,
      item.unshown ? el("p", { class: "notice small" }, fill(strings.unshown, { n: item.unshown })) : null,
      item.direction ? el("p", { class: "notice small" }, fill(strings.hidden, { n: item.direction })) : null,
      drawParent(item, way), original, way.tellWords ? drawMissed(original, way) : null, plain ? null : drawLegend(item, { strings, titles, toggleAll: way.toggleAll })),
    wrap(drawQuotes(item, way)), wrap(drawThread(item, way)), wrap(drawHistory(item, way)),
  ];
}

function wrap(section) {
  if (section) section.classList.add("beside");
  return section;
}
