// What the language has and this compiler does not do yet: found in the tree and refused, each at its place.
//
// In:  a parsed file. Out: one SP9001 for each use of such a form. The checker knows all of them; the evaluator may skip
// those nodes, since they are refused before an environment is evaluated. A form that is built end to end loses its line here.

import type { FileNode, Node, Test, With } from "../ast.ts";
import { diagnose, primary, type Diagnostic } from "../diagnostics.ts";

type Unbuilt = Test | With;

type Say = (feature: string, at: Node) => void;

export function refuseUnbuilt(tree: FileNode, diagnostics: Diagnostic[]): void {
  const say: Say = (feature, { start, end }) => {
    const labels = [primary({ file: tree.file, start, end }, "not supported yet")];
    diagnostics.push(diagnose("SP9001", { feature }, { labels }));
  };
  walk(tree.declarations, say);
  walk(tree.checks, say);
}

function walk(value: unknown, say: Say): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, say);
    return;
  }
  if ("kind" in value && "start" in value) judge(value as Unbuilt, say);
  for (const key in value) {
    walk((value as Readonly<Record<string, unknown>>)[key], say);
  }
}

/** The first `length` characters of a node: its word. */
function word(node: Node, length: number): Node {
  return { start: node.start, end: node.start + length };
}

function judge(node: Unbuilt, say: Say): void {
  switch (node.kind) {
    case "with":
      say("a system with overlays as a value", node);
      return;
    case "test":
      say(`\`${node.kind}\``, word(node, node.kind.length));
      return;
  }
}
