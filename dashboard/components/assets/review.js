// The review loop: shows the next comment from memory at once and tells the server meanwhile.
const SOON = 700; // ms after a decision in which its answer should have brought the next comments
const CALM = 200; // ms after an answer in which the next comment is painted before Streamlit works
const LOCK = 150; // ms after a comment is drawn in which nothing is decided, unless set otherwise
const STATES = { approve: "approved", reject: "rejected", escalate: "escalated", second_opinion: "second_opinion" };

function makeLoop() {
  const root = el("div", { class: "m review" });
  /** @type {Map<number, Item>} */
  const items = new Map();
  const done = makeActs(() => `${data.person} ${data.database}`);
  /** @type {Set<number>} */
  const stale = new Set(); // comments that changed on the server since this page got them
  /** @type {Set<number>} */
  const met = new Set(); // comments on screen since the server was told last
  let data = /** @type {ReviewData} */ (/** @type {unknown} */ (null)); // until the first update
  /** @type {Strings} */
  let strings = {};
  /** @type {number[]} */
  let order = [];
  let at = /** @type {number} */ (/** @type {unknown} */ (null)); // null where nothing waits
  /** @type {string | null} */
  let view = null; // which queue and filter this is; another one starts afresh
  let version = /** @type {string} */ (/** @type {unknown} */ (null)); // of the server that gave these scripts
  let life = 0; // how often this page was closed and came back; each time it is another to the server
  let trigger = /** @type {Trigger} */ (() => {});
  let help = /** @type {HelpWindow} */ (/** @type {unknown} */ (null)); // until the first drawing
  /** @type {Item | undefined} */
  let drawn;
  let drawnAs = "";
  /** @type {{ comment: number, sequence: number } | null} */
  let latest = null; // the decision from elsewhere that undo has named
  // These three are there from the first update on.
  let outbox = /** @type {ReturnType<typeof makeOutbox>} */ (/** @type {unknown} */ (null));
  let store = /** @type {ReturnType<typeof makeOutboxStore>} */ (/** @type {unknown} */ (null));
  let saveState = /** @type {ReturnType<typeof makeSaveState>} */ (/** @type {unknown} */ (null));
  let stopped = false;
  const guard = makePressGuard(() => personal.get("lock", LOCK));
  const notices = makeNotices(() => strings, { open: (id) => open(id), undo: (id) => undoOne(id), changed: () => mark() });

  const fresh = () => order.map((id) => items.get(id)).filter((item) => item !== undefined).filter((item) => !stale.has(item.id) && !item.pending);
  const place = () => {
    const told = { view, life, at, have: fresh().map((item) => [item.id, item.stamp]), met: [...met] };
    met.clear();
    return told;
  };
  const sync = makeSync((message) => trigger("sync", message), place);
  const tell = () => { sync.tell(); mark(); };
  const connection = makeConnection({
    instance: () => data?.instance, version: () => version, silentFor: () => sync.silentFor, troubled: () => Boolean(outbox?.problem),
    changed: () => mark(), beforeReload: () => keepForNextPage(),
  });

  // The page shows, in words and by attributes, whether something is still on its way.
  function mark() {
    if (!outbox) return;
    const next = following();
    root.dataset.next = next !== undefined && items.has(next) ? String(next) : "";
    root.dataset.unsaved = outbox.state === "saved" ? "0" : "1";
    saveState.draw({ state: outbox.state, waiting: outbox.waiting, problem: outbox.problem, down: connection.down, refused: notices.refused, others: store.others(), lasting: store.lasting });
  }

  // One outbox for each database and person; the first look at it sends what an earlier page left.
  function openOutbox() {
    const whose = { person: data.person, database: data.database };
    store = makeOutboxStore(data.database, data.person, mark);
    outbox = makeOutbox({ store, changed: mark, answered: heed, post: (commands, patience) => postCommands(whose, commands, patience) });
    saveState = makeSaveState(strings, { retry: () => outbox.retry(), signIn: () => { keepForNextPage(); window.location.reload(); } });
    done.take();
    outbox.flush();
  }

  function keepForNextPage() {
    draft.keep(at);
    done.keep();
  }

  function receive(given) {
    data = given;
    strings = data.strings;
    version ??= data.version;
    if (!outbox) openOutbox();
    if (version !== data.version) connection.beginAnew();
    if (data.view !== view) {
      view = data.view;
      life = 0;
      items.clear();
      stale.clear();
      notices.clear(); // what was said of another queue
      end.goesOn();
      sync.restart();
      order = [];
      turnTo(data.at);
    }
    for (const item of data.items) take(item);
    order = data.order;
    for (const item of items.values()) item.claimed_by = data.held[item.id] ?? null;
    if (at === null) turnTo(data.at);
    sync.confirm(data.message);
    if (outbox.state === "saved") end.countedAnew();
    if (!order.includes(at) && order.length) turnTo(data.at);
    help ??= drawHelp(strings, { changed: draw, lock: LOCK, toggles: [
      { name: "blur", title: strings.blur, otherwise: false },
      { name: "plain", title: strings.plain, otherwise: false },
      { name: "all", title: strings.all_passages, otherwise: false },
      { name: "single", title: strings.single, otherwise: false },
    ] });
    if (items.has(at)) { seen.add(at); met.add(at); }
    draw();
    draft.take(at);
    if (connection.earlierVersion() !== null) notices.say(fill(strings.renewed, { version }));
    if (at !== null && !items.has(at)) sync.tellWithin(SOON); // it was not sent along: asked for
    mark();
  }

  // What the server sends of a comment, unless this page knows better already.
  function take(item) {
    const before = items.get(item.id);
    if ((before?.sequence ?? 0) > item.sequence) return;
    if (item.id === at && before && !(notices.refused && stale.has(item.id))) sayChanged(before, item);
    stale.delete(item.id);
    const pending = outbox.waiting.filter((one) => one.comment === item.id && one.kind !== "feedback").pop();
    items.set(item.id, pending ? { ...item, pending: true, state: STATES[pending.action] ?? item.state } : item);
  }

  // The comment changed under its reader's eyes; after a refusal that has been said already.
  function sayChanged(before, item) {
    if (before.shown.revision !== item.shown.revision) say(strings.edited_here, { bad: true });
    else if (showsOtherwise(before, item)) say(strings.labelled_here);
  }
  const showsOtherwise = (before, item) => JSON.stringify(before?.shown) !== JSON.stringify(item?.shown);

  // What the server said to a command: a refusal is shown, and the comment is still open.
  function heed(answer, command) {
    const changed = [answer.comment ?? command.comment, ...answer.others].filter(Boolean);
    for (const id of changed) stale.add(id);
    const item = items.get(answer.comment ?? command.comment);
    if (item && command.kind !== "feedback") {
      item.pending = false;
      if (answer.ok) { item.sequence = answer.sequence ?? item.sequence; item.state = answer.state ?? item.state; } else if (command.before) item.state = command.before;
    }
    if (answer.ok) {
      if (command.kind === "undo_last" && answer.comment) turnTo(answer.comment);
      if (command.kind === "decide") notices.settle(command.comment);
      if (answer.values.action) nameLatest(answer);
      else if (answer.key) notices.say(fill(strings[answer.key], answer.values));
    } else {
      done.forget(command.id);
      if (command.kind === "decide") draft.giveBack(command.comment, { reason: command.reason, note: command.note }, at);
      notices.refuse(answer.key ? strings[answer.key] : answer.sentence, command.comment ?? null);
    }
    draw();
    sync.tellWithin(CALM);
  }
  const say = notices.say;

  // What was being written stays with the comment before.
  function turnTo(id) {
    if (id === at) return;
    draft.turn(at, id);
    at = id;
  }

  function show(id, { soon = false } = {}) {
    turnTo(id);
    end.goesOn();
    met.add(id);
    if (items.has(id)) seen.add(id);
    draw();
    remember();
    if (soon) sync.tellWithin(SOON); else tell();
  }
  const open = (id) => { toTop(); show(id); };

  // Before anything is drawn: afterwards the browser would have to lay out the page twice.
  function toTop() {
    window.scrollTo?.(0, 0);
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  }

  // The address names the comment, so that a reload or a shared link opens this one; replaced,
  // not added, or the browser's Back would step through every comment. The comment is painted first.
  function remember() {
    requestAnimationFrame(() => setTimeout(() => {
      if (stopped || at === null) return;
      const address = new URL(window.location.href);
      address.searchParams.set("comment", String(at));
      window.history.replaceState(window.history.state, "", address);
    }));
  }

  // What colleagues or another page of one's own hold or have dealt with is passed by. Where only
  // what colleagues hold is left, it is shown; what another page of one's own shows is decided there.
  const ahead = () => order.slice(order.indexOf(at) + 1).filter((id) => !data.gone.includes(id));
  const onOtherPage = (id) => data.elsewhere.includes(id);
  function following() {
    const others = ahead().filter((id) => !onOtherPage(id));
    return others.find((id) => !(id in data.held)) ?? (data.more ? undefined : others[0]);
  }

  function step(by) {
    const next = by > 0 ? following() : order[order.indexOf(at) + by];
    if (next === undefined && at === null) return; // the empty queue says so itself
    if (next === undefined) {
      if (by > 0 && data.more) { say(strings.loading); tell(); } else if (by > 0) { end.lastReached(); draw(); } else say(strings.at_start);
      return;
    }
    toTop();
    notices.clear();
    show(next);
  }

  function decide(action) {
    const item = items.get(at);
    if (!item || guard.locked || data.reading) return;
    if (item.pending) { say(strings.still_saving); return; }
    if (outbox.waiting.length >= data.most_unconfirmed) { say(fill(strings.wait_for_saving, { n: outbox.waiting.length }), { bad: true }); return; }
    if (item.claimed_by) { say(fill(strings.claimed, { who: item.claimed_by }), { bad: true }); return; }
    toTop();
    const reason = bar.reason.value;
    const command = outbox.add({ kind: "decide", comment: at, action, sequence: item.sequence, reports: item.reported?.last ?? 0, shown: item.shown, reason, note: bar.note.value.trim(), before: item.state });
    done.add({ id: command.id, comment: at });
    item.state = STATES[action];
    item.pending = true;
    draft.sent(at);
    personal.set("decided", personal.get("decided", 0) + 1);
    const title = data.reasons.find((one) => one.key === reason)?.title;
    const words = [strings["action_" + action], title].filter(Boolean).join(", ");
    const next = following();
    notices.decided(words, command.id);
    if (next === undefined) {
      if (!data.more) end.allDecided({ here: ahead().some(onOtherPage) });
      draw();
      return;
    }
    show(next, { soon: true });
  }

  // A person's word on one or more pieces of evidence; it becomes an annotation. Each names what
  // the same person had said of it before, for undo.
  const sendWord = (comment, word) => outbox.add({ kind: "feedback", comment, shown: items.get(comment)?.shown, ...word });
  function tellWords(words) {
    const sent = words.map((word) => sendWord(at, word));
    done.add({ id: sent[0].id, comment: at, words });
  }

  function undo() {
    if (data.reading) return;
    const back = done.takeLast();
    if (back === undefined) undoLatest();
    else if (back.words) undoWords(back);
    else undoOne(back.id, back);
  }
  // What this page has not done is shown first, and taken back when that is asked for once more.
  function undoLatest() {
    const named = latest?.comment === at ? latest : {};
    latest = null;
    outbox.add({ kind: "undo_last", ...named });
  }
  function nameLatest({ comment, sequence, key, values }) {
    open(comment);
    latest = { comment, sequence };
    notices.ask(fill(strings[key], { ...values, action: strings["action_" + values.action] }), undo);
  }
  function undoWords(act) {
    for (const { before, ...word } of act.words ?? []) sendWord(act.comment, { ...word, verdict: before ?? "withdraw" });
    if (act.comment !== at) open(act.comment);
  }
  function undoOne(id, act = done.find(id)) {
    if (!act) return;
    done.forget(id);
    outbox.add({ kind: "undo", undoes: id, comment: act.comment });
    turnTo(act.comment);
    end.goesOn();
    const item = items.get(at);
    if (item) item.pending = true;
    notices.clear();
    draw();
    remember();
  }
  const undoBatch = (batch) => outbox.add({ kind: "undo_batch", batch });

  const leave = (queue, { whole = false } = {}) => trigger("leave", { to: "queue", queue: queue.key, whole });
  const toggle = (name) => { personal.set(name, !personal.get(name, false)); draw(); };
  const acts = {
    next: () => step(1), previous: () => step(-1), skip: () => step(1),
    approve: () => decide("approve"), reject: () => decide("reject"), escalate: () => decide("escalate"),
    second: () => decide("second_opinion"), undo,
    single: () => toggle("single"), plain: () => toggle("plain"), all: () => toggle("all"),
    reveal: () => root.querySelector(".original")?.classList.toggle("blurred"),
    reason: () => { if (!data.reading) bar.reason.focus(); }, note: () => { if (!data.reading) bar.note.focus(); },
    search: () => trigger("leave", { to: "search" }), help: () => help.show(),
  };

  const end = makeWalkEnd({ data: () => data, strings: () => strings, leave });
  const bar = makeReviewBar({ data: () => data, strings: () => strings, acts, guard, leave, redraw: () => draw(), saveState: () => saveState.node, notices: notices.node });
  const draft = makeDraft(bar);

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
    // Walking on may repeat while a key is held; nothing that decides or changes does.
    if (guard.isPress(event) || ["next", "previous"].includes(name)) acts[name]();
  }
  // A button that has the focus is pressed again and again by a key that is held.
  const noRepeat = (event) => { if (event.repeat && ["Enter", " "].includes(event.key)) event.preventDefault(); };
  root.addEventListener("keydown", noRepeat);

  function draw() {
    const item = items.get(at);
    root.classList.toggle("single", personal.get("single", false));
    root.classList.toggle("blurring", personal.get("blur", false));
    root.classList.toggle("reading", data.reading);
    if (!root.firstChild) root.append(...drawFrame(), help.dialog);
    bar.draw(item);
    end.draw();
    const main = root.querySelector(".main");
    // What did not change is left alone, so that an opened detail or a selection survives.
    const looks = ["plain", "blur", "all"].map((name) => personal.get(name, false));
    const now = JSON.stringify([at, item?.state, item?.pending, item?.claimed_by, looks, order.length > 0, data.more]);
    if (item && item === drawn && now === drawnAs) return;
    if (item?.id !== drawn?.id || showsOtherwise(drawn, item)) guard.drawn();
    drawn = item;
    drawnAs = now;
    main.setAttribute("data-comment", item ? String(item.id) : "");
    if (!item) { main.replaceChildren(el("p", {}, order.length || data.more ? strings.loading : end.nothingLeft())); root.querySelector(".aside").replaceChildren(); return; }
    const way = { strings, root, toggleAll: () => toggle("all"), open, undoBatch, reasons: data.reasons, help: data.help, tellWords: data.may_mark ? tellWords : null, authorPages: data.author_pages, reading: data.reading };
    main.replaceChildren(...drawComment(item, way).filter(Boolean));
    root.querySelector(".aside").replaceChildren(drawLabels(item, way));
  }

  function drawFrame() {
    return [bar.node, end.node, el("div", { class: "columns" }, el("div", { class: "main", tabindex: -1 }), el("div", { class: "aside" }))];
  }

  document.addEventListener("keydown", onKey);
  const presence = makePresence({ shown: () => items.get(at), busy: () => sync.busy, tell });
  const closing = () => { if (view !== null) endWalk(`${view}.${life}`); };
  const shown = (event) => { if (event.persisted) { life += 1; tell(); outbox?.retry(); } };
  window.addEventListener("pagehide", closing);
  window.addEventListener("pageshow", shown);
  const leaving = (event) => { if (outbox && !store.lasting && outbox.waiting.length) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  keepOwnOfflinePage();
  return {
    root,
    update(component) { trigger = component.setTriggerValue; receive(component.data); followTheme(root); },
    stop() { stopped = true; document.removeEventListener("keydown", onKey); window.removeEventListener("beforeunload", leaving); window.removeEventListener("pagehide", closing); window.removeEventListener("pageshow", shown); outbox?.stop(); sync.stop(); guard.stop(); connection.stop(); presence.stop(); },
  };
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
