// What was being written to a comment outlives a page that begins anew.
function makeDraft({ reason, note }) {
  const NAME = "moderato.draft";
  return {
    keep(comment) {
      try { sessionStorage.setItem(NAME, JSON.stringify({ at: comment, reason: reason.value, note: note.value })); } catch { /* then it is typed again */ }
    },
    // Once, and for the comment that it was written to.
    take(comment) {
      /** @type {any} */
      let draft;
      try { draft = JSON.parse(sessionStorage.getItem(NAME) ?? "null"); sessionStorage.removeItem(NAME); } catch { return; }
      if (draft && draft.at === comment) { reason.value = draft.reason; note.value = draft.note; }
    },
  };
}
