// One page of a queue as a list of links; j and k move, Enter opens, digits choose a queue.
function makeList() {
  const root = el("div", { class: "m queue" });
  let data = /** @type {QueueData} */ (/** @type {unknown} */ (null)); // until the first update
  let trigger = /** @type {Trigger} */ (() => {});
  let chosen = 0;
  let shown = "";
  let help = /** @type {HelpWindow} */ (/** @type {unknown} */ (null)); // until the first drawing
  let searched = false;

  /** @returns {HTMLElement[]} */
  const rows = () => [...root.querySelectorAll("a.item")];
  function choose(n, { focus = true } = {}) {
    const all = rows();
    chosen = Math.max(0, Math.min(n, all.length - 1));
    all.forEach((row, at) => row.classList.toggle("chosen", at === chosen));
    if (focus && all[chosen]) { all[chosen].focus({ preventScroll: true }); all[chosen].scrollIntoView({ block: "nearest" }); }
  }
  // Whoever begins wants the first comment that is free; a click on a line opens that line.
  const beginAt = (n) => { const row = data.rows[n]; if (row) trigger("begin", row.id); };

  function onKey(event) {
    leaveField(event);
    if (isForSomebodyElse(event) || help?.dialog.open || !data) return;
    if (/^[1-9]$/.test(event.key)) {
      const queue = data.queues[Number(event.key) - 1];
      if (queue) { event.preventDefault(); trigger("queue", queue); }
      return;
    }
    if (event.key === "Enter") {
      // A focused link or button answers Enter itself; else it opens the chosen line, as shown.
      if (event.composedPath()[0].closest?.("a, button, summary, [role=tab], [role=radio]")) return;
      event.preventDefault();
      if (!event.repeat) beginAt(chosen);
      return;
    }
    const keys = personal.keys();
    const name = Object.entries(keys).find(([, key]) => key === event.key.toLowerCase())?.[0];
    const acts = {
      next: () => choose(document.activeElement && root.getRootNode().activeElement ? chosen + 1 : chosen),
      previous: () => choose(chosen - 1),
      search: focusSearch,
      help: () => help.show(),
    };
    if (!acts[name]) return;
    event.preventDefault();
    acts[name]();
  }

  // The search field is the page's own, outside this component.
  /** @returns {HTMLElement | null} */
  const searchField = () => document.querySelector(".st-key-queue_q input");
  function focusSearch() { searchField()?.focus(); }

  // On arrival the field may not be drawn yet, or be drawn again: try for as long as a person
  // would wait, and stop as soon as the focus stays.
  function arriveAtSearch(tries = 50, held = 0) {
    const field = searchField();
    const there = field !== null && document.activeElement === field;
    if (!there) field?.focus();
    if (tries > 0 && held < 3) setTimeout(() => arriveAtSearch(tries - 1, there ? held + 1 : 0), 100);
  }

  function draw() {
    const { strings } = data;
    help ??= drawHelp(strings, { changed: () => {}, toggles: [] });
    root.replaceChildren(
      el("div", { class: "row tools" },
        el("button", { onclick: () => beginAt(chosen), disabled: data.rows.length === 0, class: "go" }, strings.start, " ", el("kbd", {}, "Enter")),
        el("span", { class: "small" }, data.count, " ", el("span", { class: "faint" }, data.count ? data.order : "")),
        el("span", { class: "faint keys" }, ...hints(strings)),
        el("button", { class: "plain small", onclick: () => help.show() }, strings.help_title, " ", el("kbd", {}, personal.keys().help))),
      el("ol", {}, data.rows.map((row, n) => el("li", {}, drawRow(row, n, strings)))),
      help.dialog);
    choose(0, { focus: false });
    showQueue();
  }

  // On a telephone the page's line of queues is pushed to where one is.
  function showQueue() {
    requestAnimationFrame(() => {
      const chosen = document.querySelector(".st-key-queue_queues :is([aria-checked=true], [data-testid$=Active])");
      if (window.innerWidth <= 640) chosen?.scrollIntoView({ block: "nearest", inline: "center" });
    });
  }

  function hints(strings) {
    const keys = personal.keys();
    return [el("kbd", {}, keys.next), " ", el("kbd", {}, keys.previous), ` ${strings.hint_move} `, el("kbd", {}, keys.search), ` ${strings.key_search} `, el("kbd", {}, "1"), "…", el("kbd", {}, data.queues.length), ` ${strings.queues}`];
  }

  function drawRow(row, n, strings) {
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      trigger("open", row.id);
    };
    const asking = row.badges.filter((b) => b.recommendation !== "clear");
    return el("a", { class: "item", href: row.href, onclick: follow, onfocus: () => choose(n, { focus: false }) },
      el("div", { class: "excerpt", dir: "auto" }, row.excerpt.map((piece) => (piece.hit ? el("mark", { class: "hit" }, piece.t) : piece.t))),
      el("div", { class: "row" },
        row.reported ? el("span", { class: "badge reported" }, row.reported) : null,
        row.held ? el("span", { class: "badge held" }, row.held) : null,
        asking.map((b) => badge(strings, b)),
        row.state === "open" ? null : el("span", { class: "badge" }, strings["state_" + row.state]),
        el("span", { class: "faint" }, row.facts)),
      el("div", { class: "small why" }, row.why));
  }

  document.addEventListener("keydown", onKey);
  keepOwnOfflinePage();
  return {
    root,
    update(component) {
      trigger = component.setTriggerValue;
      data = component.data;
      followTheme(root);
      const fresh = JSON.stringify([data.rows, data.queues]);
      if (fresh !== shown) { shown = fresh; draw(); }
      if (data.focus === "search" && !searched) { searched = true; arriveAtSearch(); }
    },
    stop() { document.removeEventListener("keydown", onKey); },
  };
}

const lists = new WeakMap();
export default function (component) {
  const { parentElement } = component;
  let list = lists.get(parentElement);
  if (!list) {
    list = makeList();
    lists.set(parentElement, list);
    parentElement.append(list.root);
  }
  list.update(component);
  return () => { list.stop(); list.root.remove(); lists.delete(parentElement); };
}
