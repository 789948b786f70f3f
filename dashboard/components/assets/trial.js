// Try a comment: what is typed is labelled as soon as the typing rests; nothing of it is kept.
const REST = 350; // ms without a key after which the server is asked
const FIELDS = ["text", "parent", "title"];

function makeTrial() {
  let data = /** @type {TrialData} */ (/** @type {unknown} */ (null)); // until the first update
  let trigger = /** @type {Trigger} */ (() => {});
  let waiting = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  let number = 0;
  const fields = { text: el("textarea", { rows: 6, id: "trial-text" }), parent: el("textarea", { rows: 3, id: "trial-parent" }), title: el("input", { type: "text", id: "trial-title" }) };
  const answer = el("div", { class: "main" });
  const aside = el("div", { class: "aside" });
  const state = el("p", { class: "small faint", role: "status" });
  const root = el("div", { class: "m review trial" });

  const words = () => Object.fromEntries(FIELDS.map((name) => [name, fields[name].value]));
  function ask() { number += 1; state.textContent = data.strings.labelling; trigger("typed", { number, ...words() }); }
  function typed() { clearTimeout(waiting); waiting = setTimeout(ask, REST); }

  function frame() {
    const { strings } = data;
    for (const name of FIELDS) {
      fields[name].addEventListener("input", typed);
      fields[name].setAttribute("placeholder", strings[name + "_example"]);
      fields[name].setAttribute("maxlength", String(data.longest));
    }
    const field = (name) => el("div", { class: "field" }, el("label", { for: "trial-" + name, class: "small" }, strings["field_" + name]), fields[name]);
    root.append(el("div", { class: "columns" },
      el("div", { class: "main" }, field("text"), el("details", {}, el("summary", {}, strings.around), field("parent"), field("title")), state, answer), aside));
    document.addEventListener("keydown", onKey);
  }
  function onKey(event) {
    if (isForSomebodyElse(event) || event.key.toLowerCase() !== personal.keys().all) return;
    event.preventDefault();
    toggleAll();
  }
  function toggleAll() { personal.set("all", !personal.get("all", false)); draw(); }

  function draw() {
    const { item, strings } = data;
    state.textContent = data.refused || (item ? fill(strings.answered, { ms: data.took }) : strings.rest);
    if (!item || data.refused) { answer.replaceChildren(); aside.replaceChildren(); return; }
    const way = { strings, root, help: data.help, toggleAll, tellWords: null };
    const titles = Object.fromEntries(item.labels.map((label) => [label.key, label.title]));
    answer.replaceChildren(...[drawOriginal(item, { plain: false, strings, root }), drawLegend(item, { strings, titles, toggleAll })].filter(Boolean));
    aside.replaceChildren(...[drawLabels(item, way), drawRun(item, { strings })].filter(Boolean));
  }

  return {
    root,
    update(component) {
      trigger = component.setTriggerValue;
      const first = !data;
      data = component.data;
      if (first) frame();
      followTheme(root);
      if (data.number >= number) draw(); // an answer to what was typed before is out of date
    },
    stop() { clearTimeout(waiting); document.removeEventListener("keydown", onKey); },
  };
}

const trials = new WeakMap();
export default function (component) {
  const { parentElement } = component;
  let trial = trials.get(parentElement);
  if (!trial) {
    trial = makeTrial();
    trials.set(parentElement, trial);
    parentElement.append(trial.root);
  }
  trial.update(component);
  return () => { trial.stop(); trial.root.remove(); trials.delete(parentElement); };
}
