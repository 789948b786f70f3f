// The help window: every key, changeable, and the personal switches.
function drawHelp(strings, { changed, toggles }) {
  const dialog = el("dialog", { class: "help", "aria-label": strings.help_title });
  const close = () => dialog.close();
  const draw = () => {
    const keys = personal.keys();
    const rows = Object.keys(DEFAULT_KEYS).filter((name) => strings["key_" + name]).map((name) =>
      el("tr", {}, el("th", { scope: "row" }, strings["key_" + name]),
        el("td", {}, el("input", { type: "text", value: keys[name], maxlength: 1, size: 2,
          "aria-label": fill(strings.key_for, { what: strings["key_" + name] }),
          onchange: (event) => remap(name, event.target) }))));
    dialog.replaceChildren(
      el("h2", {}, strings.help_title), el("p", { class: "small" }, strings.help_intro),
      el("p", { class: "notice bad small", role: "alert", hidden: true }),
      el("table", {}, el("tbody", {}, rows,
        el("tr", {}, el("th", { scope: "row" }, strings.key_queues), el("td", {}, el("kbd", {}, "1"), "…", el("kbd", {}, "9"))))),
      el("h3", {}, strings.personal),
      toggles.map(({ name, title, otherwise }) => el("label", { class: "row small" },
        el("input", { type: "checkbox", checked: personal.get(name, otherwise),
          onchange: (event) => { personal.set(name, event.target.checked); changed(); } }), title)),
      el("label", { class: "row small" }, strings.break_after,
        el("input", { type: "text", inputmode: "numeric", size: 3, value: personal.get("break", 45),
          onchange: (event) => { personal.set("break", Math.max(0, parseInt(event.target.value, 10) || 0)); changed(); } })),
      el("div", { class: "row" },
        el("button", { onclick: () => { personal.set("keys", {}); draw(); changed(); } }, strings.usual_keys),
        el("button", { onclick: close }, strings.close)),
    );
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
  return { dialog, show() { draw(); if (!dialog.open) dialog.showModal(); } };
}
