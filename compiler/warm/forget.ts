// Takes a module out of the checker's tables, so that they hold what a check of the program without it would have found.
//
// In:  the checker of the program before, and the modules that are to be looked at again or are gone. Surprising: the walk goes
// to every object of the tree, since some tables are keyed by what has no place of its own (a step of an access).

import type { Module } from "../bind.ts";
import type { Checker, Computed } from "../check/context.ts";

export function forget(checker: Checker, modules: ReadonlySet<Module>): void {
  const tables = tablesOf(checker);
  for (const module of modules) {
    forgetTree(checker, tables, module.node);
    for (const binding of module.names.values()) {
      checker.used.delete(binding);
      // The value of a file of data is in no tree.
      if (binding.imported && binding.declaration?.kind === "let" && isOfData(checker, binding.declaration))
        forgetTree(checker, tables, binding.declaration);
    }
    checker.demands.delete(module.file.path);
  }
  // What is asked of the program as a whole is asked again.
  checker.demands.delete("");
}

function isOfData({ program }: Checker, declaration: Parameters<typeof program.data.has>[0]): boolean {
  return program.data.has(declaration);
}

/** Functions, values and conditions need each other: what is gone is in no loop. */
function forgetComputed({ callGraph, fns, values, conditions }: Checker, node: object): void {
  for (const table of [fns, values, conditions] as ReadonlyMap<object, Computed>[]) {
    const computed = table.get(node);
    if (computed !== undefined) callGraph.delete(computed);
  }
}

interface Table {
  delete(node: object): boolean;
}

function tablesOf(checker: Checker): readonly Table[] {
  return [
    checker.references,
    checker.calls,
    checker.shapes,
    checker.made,
    checker.keyed,
    checker.subjects,
    checker.named,
    checker.percentages,
    checker.instanced,
    checker.types,
    checker.records,
    checker.members,
    checker.placed,
    checker.expected,
    checker.environmentReads,
    checker.aliases,
    checker.given,
    checker.systems,
    checker.slots,
    checker.extended,
    checker.reads,
    checker.globals,
    checker.fns,
    checker.values,
    checker.conditions,
  ] as readonly Table[];
}

function forgetTree(checker: Checker, tables: readonly Table[], node: object): void {
  if (Array.isArray(node)) {
    for (const item of node as readonly unknown[]) {
      if (typeof item === "object" && item !== null) forgetTree(checker, tables, item);
    }
    return;
  }
  forgetComputed(checker, node);
  for (const table of tables) table.delete(node);
  for (const key in node) {
    if (key === "file") continue;
    const value: unknown = node[key as keyof typeof node];
    if (typeof value === "object" && value !== null) forgetTree(checker, tables, value);
  }
}
