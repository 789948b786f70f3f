// The help window: every key, changeable, and the personal switches.
/** @param {Strings} strings  @param {{ changed: () => void, toggles: any[], lock?: number | null }} parts */
function drawHelp(strings, { changed, toggles, lock = null }) {
  const dialog = el("dialog", { class: "help", "aria-label": strings.help_title });
  const close = () => dialog.close();
  const draw = () => {
    const keys = personal.keys();
    const rows = Object.keys(DEFAULT_KEYS).filter((name) => strings["key_" + name]).map((name) =>
      el("div", { class: "key" }, el("span", {}, strings["key_" + name]),
        el("input", { type: "text", value: keys[name], maxlength: 1, size: 2,
          "aria-label": fill(strings.key_for, { what: strings["key_" + name] }),
          onchange: (event) => remap(name, event.target) })));
    dialog.replaceChildren(...[
      el("h2", {}, strings.help_title), el("p", { class: "small" }, strings.help_intro),
      el("p", { class: "notice bad small", role: "alert", hidden: true }),
      el("div", { class: "keylist" }, rows,
        el("div", { class: "key" }, el("span", {}, strings.key_queues), el("span", {}, el("kbd", {}, "1"), "…", el("kbd", {}, "9")))),
      el("h3", {}, strings.personal),
      ...toggles.map(({ name, title, otherwise }) => el("label", { class: "row small" },
        el("input", { type: "checkbox", checked: personal.get(name, otherwise),
          onchange: (event) => { personal.set(name, event.target.checked); changed(); } }), title)),
      el("label", { class: "row small" }, strings.break_after,
        el("input", { type: "text", inputmode: "numeric", size: 3, value: personal.get("break", 45),
          onchange: (event) => { personal.set("break", Math.max(0, parseInt(event.target.value, 10) || 0)); changed(); } })),
      lock === null ? null : el("label", { class: "row small" }, strings.lock_for,
        el("input", { type: "text", inputmode: "numeric", size: 4, value: personal.get("lock", lock),
          onchange: (event) => { personal.set("lock", Math.min(5000, Math.max(0, parseInt(event.target.value, 10) || 0))); changed(); } })),
      el("div", { class: "row" },
        el("button", { onclick: () => { personal.set("keys", {}); draw(); changed(); } }, strings.usual_keys),
        // The first thing focused, so that no key pressed by chance changes a key.
        el("button", { onclick: close, autofocus: true }, strings.close)),
    ].filter(Boolean));
  };
  const remap = (name, field) => {
    const key = field.value.toLowerCase();
    const keys = personal.keys();
    const taken = Object.keys(keys).find((other) => other !== name && keys[other] === key);
    const alert = dialog.querySelector("[role=alert]");
    const refused = !key || /[0-9\s]/.test(key) || "cr".includes(key) ? strings.key_reserved
      : taken ? fill(strings.key_taken, { what: strings["key_" + taken] }) : null;
    alert.hidden = !refused;
    if (refused) { alert.textContent = refused; field.value = keys[name]; return; }
    personal.set("keys", { ...personal.get("keys", {}), [name]: key });
    changed();
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== personal.keys().help || event.composedPath()[0].matches("input")) return;
    event.stopPropagation();
    close();
  });
  return { dialog, show() { draw(); if (!dialog.open) dialog.showModal(); } };
}
