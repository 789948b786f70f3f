// Takes the picture that the browser has drawn and hands it to the person as a file.
function makeSaver() {
  const root = el("div", { class: "m row" });
  let data = null;

  // Streamlit writes a key into a class name with everything but letters, digits, - and _ as "-".
  const className = (key) => "st-key-" + key.trim().replace(/[^a-zA-Z0-9_-]/g, "-");

  function save(choice, hint) {
    const { key, title } = data.charts[Number(choice.value)];
    const svg = document.getElementsByClassName(className(key))[0]?.querySelector("svg.marks");
    hint.textContent = svg ? "" : data.strings.svg_missing;
    if (!svg) return;
    const copy = svg.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
    name.textContent = title;
    copy.prepend(name);
    // The page's own paper, or light words would stand on nothing.
    copy.style.background = getComputedStyle(root).getPropertyValue("--st-background-color");
    const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
    const link = el("a", { href: URL.createObjectURL(file), download: title.replace(/[^\w-]+/g, "-").toLowerCase() + ".svg" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function draw() {
    const { strings } = data;
    const choice = el("select", { "aria-label": strings.svg_which },
      data.charts.map((chart, n) => el("option", { value: n }, chart.title)));
    const hint = el("span", { class: "faint", role: "status" });
    root.replaceChildren(choice, el("button", { type: "button", onclick: () => save(choice, hint) }, strings.svg_save), hint);
  }

  return {
    root,
    update(component) {
      const fresh = JSON.stringify(component.data);
      followTheme(root);
      if (fresh === JSON.stringify(data)) return;
      data = component.data;
      draw();
    },
  };
}

const savers = new WeakMap();
export default function (component) {
  const { parentElement } = component;
  let saver = savers.get(parentElement);
  if (!saver) {
    saver = makeSaver();
    savers.set(parentElement, saver);
    parentElement.append(saver.root);
  }
  saver.update(component);
  return () => { saver.root.remove(); savers.delete(parentElement); };
}
