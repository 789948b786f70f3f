// Light, dark or as the system has it. Streamlit keeps a look for each address; ours is one for all.
const LOOKS = ["System", "Light", "Dark"];
const LOOK_VERSION = 2; // of Streamlit's own key

function lookKey(path) { return `stActiveTheme-${path}-v${LOOK_VERSION}`; }

/** @param {LookData} data */
function drawLooks(data) {
  const { strings, here, paths } = data;
  const base = window.location.pathname.slice(0, window.location.pathname.length - here.length);
  const kept = (() => { try { return JSON.parse(localStorage.getItem(lookKey(window.location.pathname)) ?? '"System"'); } catch { return "System"; } })();
  const choose = (look) => {
    for (const path of paths) {
      try { localStorage.setItem(lookKey(base + path), JSON.stringify(look)); } catch { return; }
    }
    window.location.reload();
  };
  return el("fieldset", { class: "looks row" },
    el("legend", { class: "small" }, strings.look),
    LOOKS.map((look) => el("label", { class: "small" },
      el("input", { type: "radio", name: "look", checked: look === kept, onchange: () => choose(look) }),
      " ", strings["look_" + look.toLowerCase()])));
}

export default function (component) {
  const root = el("div", { class: "m" }, drawLooks(component.data));
  followTheme(root);
  component.parentElement.append(root);
  return () => root.remove();
}
