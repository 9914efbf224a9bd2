// The names that functions and loops give: those that nothing reads, and parameters in an order that helps nobody.

import type { Fn, Lambda, Loop, Node, Word } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import { find, type Linter } from "./context.ts";

export function lintVariables(linter: Linter): void {
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations)
      if (declaration.kind === "fn") lintFn(linter, module, declaration);
    walk(module.node, (node) => {
      if (node.kind === "lambda") {
        const { params, body } = node as unknown as Lambda;
        lintNames(linter, module, params, [body]);
      }
      if (!("loop" in node) || node.loop === null) return;
      const loop = node.loop as Loop;
      // Whatever the loop is part of may read its variables, but not the collection that it goes over.
      const inside = Object.entries(node).flatMap(([key, value]) =>
        key === "loop" ? [loop.by] : [value as unknown],
      );
      lintNames(linter, module, loop.key === null ? [loop.variable] : [loop.key, loop.variable], inside);
    });
  }
}

function lintFn(linter: Linter, module: Module, fn: Fn): void {
  if (fn.value === null) return;
  // A default may read the parameters before it.
  const read = namesRead(linter, [fn.value, ...fn.params.map((param) => param.value)]);
  for (const [index, param] of fn.params.entries()) {
    const { text } = param.name;
    if (text !== "" && !text.startsWith("_") && !read.has(text))
      find(linter, "SP7002", { name: text, owner: fn.name.text }, { module, node: param.name }, "never read");
    const after = fn.params.slice(index + 1).find((other) => other.value === null);
    if (param.value === null || after === undefined) continue;
    const labels = [secondary(spanOf(module, after.name), "has none")];
    const parameters = { name: text, after: after.name.text };
    find(linter, "SP7029", parameters, { module, node: param.name }, "has a default", { labels });
  }
}

function lintNames(linter: Linter, module: Module, names: readonly Word[], inside: readonly unknown[]): void {
  const read = namesRead(linter, inside);
  for (const name of names) {
    if (name.text.startsWith("_") || read.has(name.text) || name.text === "") continue;
    const fixes = [fixAt(spanOf(module, name), "_", "write `_`", "safe")];
    const node: Node = name;
    find(linter, "SP7026", { name: name.text }, { module, node }, "never read", { fixes });
  }
}

function namesRead(linter: Linter, nodes: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  walk(nodes, (node) => {
    if (node.kind !== "name") return;
    const reference = linter.checked.references.get(node as never);
    if (reference?.kind === "frame") found.add(reference.name);
  });
  return found;
}
