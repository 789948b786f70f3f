// What was done in this page and not taken back, latest last: decisions and words on evidence. Undo
// goes through them; they stay where the page begins anew by itself.
/** @param {() => string} whose - person and database */
function makeActs(whose) {
  const NAME = "moderato.acts";
  /** @type {Act[]} */
  let done = [];
  return {
    add(act) { done.push(act); },
    takeLast() { return done.pop(); },
    find(id) { return done.find((one) => one.id === id); },
    forget(id) { done = done.filter((one) => one.id !== id); },
    // For a page that begins anew.
    keep() {
      try { sessionStorage.setItem(NAME, JSON.stringify({ whose: whose(), done })); } catch { /* then undo names what it takes back */ }
    },
    // Once, in the page that has begun anew.
    take() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
        sessionStorage.removeItem(NAME);
        if (kept?.whose === whose()) done = kept.done;
      } catch { return; }
    },
  };
}
