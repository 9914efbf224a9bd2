// One program, read by the compiler and by the reference interpreter: what each makes of every environment.

import type { Analysis } from "../../../compiler/compile.ts";
import { canonicalJson, type Json } from "../../../compiler/json.ts";
import { parse } from "../../../compiler/parse.ts";
import { interpret } from "../../reference/interpret.ts";
import { CODES } from "../../reference/wrong.ts";
import { hostOf, STANDARD } from "../../support/compiler-package.ts";
import { analyzeSoundly } from "../../support/sound.ts";

export type Verdict =
  | { readonly kind: "same" }
  /** Both say that it is wrong, for the same reason. */
  | { readonly kind: "both refuse"; readonly rules: readonly string[] }
  /** The reference cannot say. */
  | { readonly kind: "unknown"; readonly what: string }
  | {
      readonly kind: "different";
      readonly environment: string;
      readonly expected: string;
      readonly found: string;
    };

export function compare(text: string): readonly Verdict[] {
  const file = { path: "main.sp", text, id: "" };
  const parsed = parse(file);
  if (parsed.diagnostics.length > 0) throw new Error(`${parsed.diagnostics[0]?.message ?? ""}\n${text}`);
  const analysis = analyzeSoundly({ host: hostOf({ "main.sp": text }), std: STANDARD, entries: ["main.sp"] });
  return ["base", "prod"].map((environment) => {
    const found = compiled(analysis, environment);
    const expected = interpret([parsed.node], environment);
    if (expected.kind === "unknown") return expected;
    if (expected.kind === "graph") {
      const graph = canonicalJson({ resources: expected.resources, outputs: expected.outputs });
      if (found.kind === "graph" && found.text === graph) return { kind: "same" };
      const [short, shortFound] = found.kind === "graph" ? differing(graph, found.text) : [graph, found.text];
      return { kind: "different", environment, expected: short, found: shortFound };
    }
    const rules = [...expected.rules];
    const codes = new Set<string>(rules.flatMap((rule) => CODES[rule]));
    const agreed =
      found.kind === "refused" && found.codes.every((code) => codes.has(code) || code === SAME_OBJECT);
    if (agreed) return { kind: "both refuse", rules };
    return { kind: "different", environment, expected: `wrong: ${rules.join(", ")}`, found: found.text };
  });
}

/** Follows from another mistake: what cannot be amended keeps the name that others have. */
const SAME_OBJECT = "SP4005";

type Found =
  | { readonly kind: "graph"; readonly text: string }
  | { readonly kind: "refused"; readonly codes: readonly string[]; readonly text: string };

function compiled(analysis: Analysis, environment: string): Found {
  const { graph, diagnostics } = analysis.compile(environment);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (graph === null || errors.length > 0) {
    const codes = errors.map(({ code }) => code);
    return {
      kind: "refused",
      codes,
      text: errors.map(({ code, message }) => `${code} ${message}`).join("\n"),
    };
  }
  const resources = Object.entries(graph.resources).map(([address, { spec }]) => [address, spec as Json]);
  return {
    kind: "graph",
    text: canonicalJson({
      resources: Object.fromEntries(resources) as Json,
      outputs: graph.outputs as Json,
    }),
  };
}

/** Only the parts of two graphs that are not the same. */
function differing(expected: string, found: string): readonly [string, string] {
  const one = leaves(JSON.parse(expected) as Json);
  const other = leaves(JSON.parse(found) as Json);
  const paths = [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => one.get(path) !== other.get(path),
  );
  const shown = (side: ReadonlyMap<string, string>) =>
    paths.map((path) => `${path} = ${side.get(path) ?? "nothing"}`).join("\n");
  return [shown(one), shown(other)];
}

function leaves(json: Json, path = "", found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof json !== "object" || json === null) found.set(path, JSON.stringify(json));
  else for (const [key, inner] of Object.entries(json)) leaves(inner, `${path}/${key}`, found);
  return found;
}
