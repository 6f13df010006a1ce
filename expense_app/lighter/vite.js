// The bundler's side of `Lighter`.
import { fileURLToPath } from "url";

const part = (name) => fileURLToPath(new URL(name, import.meta.url));
const INSTEAD = {
  "@emotion/react": part("jsx.js"),
  "universal-cookie": part("cookies.js"),
  mergician: part("merge.js"),
};
// The server takes web sockets alone, so the long polling and the other transport of the client stay out.
const TRANSPORTS = /engine\.io-client\/build\/esm\/transports\/index\.js$/;
const SOCKET_ALONE = 'import { WS } from "./websocket.node.js";\nexport const transports = { websocket: WS };\n';
const GENERATED = /\/\.web\/(app|app_components|utils\/components)\//;
const RULE_IN_STYLE = /\bcss:\(\{[^}]*\[["'][&:@.]/;

/** Everything that pages share and a release seldom changes: one file, packed together. */
export const together = {
  test: /node_modules|\/lighter\/|vite\/preload|utils\/(state|helpers)/,
  name: "base",
};

export default function lighter() {
  return {
    name: "outlay-lighter",
    enforce: "pre",
    resolveId(source) {
      return INSTEAD[source] ?? null;
    },
    transform(code, id) {
      if (GENERATED.test(id) && RULE_IN_STYLE.test(code)) {
        this.error(`${id}: a style= with a selector in it; rules belong into the stylesheet.`);
      }
      return TRANSPORTS.test(id) ? { code: SOCKET_ALONE, map: null } : null;
    },
  };
}
