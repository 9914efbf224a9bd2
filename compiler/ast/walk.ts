// Walks over the tree, for those who look for something in it wherever it stands: rules of the linter, explanations.
//
// Surprising: the walk is blind to the kinds of nodes. A node is whatever has a start, so that whoever walks goes on working
// when the language grows, and what he does not know he does not judge.

import type { Node } from "../ast.ts";

/** Every node below, the node itself first. `enter` answers false where it has seen enough. */
export function walk(node: unknown, enter: (node: Walked) => boolean | void): void {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (const item of node) walk(item, enter);
    return;
  }
  if (isWalked(node) && enter(node) === false) return;
  // Rules walk over whole packages again and again; to list first what a node has takes three times as long.
  for (const key in node) {
    if (key !== "file") walk((node as Readonly<Record<string, unknown>>)[key], enter);
  }
}

export type Walked = Node & { readonly kind?: string };

function isWalked(node: object): node is Walked {
  return "start" in node && typeof node.start === "number" && "end" in node;
}
