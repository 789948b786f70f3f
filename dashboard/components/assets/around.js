// What surrounds a comment: whom it answers, what it quotes, its thread, its history.
// What a distressing label asks a look for is blurred for whoever wants that, here as in the comment.
const mayHurt = (answers) => answers.some((a) => a.distressing && a.recommendation !== "clear");

function drawParent(item, { strings, open }) {
  if (!item.parent) return null;
  const guessed = item.parent.inferred || item.inferred;
  const hurts = item.thread.some((entry) => entry.id === item.parent.id && mayHurt(entry.badges));
  return el(
    "div", { class: hurts ? "parent hurts" : "parent" },
    el("div", { class: "small row" },
      el("span", { class: "faint" }, guessed ? strings.answers_inferred : strings.answers),
      el("strong", {}, item.parent.author ?? strings.no_author),
      el("button", { class: "plain small", onclick: () => open(item.parent.id) }, strings.open)),
    item.inferred ? el("div", { class: "faint" }, fill(strings.inferred_why, { p: percent(item.inferred.confidence), reason: item.inferred.reason })) : null,
    el("div", { class: "said", dir: "auto" }, item.parent.text),
  );
}

// What readers reported; a report asks for a look and says nothing about who is right.
function drawReports(item, { reported_by, reported_by_one, reported_answered, reported_latest, reported_label, reported_meaning, reported_no_reason }) {
  const told = item.reported;
  if (!told) return null;
  return el(
    "div", { class: "notice reports", "data-waiting": told.waiting },
    el("div", { class: "row small" },
      el("strong", {}, told.people === 1 ? reported_by_one : fill(reported_by, { n: told.people })),
      told.reasons.map((one) => el("span", { class: "badge", title: one.label ? fill(reported_label, { label: one.label }) : "" }, `${one.title ?? reported_no_reason} ${one.people}`)),
      told.waiting === told.people ? null : el("span", { class: "faint" }, fill(reported_answered, { n: told.people - told.waiting })),
      told.latest ? el("span", { class: "faint" }, fill(reported_latest, { when: told.latest })) : null),
    el("div", { class: "faint" }, reported_meaning));
}

function drawQuotes(item, { strings, open }) {
  if (item.quotes.length === 0) return null;
  return el(
    "section", { class: "panel" },
    el("h3", {}, strings.quotes),
    item.quotes.map((quote) =>
      el("div", { class: "quote" },
        el("span", { class: "small" }, strings["quote_" + quote.source], " "),
        quote.comment ? el("button", { class: "plain small", onclick: () => open(quote.comment) }, strings.open) : null,
        el("div", { class: "said", dir: "auto" }, quote.passage ?? quote.words))),
  );
}

function drawThread(item, { strings, open }) {
  if (item.thread.length === 0) return null;
  return el(
    "section", { class: "panel thread" },
    el("h3", {}, strings.thread),
    el("ol", {}, item.thread.map((entry) =>
      el("li", { class: [entry.here ? "here" : "", mayHurt(entry.badges) ? "hurts" : ""].join(" ").trim(), style: `margin-left:${Math.min(entry.depth, 6)}rem`, "aria-current": entry.here ? "true" : null },
        el("div", { class: "row small" },
          el("strong", {}, `${entry.position}. ${entry.author ?? strings.no_author}`),
          entry.inferred ? el("em", { class: "faint" }, strings.inferred) : null,
          el("span", { class: "faint" }, strings["state_" + entry.state]),
          entry.badges.filter((b) => b.recommendation !== "clear").map((b) => badge(strings, { ...b, title: b.short })),
          entry.here ? null : el("button", { class: "plain small", onclick: () => open(entry.id) }, strings.open)),
        el("div", { class: "said", dir: "auto" }, entry.text)))),
  );
}

function drawHistory(item, { strings, reasons, undoBatch, reading }) {
  const titles = Object.fromEntries(reasons.map((r) => [r.key, r.title]));
  const decisions = item.decisions.map((d) =>
    el("li", {},
      strings["action_" + d.action], " ", el("span", { class: "faint" }, `${d.person}, ${d.at}`),
      d.replaces ? el("span", { class: "faint" }, " ", fill(strings.replaces, { n: d.replaces })) : null,
      d.reason ? el("div", { class: "small" }, titles[d.reason] ?? d.reason) : null,
      d.note ? el("div", { class: "small said" }, d.note) : null,
      d.batch ? el("div", { class: "small" }, strings.part_of_bulk, " ",
        d.batch_holds && !reading ? el("button", { class: "plain small undo-bulk", onclick: () => undoBatch(d.batch) }, fill(strings.undo_bulk, { n: d.batch_holds })) : null) : null,
      d.profile ? el("div", { class: "faint" }, fill(strings.under_profile, { profile: d.profile })) : null));
  const older = item.revisions.length > 1
    ? el("details", {}, el("summary", {}, fill(strings.revisions, { n: item.revisions.length })),
      item.revisions.map((r) => el("div", { class: "small" },
        el("span", { class: "faint" }, `${r.number}. ${r.read_at}`),
        el("div", { class: "said", dir: "auto" }, r.text ?? strings.erased))))
    : null;
  return el(
    "section", { class: "panel history" },
    el("h3", {}, strings.history),
    item.hidden_decisions ? el("p", { class: "small" }, fill(strings.blind, { n: item.hidden_decisions })) : null,
    decisions.length ? el("ol", {}, decisions) : el("p", { class: "faint" }, strings.no_decisions),
    older,
    drawRun(item, { strings }),
  );
}
