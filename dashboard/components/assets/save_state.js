// One line that always says whether what was decided is saved, and what to do where it is not.
function makeSaveState(strings, { retry, signIn }) {
  const node = el("div", { class: "save-state", role: "status", "aria-live": "polite" });
  let shown = "";

  function draw({ state, waiting, problem, down, refused, others, lasting }) {
    const now = JSON.stringify([state, waiting.length, problem, down, refused, Object.entries(others).map(([who, entries]) => [who, entries.length]), lasting]);
    if (now === shown) return;
    shown = now;
    node.dataset.save = refused && state === "saved" ? "refused" : state;
    node.replaceChildren(...[
      down ? el("strong", { class: "bad" }, strings.not_answering, " ") : null,
      ...words(state, waiting, problem, refused),
      lasting ? null : el("span", { class: "bad" }, " ", strings.not_lasting),
      Object.entries(others).map(([who, entries]) => el("span", { class: "bad others" }, " ", fill(strings.others_wait, { who, n: entries.length }), " ",
        el("button", { class: "plain", onclick: () => exportThem(entries, who) }, strings.export_unsaved))),
    ].flat().filter(Boolean));
  }
  function words(state, waiting, problem, refused) {
    if (state === "saving") return [strings.save_saving];
    if (state === "saved") return [refused ? fill(strings.save_refused, { why: refused }) : strings.save_saved];
    const why = strings[`problem_${problem}`] ?? strings.problem_server;
    return [
      el("strong", {}, fill(strings.save_unsaved, { n: waiting.length })), ` ${why} `,
      problem === "session"
        ? el("button", { class: "plain", onclick: signIn }, strings.sign_in_again)
        : el("button", { class: "plain", onclick: retry }, strings.retry),
      " ", el("button", { class: "plain", onclick: () => exportThem(waiting) }, strings.export_unsaved),
    ];
  }
  return { node, draw };
}

// What is not saved yet as a file, for whoever wants to hold it in hand.
/** @param {Command[]} waiting  @param {string | null} who */
function exportThem(waiting, who = null) {
  const whose = who === null ? {} : { person: who };
  const body = JSON.stringify(waiting.map((entry) => ({ ...whose, ...entry, at: new Date(entry.at).toISOString() })), null, 2);
  const link = el("a", { href: URL.createObjectURL(new Blob([body], { type: "application/json" })), download: "moderato-not-saved-yet.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
