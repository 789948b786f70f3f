// One card per label: recommendation, probability on a scale with the thresholds, reasons, parts.
function drawLabels(item, way) {
  return el("div", { class: "labels" }, item.labels.map((label) => drawLabel(label, item, way)));
}

// What labelled it, and what could not take part: told once, where the run is told.
function drawRun(item, { strings }) {
  const recorded = item.recorded;
  if (!item.run && !recorded && item.missing.length === 0) return null;
  return el("details", { class: "run" }, el("summary", {}, strings.about_run),
    item.run ? el("p", { class: "faint" }, fill(strings.run_said, item.run)) : null,
    item.run ? el("p", { class: "faint" }, item.run.scorers.join(" · ")) : null,
    recorded ? el("p", { class: "small recorded" }, fill(strings.recorded, { source: recorded.source }), " ",
      recorded.scores.map(([name, score]) => `${name} ${score.toFixed(2)}`).join(" · ")) : null,
    item.missing.map((part) => el("p", { class: "small missing" }, fill(strings.not_installed, { scorer: part.scorer }), part.note ? ` ${part.note}` : "")));
}

function drawLabel(label, item, way) {
  const { strings, help } = way;
  const passages = visiblePassages(item).filter((n) => item.passages[n].label === label.key);
  return el(
    "section", { class: label.distressing ? "label panel distressing" : "label panel", "data-label": label.key, "data-r": label.recommendation },
    el("div", { class: "row head" },
      el("span", { class: "dot", "aria-hidden": "true" }),
      el("h2", {}, label.title),
      badge(strings, { label: label.key, recommendation: label.recommendation, concern: label.concern })),
    label.status === "scored" ? drawScale(label, strings) : null,
    label.status !== "scored" ? el("p", { class: "small" }, `${strings["status_" + label.status]} ${label.detail ?? ""}`) : null,
    label.facets.length ? el("p", { class: "small" }, label.recommendation === "unsure" ? fill(strings.facets_possible, { facets: label.facets.join(" · ") }) : label.facets.join(" · ")) : null,
    passages.length ? el("ul", { class: "reasons" }, passages.map((n) => drawPassage(n, item, way))) : null,
    (item.added ?? []).filter((one) => one.label === label.key).map((one) => el("p", { class: "small" },
      el("q", { class: "words" }, one.words), ` ${fill(strings.added_by, { who: one.person })} `, el("span", { class: "faint" }, one.facet),
      way.tellWords && one.mine ? [" ", el("button", { class: "plain small", onclick: () => way.tellWords([{ label: one.label, facet: one.key, span: one.span, scorer: "", verdict: "withdraw", before: "add" }]) }, strings.word_withdraw)] : null)),
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

// One line per passage: its words and the one reason. What softens the claim is told as such.
// Where several marks lie in it, each is a click away, and a word on the passage is one on all.
function drawPassage(n, item, { strings, root, tellWords }) {
  const passage = item.passages[n];
  const marks = passage.marks.map((number) => ({ ...item.marks[number], n: number }));
  const light = (on) => lightUp(root, n, on);
  return el(
    "li", { "data-passage": n, "data-bearing": passage.bearing, tabindex: 0, onmouseenter: () => light(true), onmouseleave: () => light(false), onfocusin: () => light(true), onfocusout: () => light(false) },
    el("q", { class: "words" }, shortened(passage.words)), " ",
    passage.bearing === "softens" ? el("em", {}, strings.softens, " ") : null, passage.reason, " ",
    el("span", { class: "faint" }, [...passage.facets, passage.scorers.map((name) => scorerTitle(name, strings)).join(" + ")].join(", ")), " ",
    verdicts(marks, passage.said, strings, tellWords),
    marks.length > 1 ? drawMarks(marks, item, strings, tellWords) : null,
  );
}

// A scorer in words; its exact name and version stand under "About this run".
const scorerTitle = (name, strings) => strings["scorer_" + name.split("-")[0]] ?? name;

// Which of these lists somebody has opened; a redraw after a word on one mark keeps it open.
const openedMarks = new Set();
function drawMarks(marks, item, strings, tellWords) {
  const key = `${item.id} ${marks[0].n}`;
  const list = el("details", { open: openedMarks.has(key) },
    el("summary", {}, fill(strings.each_mark, { n: marks.length })),
    el("ul", {}, marks.map((mark) => el("li", {},
      el("q", {}, shortened(mark.words)), " ", mark.reason, " ",
      el("span", { class: "faint" }, [mark.facet, scorerTitle(mark.scorer, strings)].filter(Boolean).join(", ")), " ",
      verdicts([mark], mark.said, strings, tellWords)))));
  list.addEventListener("toggle", () => { if (list.open) openedMarks.add(key); else openedMarks.delete(key); });
  return list;
}

// A pressed button takes one's own word back; a colleague's stays, and one's own comes after it.
function verdicts(marks, said, strings, tellWords) {
  if (!tellWords) return null; // nobody is asked for a word: a trial, or a role that only reads
  return ["confirm", "reject"].map((verdict) => {
    const back = marks.every((mark) => mark.mine === verdict);
    return el("button", { class: "plain small", "aria-pressed": String(said === verdict), title: back ? strings.word_withdraw : null, onclick: () => tellWords(marks.map((mark) => ({
      label: mark.label, facet: mark.key, span: mark.span, scorer: mark.scorer, verdict: back ? "withdraw" : verdict, before: mark.mine }))) }, strings["word_" + verdict]);
  });
}

const shortened = (words) => (words.length > 90 ? words.slice(0, 88) + "…" : words);

function drawParts(label, strings) {
  if (label.parts.length === 0) return null;
  const rows = label.parts.map((part) =>
    el("tr", { "data-status": part.status },
      el("th", { scope: "row" }, scorerTitle(part.scorer, strings)),
      el("td", {}, part.status === "scored" ? percent(part.probability) : strings["status_" + part.status]),
      el("td", { class: "faint" }, part.detail ?? (part.usual ? strings.usual : ""))));
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
