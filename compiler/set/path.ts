// A path as it is typed: `web.replicas`, `headers."x.cache"`. A step that holds a dot, a quote or `=` stands in quotes.

export type TypedPath =
  | { readonly kind: "path"; readonly path: readonly string[]; readonly rest: string }
  | { readonly kind: "wrong"; readonly why: string };

const STEP = /(?:"((?:[^"\\]|\\.)*)"|([^."=\s]+))(\.?)/y;

/** The path at the beginning of a text; `rest` is what stands behind it. */
export function readPath(text: string): TypedPath {
  const path: string[] = [];
  for (let at = 0; ;) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) {
      const why = text[at] === '"' ? "a quote is not closed" : "a name is missing";
      return { kind: "wrong", why: path.length === 0 ? why : `${why} after \`${text.slice(0, at)}\`` };
    }
    const [whole, quoted, bare, dot] = match;
    path.push(quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "");
    at += whole.length;
    if (dot === "") return { kind: "path", path, rest: text.slice(at) };
  }
}
