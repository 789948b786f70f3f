// What has just happened, above the comment, with the way back while it is there.
const UNDO_SHOWN = 6e3; // ms for which a decision's undo is offered

/** @param {() => Strings} strings  @param {{ open: (id: number) => void, undo: (id: string) => void }} acts */
function makeNotices(strings, { open, undo }) {
  const node = el("div", { class: "message", "aria-live": "polite" });
  /** @type {number | undefined} */
  let timer;
  const clear = () => { clearTimeout(timer); node.replaceChildren(); };
  const put = (kind, ...children) => { clear(); node.append(el("div", { class: kind === "bad" ? "notice bad" : "notice", role: kind === "bad" ? "alert" : "status" }, ...children)); };
  const close = () => el("button", { class: "plain", onclick: clear }, strings().close);
  return {
    node,
    clear,
    /** @param {string} sentence  @param {{ bad?: boolean, comment?: number | null }} how */
    say(sentence, { bad = false, comment = null } = {}) {
      put(bad ? "bad" : "", sentence, " ", comment ? el("button", { class: "plain", onclick: () => open(comment) }, strings().open) : null, close());
    },
    // "Rejected, insult · Undo", for some seconds.
    decided(words, id) {
      put("", words, " · ", el("button", { class: "plain undo-this", onclick: () => { clear(); undo(id); } }, strings().act_undo));
      timer = setTimeout(clear, UNDO_SHOWN);
    },
    append(...children) { node.firstChild?.append(...children); },
    show(...children) { put("", ...children); },
  };
}
