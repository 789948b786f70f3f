// The end of a walk through a queue: what is said there, and the way to the next queue.

/**
 * @param {{ data: () => ReviewData, strings: () => Strings, leave: (queue: any, how: { whole: boolean }) => void }} way
 */
function makeWalkEnd({ data, strings, leave }) {
  const node = el("div", { class: "end" });
  /** @type {"done" | "here" | "last" | null} */
  let ended = null; // at its end: all decided, all but what another page of one's own shows, or skipped
  let recounted = false; // whether the queues were counted after the decision that ended the walk
  let drawn = "";

  // A queue is done: the next one in which somebody is needed is one press away.
  const waits = (queue) => queue.key !== data().queue && !["decided", "all"].includes(queue.key) && queue.count > 0;
  function goOn(otherwise) {
    const { queues } = data();
    const next = queues.find(waits);
    if (!next) return otherwise;
    return el("button", { onclick: () => leave(next, { whole: true }) }, fill(strings().go_on_with, { queue: next.title, n: next.count }), " ", el("kbd", {}, queues.indexOf(next) + 1));
  }
  const allDone = () => (data().narrowed ? strings().queue_done_narrowed : strings().queue_done);

  return {
    node,
    // What stands where no comment is left to show.
    nothingLeft: () => [allDone(), " ", goOn(strings().all_queues_done)],
    /** @param {{ here: boolean }} how whether the rest is open on another page of the same person */
    allDecided({ here }) { ended = here ? "here" : "done"; recounted = false; },
    lastReached() { ended ??= "last"; },
    goesOn() { ended = null; },
    countedAnew() { recounted = true; },
    // Behind the last comment a line stays: it names the next queue as soon as that is counted anew.
    draw() {
      const words = { done: allDone(), here: strings().rest_elsewhere, last: strings().at_end }[ended ?? "last"];
      const now = JSON.stringify([ended, recounted, words, recounted && data().queues]);
      if (now === drawn) return;
      drawn = now;
      const next = recounted ? goOn(ended === "done" ? strings().all_queues_done : null) : null;
      node.replaceChildren(...(ended === null ? [] : [el("div", { class: "notice", role: "status" }, words, " ", next)]));
    },
  };
}
