// Takes the picture that the browser has drawn and hands it to the person as a file.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 12, HEAD = 30, FOOT = 26;  // units of the chart, which are CSS pixels
const SHARP = 2;  // pixels of a PNG for each unit

function svgText(words, x, y, size, weight, fill) {
  const node = document.createElementNS(SVG, "text");
  for (const [name, value] of Object.entries({ x, y, fill, "font-size": size, "font-weight": weight, "font-family": "sans-serif" })) node.setAttribute(name, String(value));
  node.textContent = words;
  return node;
}

function makeSaver() {
  const root = el("div", { class: "m row" });
  let data = /** @type {SaverData} */ (/** @type {unknown} */ (null)); // until the first update

  // Streamlit writes a key into a class name with everything but letters, digits, - and _ as "-".
  const className = (key) => "st-key-" + key.trim().replace(/[^a-zA-Z0-9_-]/g, "-");

  // The chart between its title and its source, on the page's own paper.
  function picture(drawn, title) {
    const copy = drawn.cloneNode(true);
    const written = drawn.querySelectorAll("text");
    copy.querySelectorAll("text").forEach((node, n) => {
      // Where the page's font is missing another one takes its place; the words keep their width.
      const width = written[n].getComputedTextLength();
      if (width > 0 && !node.querySelector("tspan")) {
        node.setAttribute("textLength", width.toFixed(1));
        node.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    });
    const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
    const box = drawn.viewBox.baseVal;
    const width = Math.ceil(box.width) + 2 * MARGIN, height = Math.ceil(box.height) + HEAD + FOOT;
    const whole = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) whole.setAttribute(name, String(value));
    const name = document.createElementNS(SVG, "title");
    name.textContent = title;
    const paper = document.createElementNS(SVG, "rect");
    for (const [key, value] of Object.entries({ width, height, fill: colour("--st-background-color") })) paper.setAttribute(key, String(value));
    copy.setAttribute("x", MARGIN);
    copy.setAttribute("y", HEAD);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    copy.removeAttribute("style");
    whole.append(name, paper, svgText(title, MARGIN, 20, 15, 600, colour("--st-text-color")), copy,
      svgText(data.source, MARGIN, height - 9, 10.5, 400, colour("--st-text-color")));
    // A long title or source is drawn together rather than cut off.
    root.append(whole);
    for (const node of whole.querySelectorAll(":scope > text")) {
      if (node instanceof SVGTextElement && node.getComputedTextLength() > width - 2 * MARGIN) {
        node.setAttribute("textLength", String(width - 2 * MARGIN));
        node.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    }
    whole.remove();
    return { whole, width, height };
  }

  function hand(blob, title, ending) {
    const link = el("a", { href: URL.createObjectURL(blob), download: title.replace(/[^\w-]+/g, "-").toLowerCase() + ending });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function save(choice, hint, ending) {
    const { key, title } = data.charts[Number(choice.value)];
    const drawn = document.getElementsByClassName(className(key))[0]?.querySelector("svg.marks");
    hint.textContent = drawn ? "" : data.strings.svg_missing;
    if (!drawn) return;
    const { whole, width, height } = picture(drawn, title);
    const file = new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" });
    if (ending === ".svg") return hand(file, title, ending);
    const image = new Image();
    image.src = URL.createObjectURL(file);
    await image.decode();
    const canvas = el("canvas", { width: width * SHARP, height: height * SHARP });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((blob) => hand(blob, title, ending), "image/png");
  }

  function draw() {
    const { strings } = data;
    const choice = el("select", { "aria-label": strings.svg_which },
      data.charts.map((chart, n) => el("option", { value: n }, chart.title)));
    const hint = el("span", { class: "faint", role: "status" });
    const button = (words, ending) => el("button", { type: "button", onclick: () => save(choice, hint, ending) }, words);
    root.replaceChildren(choice, button(strings.png_save, ".png"), button(strings.svg_save, ".svg"), hint);
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
