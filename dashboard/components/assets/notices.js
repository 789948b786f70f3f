// What has just happened, above the comment, with the way back while it is there. A refusal stays
// until it is closed or its comment is decided: who reviews quickly must not miss it.
const UNDO_SHOWN = 6e3; // ms for which a decision's undo is offered

/** @param {() => Strings} strings  @param {{ open: (id: number) => void, undo: (id: string) => void, changed: () => void }} acts */
function makeNotices(strings, { open, undo, changed }) {
  const standing = el("div", { class: "refusals" });
  const passing = el("div", {});
  const node = el("div", { class: "message", "aria-live": "polite" }, standing, passing);
  /** @type {{ comment: number | null, sentence: string }[]} */
  let refusals = [];
  /** @type {number | undefined} */
  let timer;
  const clear = () => { clearTimeout(timer); passing.replaceChildren(); };
  const notice = (kind, ...children) => el("div", { class: kind === "bad" ? "notice bad" : "notice", role: kind === "bad" ? "alert" : "status" }, ...children);
  const put = (kind, ...children) => { clear(); passing.append(notice(kind, ...children)); };
  const button = (words, onclick) => el("button", { class: "plain", onclick }, words);
  function drawRefusals() {
    standing.replaceChildren(...refusals.map((one) => notice("bad", one.sentence, " ",
      one.comment ? button(strings().open, () => open(/** @type {number} */ (one.comment))) : null,
      button(strings().close, () => drop((other) => other === one)))));
    changed();
  }
  function drop(which) {
    const left = refusals.filter((one) => !which(one));
    if (left.length === refusals.length) return;
    refusals = left;
    drawRefusals();
  }
  return {
    node,
    clear,
    // Why the latest refusal that still stands was one; empty where none does.
    get refused() { return refusals.at(-1)?.sentence ?? ""; },
    /** @param {string} sentence  @param {{ bad?: boolean }} how */
    say(sentence, { bad = false } = {}) { put(bad ? "bad" : "", sentence, " ", button(strings().close, clear)); },
    // What would be taken back, until somebody does or goes on.
    /** @param {string} sentence  @param {() => void} act */
    ask(sentence, act) { put("", sentence, " ", el("button", { class: "plain undo-this", onclick: () => { clear(); act(); } }, strings().act_undo), " ", button(strings().close, clear)); },
    /** @param {string} sentence  @param {number | null} comment */
    refuse(sentence, comment) {
      clear();
      refusals = [...refusals.filter((one) => one.comment !== comment || one.sentence !== sentence), { comment, sentence }];
      drawRefusals();
    },
    // The comment was decided after all.
    settle(comment) { drop((one) => one.comment === comment); },
    // "Rejected, insult · Undo", for some seconds.
    decided(words, id) {
      put("", words, " · ", el("button", { class: "plain undo-this", onclick: () => { clear(); undo(id); } }, strings().act_undo));
      timer = setTimeout(clear, UNDO_SHOWN);
    },
  };
}
