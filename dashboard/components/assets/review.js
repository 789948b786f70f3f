// The review loop: shows the next comment from memory at once and tells the server meanwhile.
const LOOK_AGAIN = 5e3; // ms between looks at a comment that a colleague holds
const PROLONG = 60e3; // ms after which a claim of one's own is prolonged; it lasts five minutes
const STILL_HERE = 180e3; // ms without a key or a move of the pointer after which nobody reads

function makeLoop() {
  const root = el("div", { class: "m review" });
  /** @type {Map<number, Item>} */
  const items = new Map();
  /** @type {number[]} */
  const done = []; // comments decided here, latest last, for undo
  let data = /** @type {ReviewData} */ (/** @type {unknown} */ (null)); // until the first update
  /** @type {Strings} */
  let strings = {};
  /** @type {number[]} */
  let order = [];
  let at = /** @type {number} */ (/** @type {unknown} */ (null)); // null where nothing waits
  /** @type {string | null} */
  let view = null; // which queue and filter this is; another one starts afresh
  let trigger = /** @type {Trigger} */ (() => {});
  let help = /** @type {HelpWindow} */ (/** @type {unknown} */ (null)); // until the first drawing
  /** @type {Item | undefined} */
  let drawn;
  let drawnAs = "";
  const bar = makeBar();

  const known = () => order.map((id) => items.get(id)).filter((item) => item !== undefined);
  const place = () => ({ view, at, have: known().map((item) => [item.id, item.sequence]) });
  const outbox = makeOutbox((message) => trigger("sync", message));
  // The page shows by an attribute whether something is still on its way.
  const mark = () => { root.dataset.unsaved = outbox.busy || outbox.waiting.length ? "1" : "0"; };
  const tell = () => { outbox.tell(place); mark(); };

  function receive(fresh) {
    data = fresh;
    strings = data.strings;
    if (data.view !== view) {
      view = data.view;
      items.clear();
      bar.message.replaceChildren(); // what was said of another queue
      order = [];
      at = data.at;
    }
    for (const item of data.items) items.set(item.id, item);
    order = data.order;
    for (const item of items.values()) item.claimed_by = data.held[item.id] ?? null;
    if (at === null) at = data.at;
    for (const answer of outbox.confirm(data.message, data.answers, place)) heed(answer);
    if (!order.includes(at) && order.length) at = data.at;
    help ??= drawHelp(strings, { changed: draw, toggles: [
      { name: "blur", title: strings.blur, otherwise: false },
      { name: "plain", title: strings.plain, otherwise: false },
      { name: "single", title: strings.single, otherwise: false },
    ] });
    if (items.has(at)) seen.add(at);
    draw();
    mark();
  }

  // What the server said to a command: a refusal is shown, and the comment is still open.
  function heed(answer) {
    if (answer.goto !== undefined && answer.goto !== null) at = answer.goto;
    if (answer.ok) { if (answer.sentence) say(answer.sentence); return; }
    const back = answer.command.comment;
    say(answer.sentence, { bad: true, open: back && back !== at ? back : null });
  }

  function say(sentence, { bad = false, open = null } = {}) {
    bar.message.replaceChildren(el("div", { class: bad ? "notice bad" : "notice", role: bad ? "alert" : "status" },
      sentence, " ", open ? el("button", { class: "plain", onclick: () => show(open) }, strings.open) : null,
      el("button", { class: "plain", onclick: () => bar.message.replaceChildren() }, strings.close)));
  }

  // A queue is done: the next one in which somebody is needed is one press away.
  const waits = (queue) => queue.key !== data.queue && !["decided", "all"].includes(queue.key) && queue.count > 0;
  function doneHere() {
    const next = data.queues.find(waits);
    return [data.narrowed ? strings.queue_done_narrowed : strings.queue_done, " ", next
      ? el("button", { onclick: () => leave(next, { whole: true }) }, fill(strings.go_on_with, { queue: next.title, n: next.count }), " ", el("kbd", {}, data.queues.indexOf(next) + 1))
      : strings.all_queues_done];
  }
  // Behind the last comment: what was skipped is still open, so this is no "done".
  function sayEnd() {
    const next = data.queues.find(waits);
    say(strings.at_end);
    if (next) bar.message.firstChild.append(" ", el("button", { onclick: () => leave(next, { whole: true }) }, fill(strings.go_on_with, { queue: next.title, n: next.count }), " ", el("kbd", {}, data.queues.indexOf(next) + 1)));
  }
  const sayDone = () => bar.message.replaceChildren(el("div", { class: "notice", role: "status" }, doneHere()));

  function show(id) {
    at = id;
    if (items.has(id)) seen.add(id);
    draw();
    window.scrollTo?.(0, 0);
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    remember(id);
    tell();
  }

  // The address names the comment, so that a reload or a shared link opens this one; replaced,
  // not added, or the browser's Back would step through every comment.
  function remember(id) {
    const address = new URL(window.location.href);
    address.searchParams.set("comment", id);
    window.history.replaceState(window.history.state, "", address);
  }

  // What colleagues hold or have dealt with is passed by; where only that is left, it is shown.
  function following() {
    const ahead = order.slice(order.indexOf(at) + 1).filter((id) => !data.gone.includes(id));
    return ahead.find((id) => !(id in data.held)) ?? (data.more ? undefined : ahead[0]);
  }

  function step(by) {
    const next = by > 0 ? following() : order[order.indexOf(at) + by];
    if (next === undefined && at === null) return; // the empty queue says so itself
    if (next === undefined) {
      if (by > 0 && data.more) { say(strings.loading); tell(); } else if (by > 0) sayEnd(); else say(strings.at_start);
      return;
    }
    bar.message.replaceChildren();
    show(next);
  }

  function decide(action) {
    const item = items.get(at);
    if (!item) return;
    if (item.claimed_by) { say(fill(strings.claimed, { who: item.claimed_by }), { bad: true }); return; }
    outbox.add({ kind: "decide", comment: at, action, sequence: item.sequence, reports: item.reported?.last ?? 0, reason: bar.reason.value, note: bar.note.value.trim() });
    done.push(at);
    item.state = { approve: "approved", reject: "rejected", escalate: "escalated", second_opinion: "second_opinion" }[action];
    item.pending = true;
    bar.reason.value = "";
    bar.note.value = "";
    personal.set("decided", personal.get("decided", 0) + 1);
    const next = following();
    if (next === undefined) { draw(); tell(); if (!data.more) sayDone(); } else { bar.message.replaceChildren(); show(next); }
  }

  // A person's word on a piece of evidence; it becomes an annotation.
  function tellWord(word) {
    outbox.add({ kind: "feedback", comment: at, ...word });
    tell();
  }

  function undo() {
    const back = done.pop();
    outbox.add({ kind: back === undefined ? "undo_last" : "undo", comment: back ?? null });
    if (back !== undefined) { at = back; const item = items.get(back); if (item) item.pending = true; draw(); }
    tell();
  }

  const leave = (queue, { whole = false } = {}) => trigger("leave", { to: "queue", queue: queue.key, whole });
  const toggle = (name) => { personal.set(name, !personal.get(name, false)); draw(); };
  const acts = {
    next: () => step(1), previous: () => step(-1), skip: () => step(1),
    approve: () => decide("approve"), reject: () => decide("reject"), escalate: () => decide("escalate"),
    second: () => decide("second_opinion"), undo,
    single: () => toggle("single"), plain: () => toggle("plain"),
    reveal: () => root.querySelector(".original")?.classList.toggle("blurred"),
    reason: () => bar.reason.focus(), note: () => bar.note.focus(),
    search: () => trigger("leave", { to: "search" }), help: () => help.show(),
  };

  function onKey(event) {
    leaveField(event);
    if (isForSomebodyElse(event) || help?.dialog.open || !data) return;
    if (/^[1-9]$/.test(event.key)) {
      const queue = data.queues[Number(event.key) - 1];
      if (queue) { event.preventDefault(); leave(queue); }
      return;
    }
    const name = Object.entries(personal.keys()).find(([, key]) => key === event.key.toLowerCase())?.[0];
    if (!name) return;
    event.preventDefault();
    acts[name]();
  }

  function makeBar() {
    const message = el("div", { class: "message", "aria-live": "polite" });
    return { message, reason: el("select", {}), note: el("input", { type: "text" }), node: el("div", { class: "bar" }) };
  }

  function draw() {
    const item = items.get(at);
    root.classList.toggle("single", personal.get("single", false));
    root.classList.toggle("blurring", personal.get("blur", false));
    if (!root.firstChild) root.append(...drawFrame(), help.dialog);
    drawBar(item);
    const main = root.querySelector(".main");
    // What did not change is left alone, so that an opened detail or a selection survives.
    const looks = ["plain", "blur"].map((name) => personal.get(name, false));
    const now = JSON.stringify([at, item?.state, item?.pending, item?.claimed_by, looks, order.length > 0, data.more]);
    if (item && item === drawn && now === drawnAs) return;
    drawn = item;
    drawnAs = now;
    main.setAttribute("data-comment", item ? String(item.id) : "");
    if (!item) { main.replaceChildren(el("p", {}, order.length || data.more ? strings.loading : doneHere())); root.querySelector(".aside").replaceChildren(); return; }
    const way = { strings, root, open: show, reasons: data.reasons, help: data.help, tellWord };
    main.replaceChildren(...drawComment(item, way).filter(Boolean));
    root.querySelector(".aside").replaceChildren(drawLabels(item, way));
  }

  function drawFrame() {
    return [bar.node, bar.message, el("div", { class: "columns" }, el("div", { class: "main", tabindex: -1 }), el("div", { class: "aside" }))];
  }

  function drawBar(item) {
    const keys = personal.keys();
    if (!bar.node.firstChild) fillBar();
    for (const hint of bar.node.querySelectorAll("kbd[data-key]")) hint.textContent = keys[hint.dataset.key];
    bar.node.querySelector(".queues").replaceChildren(...data.queues.map((queue, n) =>
      el("button", { class: "plain small", "aria-current": queue.key === data.queue ? "true" : null, onclick: () => leave(queue) },
        el("kbd", {}, n + 1), " ", queue.title, " ", el("span", { class: "faint" }, queue.count))));
    bar.node.querySelector(".count").textContent = fill(strings.place, { left: data.total, narrowed: data.narrowed ? strings.narrowed : "" });
    bar.node.querySelector(".seen").textContent = fill(strings.seen_today, { n: seen.count() });
    for (const button of bar.node.querySelectorAll("button.act")) button.disabled = !item || Boolean(item.claimed_by);
    const minutes = rhythm.minutes();
    const every = personal.get("break", 45);
    bar.node.querySelector(".rest").hidden = !(every > 0 && minutes >= every);
    bar.node.querySelector(".rest span").textContent = fill(strings.rest, { minutes });
    bar.node.querySelector(".first").hidden = personal.get("decided", 0) >= 3;
  }

  function fillBar() {
    const button = (name, kind, other) => el("button", { class: kind ?? "", onclick: () => acts[name](), "data-act": name },
      strings["act_" + name], " ", el("kbd", { "data-key": name }), other ? [" ", el("kbd", { "data-key": other })] : null);
    bar.reason.append(el("option", { value: "" }, strings.reason_none), ...data.reasons.map((r) => el("option", { value: r.key }, r.title)));
    bar.reason.setAttribute("aria-label", strings.reason);
    bar.note.setAttribute("aria-label", strings.note);
    bar.note.setAttribute("placeholder", strings.note);
    bar.note.setAttribute("maxlength", data.note_length);
    bar.note.addEventListener("keydown", (event) => { if (event.key === "Enter") bar.note.blur(); });
    bar.reason.addEventListener("change", () => bar.reason.blur());
    bar.node.append(
      el("nav", { class: "queues row beside", "aria-label": strings.queues }),
      el("p", { class: "first small faint" }, strings.first_time),
      el("div", { class: "row" },
        button("approve", "act approve"), button("reject", "act reject"), button("escalate", "act escalate"), button("second", "act"),
        button("skip", "", "next"), button("previous"), button("undo"), button("help"),
        el("div", { class: "where" }, el("div", { class: "count small" }), el("div", { class: "seen faint" }))),
      el("div", { class: "row beside", style: "margin-top:.4rem" }, bar.reason, bar.note, button("plain", "small"), button("single", "small"), button("search", "small")),
      el("div", { class: "notice rest", hidden: true }, el("span", {}), " ",
        el("button", { class: "plain", onclick: () => { rhythm.restart(); draw(); } }, strings.rest_taken)));
  }

  document.addEventListener("keydown", onKey);
  // A claim ends by itself: whoever still reads keeps it, and whoever waits for one sees it end.
  let active = Date.now();
  let told = Date.now();
  const isHere = () => { active = Date.now(); };
  const HERE = ["keydown", "pointerdown", "pointermove", "wheel"];
  for (const sign of HERE) document.addEventListener(sign, isHere, { passive: true });
  const beat = setInterval(() => {
    const item = items.get(at);
    if (!item || outbox.busy || Date.now() - active > STILL_HERE) return;
    if (!item.claimed_by && Date.now() - told < PROLONG) return;
    told = Date.now();
    tell();
  }, LOOK_AGAIN);
  const leaving = (event) => { if (outbox.waiting.length) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  return {
    root,
    update(component) { trigger = component.setTriggerValue; receive(component.data); followTheme(root); },
    stop() { document.removeEventListener("keydown", onKey); window.removeEventListener("beforeunload", leaving); outbox.stop(); clearInterval(beat); for (const sign of HERE) document.removeEventListener(sign, isHere); },
  };
}

// The comment itself: where it stands, why it is here, whom it answers, then the original.
function drawComment(item, way) {
  const { strings } = way;
  const plain = personal.get("plain", false);
  const titles = Object.fromEntries(item.labels.map((label) => [label.key, label.title]));
  const original = drawOriginal(item, { plain, strings });
  if (personal.get("blur", false) && mayHurt(item.labels)) { original.classList.add("blurred"); original.setAttribute("tabindex", "0"); }
  return [
    el("div", { class: "panel card" },
      el("div", { class: "row" }, el("h2", {}, item.article.title || strings.no_title),
        el("span", { class: "badge" }, item.pending ? strings.saving : strings["state_" + item.state])),
      el("dl", { class: "facts" }, item.facts.map(([name, value]) => el("div", {}, el("dt", {}, strings["fact_" + name]), el("dd", {}, value)))),
      item.why ? el("p", { class: "small why" }, el("strong", {}, strings.why_here), " ", item.why) : null,
      drawReports(item, strings),
      item.claimed_by ? el("p", { class: "notice bad", role: "status" }, fill(strings.claimed, { who: item.claimed_by })) : null,
      item.direction ? el("p", { class: "notice small" }, fill(strings.hidden, { n: item.direction })) : null,
      drawParent(item, way), original, drawMissed(original, way), plain ? null : drawLegend(item, strings, titles)),
    wrap(drawQuotes(item, way)), wrap(drawThread(item, way)), wrap(drawHistory(item, way)),
  ];
}

function wrap(section) {
  if (section) section.classList.add("beside");
  return section;
}

const loops = new WeakMap();
export default function (component) {
  const { parentElement } = component;
  let loop = loops.get(parentElement);
  if (!loop) {
    loop = makeLoop();
    loops.set(parentElement, loop);
    parentElement.append(loop.root);
  }
  loop.update(component);
  return () => { loop.stop(); loop.root.remove(); loops.delete(parentElement); };
}
