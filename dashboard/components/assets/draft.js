// What is being written about a comment stays with that comment: on the way to another one and
// back, where its decision was refused, and in a page that begins anew.
function makeDraft({ reason, note }) {
  const NAME = "moderato.draft";
  /** @type {Map<number | null, { reason: string, note: string }>} */
  const drafts = new Map();
  const written = () => ({ reason: reason.value, note: note.value });
  const hold = (comment, draft) => { if (draft.reason || draft.note) drafts.set(comment, draft); else drafts.delete(comment); };
  const show = (comment) => {
    const draft = drafts.get(comment);
    reason.value = draft?.reason ?? "";
    note.value = draft?.note ?? "";
  };
  return {
    // Another comment comes on screen.
    turn(from, to) { hold(from, written()); show(to); },
    // What was written went with the decision.
    sent(comment) { drafts.delete(comment); show(comment); },
    // A refused decision's words, unless something else was written meanwhile.
    giveBack(comment, draft, shown) {
      if (comment === shown) hold(comment, written());
      if (!drafts.has(comment)) hold(comment, draft);
      if (comment === shown) show(comment);
    },
    // For a page that begins anew.
    keep(shown) {
      hold(shown, written());
      try { sessionStorage.setItem(NAME, JSON.stringify([...drafts])); } catch { /* then it is typed again */ }
    },
    // Once, in the page that has begun anew.
    take(shown) {
      try {
        const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
        if (!kept) return;
        sessionStorage.removeItem(NAME);
        for (const [comment, draft] of kept) hold(comment, draft);
      } catch { return; }
      show(shown);
    },
  };
}
