// Style and safety of the dashboard's scripts. Names are checked by the type check, which knows
// that the files of one component are joined into one script.
import { readdirSync, readFileSync } from "node:fs";
import js from "@eslint/js";
import globals from "globals";

const MARKUP = "Text of comments enters the page through textContent only.";

// The last file of a component exports it; the ones before it are plain scripts whose names it uses.
const ASSETS = "dashboard/components/assets";
const HERE = new URL(`../../${ASSETS}/`, import.meta.url);
const modules = readdirSync(HERE).filter((name) =>
  name.endsWith(".js") && /^export default /m.test(readFileSync(new URL(name, HERE), "utf8")));

export default [
  {
    files: modules.map((name) => `${ASSETS}/${name}`),
    languageOptions: { sourceType: "module" },
  },
  {
    files: ["**/*.js"],
    ignores: modules.map((name) => `${ASSETS}/${name}`),
    languageOptions: { sourceType: "script" },
  },
  {
    files: ["**/*.js"],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2023, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off",
      "no-unused-vars": ["error", { vars: "local", args: "after-used" }],
      "array-callback-return": "error",
      "eqeqeq": "error",
      "no-alert": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-self-compare": "error",
      "no-shadow-restricted-names": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unmodified-loop-condition": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-restricted-properties": ["error",
        { property: "innerHTML", message: MARKUP },
        { property: "outerHTML", message: MARKUP },
        { property: "insertAdjacentHTML", message: MARKUP },
        { object: "document", property: "write", message: MARKUP },
        { property: "createContextualFragment", message: MARKUP },
      ],
    },
  },
];
