// One card per label: recommendation, probability on a scale with the thresholds, reasons, parts.
function drawLabels(item, way) {
  const cards = item.labels.map((label) => drawLabel(label, item, way));
  const missing = item.missing.map((part) =>
    el("p", { class: "small missing" }, part.sentence, part.note ? ` ${part.note}` : ""));
  return el("div", { class: "labels" }, cards, missing);
}

function drawLabel(label, item, { strings, root, help, tellWord }) {
  const marks = item.marks.map((mark, n) => ({ ...mark, n })).filter((mark) => mark.label === label.key);
  return el(
    "section", { class: "label panel", "data-label": label.key, "data-r": label.recommendation },
    el("div", { class: "row head" },
      el("span", { class: "dot", "aria-hidden": "true" }),
      el("h2", {}, label.title),
      badge(strings, { label: label.key, recommendation: label.recommendation, concern: label.concern })),
    label.status === "scored" ? drawScale(label, strings) : null,
    label.status !== "scored" ? el("p", { class: "small" }, `${strings["status_" + label.status]} ${label.detail ?? ""}`) : null,
    label.facets.length ? el("p", { class: "small" }, label.facets.join(" · ")) : null,
    marks.length ? el("ul", { class: "reasons" }, marks.map((mark) => drawReason(mark, strings, root, tellWord))) : null,
    item.added.filter((one) => one.label === label.key).map((one) => el("p", { class: "small" },
      el("q", { class: "words" }, one.words), ` ${fill(strings.added_by, { who: one.person })} `, el("span", { class: "faint" }, one.facet))),
    label.evidence_missing && label.recommendation !== "clear"
      ? el("p", { class: "faint" }, strings.no_evidence) : null,
    label.target ? el("p", { class: "faint" }, strings["target_" + label.target]) : null,
    drawParts(label, strings),
    drawMeaning(help[label.key], strings),
  );
}

function drawScale(label, strings) {
  const at = (p) => `${Math.round(p * 1000) / 10}%`;
  return el(
    "div", { class: "scale", role: "img", "aria-label": fill(strings.scale_said, { p: percent(label.probability) }) },
    el("div", { class: "track" },
      el("div", { class: "filled", style: `width:${at(label.probability)}` }),
      label.clear_below === null ? null : el("i", { style: `left:${at(label.clear_below)}` }),
      label.flag_at === null ? null : el("i", { style: `left:${at(label.flag_at)}` })),
    el("span", { class: "number" }, percent(label.probability)),
  );
}

function drawReason(mark, strings, root, tellWord) {
  return el(
    "li",
    { onmouseenter: () => lightUp(root, mark.n, true), onmouseleave: () => lightUp(root, mark.n, false) },
    el("q", { class: "words" }, mark.words.length > 90 ? mark.words.slice(0, 88) + "…" : mark.words),
    " ", mark.reason, " ",
    el("span", { class: "faint" }, [mark.facet, mark.scorer].filter(Boolean).join(", ")), " ",
    ["confirm", "reject"].map((verdict) =>
      el("button", { class: "plain small", "aria-pressed": String(mark.said === verdict), onclick: () => tellWord({
        label: mark.label, facet: mark.key, span: mark.span, scorer: mark.scorer, verdict }) }, strings["word_" + verdict])),
  );
}

function drawParts(label, strings) {
  if (label.parts.length === 0) return null;
  const rows = label.parts.map((part) =>
    el("tr", { "data-status": part.status },
      el("th", { scope: "row" }, part.scorer),
      el("td", {}, part.status === "scored" ? percent(part.probability) : strings["status_" + part.status]),
      el("td", { class: "faint" }, part.detail ?? "")));
  return el(
    "details", { open: label.differ },
    el("summary", {}, strings.parts, label.differ ? el("strong", {}, ` ${strings.differ}`) : null),
    el("table", {}, el("tbody", {}, rows)),
  );
}

function drawMeaning(label, strings) {
  if (!label) return null;
  return el(
    "details", {},
    el("summary", {}, strings.meaning),
    el("p", { class: "small" }, el("strong", {}, label.question), " ", label.definition),
    label.is_not.length
      ? el("div", { class: "small" }, strings.is_not, el("ul", {}, label.is_not.map((no) => el("li", {}, no)))) : null,
  );
}
