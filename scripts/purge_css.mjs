// Makes static/vendor/bootstrap.purged.css: Bootstrap cut down to what the templates may use. Run it only when a test says that
// a class is missing, or when Bootstrap is renewed; a page needs no build step, and nobody else needs Node.
//
//   in an empty folder of its own: npm i bootstrap@5.3.8 purgecss@7 lightningcss@1
//   NODE_PATH=that-folder/node_modules node scripts/purge_css.mjs
//   python scripts/join_css.py          (also after every change of static/css/theme.css)
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const need = createRequire(path.join(process.env.NODE_PATH ?? process.cwd(), "any.js"));
const { PurgeCSS } = need("purgecss");
const { transform } = need("lightningcss");

// Utilities that a template may take up without a new purge: spacing, flex, display, grid, from phones to lg.
const at = "(?:-(?:sm|md|lg))?";
const usual = [
  `[mp][tbsexy]?${at}-(?:[0-5]|auto)`, `g[xy]?${at}-[0-5]`, `(?:row-|column-)?gap${at}-[0-5]`,
  `d${at}-(?:none|inline|inline-block|block|grid|flex|inline-flex)`, `flex${at}-(?:row|column|wrap|nowrap|fill|grow-[01]|shrink-[01])`,
  `(?:justify-content|align-items|align-content|align-self)${at}-(?:start|end|center|between|around|evenly|baseline|stretch)`,
  `col${at}(?:-(?:auto|\\d+))?`, "row", `row-cols${at}-[1-4]`, `order${at}-(?:[0-5]|first|last)`, `offset${at}-[0-6]`,
  `text${at}-(?:start|end|center)`, "text-(?:nowrap|wrap|break|truncate|decoration-(?:none|underline)|uppercase|lowercase)",
  "[wh]-(?:25|50|75|100|auto)", "m[wh]-100", "visually-hidden(?:-focusable)?", "fw-\\w+", "fs-[3-6]", "fst-italic", "lh-(?:1|sm|base)",
  "border(?:-(?:top|end|bottom|start))?(?:-0)?", "rounded(?:-0)?", "align-(?:top|middle|bottom|baseline)", "float-(?:start|end)",
  "overflow-(?:auto|hidden|visible)", "position-(?:static|relative|absolute|sticky)", "stretched-link", "list-(?:unstyled|inline|inline-item)",
  "container(?:-xxl)?", "lead", "small", "table(?:-sm)?", "caption-top", "btn(?:-(?:primary|secondary|link|sm|lg|check))?",
  "form-(?:control|select|label|text|check|check-input|check-label|check-inline)(?:-sm|-lg)?", "form-control-plaintext", "col-form-label",
  "input-group(?:-text)?", "invalid-feedback", "was-validated", "is-invalid", "is-valid", "active", "disabled", "show", "user-select-all",
].map((one) => new RegExp(`^${one}$`));

const [{ css }] = await new PurgeCSS().purge({
  css: [need.resolve("bootstrap/dist/css/bootstrap.css")],
  content: [`${root}/templates/**/*.html`, `${root}/{accounts,basodara,cases,privacy,regions}/**/*.py`],
  safelist: { standard: usual },
  // What the house does without (ui guide): colours of state, boxes, shadows, motion.
  blocklist: [/^(?:card|shadow|badge|alert|list-group|toast|modal|dropdown|navbar|accordion|carousel|offcanvas|popover|tooltip)/,
    /^(?:text|bg|border|link|btn(?:-outline)?)-(?:primary-|success|danger|warning|info|light|dark|secondary-|body|black|white)/, /^fade$/],
  variables: true, keyframes: true, fontFace: true,
});
// The theme draws tick, dot and arrow itself; a source map would be a file that is not there.
const plain = css.replace(/\/\*# sourceMappingURL=.*?\*\//g, "").replace(/url\((["']?)data:[^)]*\1\)/g, "none");
const { code } = transform({ filename: "bootstrap.css", code: Buffer.from(plain), minify: true });
const banner = "/*! Bootstrap 5.3.8, MIT, cut down by scripts/purge_css.mjs */\n";
fs.writeFileSync(path.join(root, "static/vendor/bootstrap.purged.css"), banner + code + "\n");
