// The bar over the comment: the queues, what can be decided, reason and note, and what is saved.

/**
 * @param {{
 *   data: () => ReviewData, strings: () => Strings, acts: Record<string, () => void>,
 *   guard: ReturnType<typeof makePressGuard>, leave: (queue: any) => void, redraw: () => void,
 *   saveState: () => HTMLElement, notices: HTMLElement,
 * }} way
 */
function makeReviewBar({ data, strings, acts, guard, leave, redraw, saveState, notices }) {
  const node = el("div", { class: "bar" });
  const reason = el("select", {});
  const note = el("input", { type: "text" });
  let queuesDrawn = "";

  function draw(item) {
    if (!node.firstChild) fillBar();
    const keys = personal.keys();
    for (const hint of node.querySelectorAll("kbd[data-key]")) hint.textContent = keys[hint.dataset.key];
    drawQueues();
    const { total, narrowed } = data();
    node.querySelector(".count").textContent = fill(strings().place, { left: total, narrowed: narrowed ? strings().narrowed : "" });
    node.querySelector(".seen").textContent = fill(strings().seen_today, { n: seen.count() });
    for (const button of node.querySelectorAll("button.act")) button.disabled = !item || Boolean(item.claimed_by);
    const minutes = rhythm.minutes();
    const every = personal.get("break", 45);
    node.querySelector(".rest").hidden = !(every > 0 && minutes >= every);
    node.querySelector(".rest span").textContent = fill(strings().rest, { minutes });
  }

  function drawQueues() {
    const { queue: current, queues } = data();
    const now = JSON.stringify([current, queues]);
    if (now === queuesDrawn) return;
    queuesDrawn = now;
    const nav = node.querySelector(".queues");
    nav.replaceChildren(...queues.map((queue, n) =>
      el("button", { class: "plain small", "aria-current": queue.key === current ? "true" : null, onclick: () => leave(queue) },
        el("kbd", {}, n + 1), " ", queue.title, " ", el("span", { class: "faint" }, queue.count))));
    showCurrent(nav);
  }
  // On a telephone the queues are a line to push; it begins where one is.
  function showCurrent(nav) {
    requestAnimationFrame(() => {
      const current = nav.querySelector("[aria-current]");
      if (current) nav.scrollLeft = current.offsetLeft - nav.offsetLeft - 16;
    });
  }

  const beside = (other) => { other.classList.add("beside"); return other; };
  const button = (name, kind, other) => el("button", { class: kind ?? "", onclick: (event) => { if (guard.isClick(event)) acts[name](); }, "data-act": name },
    strings()["act_" + name], " ", el("kbd", { "data-key": name }), other ? [" ", el("kbd", { "data-key": other })] : null);

  function fillBar() {
    const words = strings();
    fillFields(words);
    node.append(
      el("p", { class: "notice reads small" }, words.reading, " ", data().may_decide ? el("button", { class: "plain", onclick: reviewIt }, words.review_it) : null),
      el("nav", { class: "queues row beside", "aria-label": words.queues }),
      personal.get("decided", 0) < 3 ? el("p", { class: "first small faint" }, words.first_time) : "",
      el("div", { class: "row deciding" }, el("div", { class: "row acts" },
        button("approve", "act approve"), button("reject", "act reject"), button("escalate", "act escalate"), button("second", "act"),
        button("skip", "", "next"), button("previous"), button("undo"), button("help")),
        el("div", { class: "where" }, el("div", { class: "count small" }), el("div", { class: "seen faint" }), saveState())),
      // What is said of a decision has its place here, so that no comment moves while it is read.
      el("div", { class: "row wording" }, ...[reason, note, button("plain", "small"), button("single", "small"), button("search", "small")].map(beside), notices),
      el("div", { class: "notice rest", hidden: true }, el("span", {}), " ",
        el("button", { class: "plain", onclick: () => { rhythm.restart(); redraw(); } }, words.rest_taken)));
  }

  function fillFields(words) {
    reason.append(el("option", { value: "" }, words.reason_none), ...data().reasons.map((r) => el("option", { value: r.key }, r.title)));
    reason.setAttribute("aria-label", words.reason);
    leaveWhenChosen(reason);
    note.setAttribute("aria-label", words.note);
    note.setAttribute("placeholder", words.note);
    note.setAttribute("maxlength", data().note_length);
    note.addEventListener("keydown", (event) => { if (event.key === "Enter") note.blur(); });
  }

  // Letters choose a reason and must not decide at once: by keys it is left with Enter or Escape.
  function leaveWhenChosen(list) {
    let byPointer = false;
    list.addEventListener("pointerdown", () => { byPointer = true; });
    list.addEventListener("keydown", (event) => { byPointer = false; if (event.key === "Enter") { event.preventDefault(); list.blur(); } });
    list.addEventListener("change", () => { if (byPointer) list.blur(); });
  }

  // The same comment, to decide on it.
  function reviewIt() {
    const address = new URL(window.location.href);
    address.searchParams.delete("read");
    window.location.assign(address);
  }

  return { node, reason, note, draw };
}
