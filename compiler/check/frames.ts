// The names that an overlay has of its own: its parameters and its `let`s. A block after `with` is an overlay without a name.

import type { Block, Param } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import {
  fileScope,
  refuseShadow,
  report,
  spanOf,
  type Checker,
  type Frame,
  type Local,
  type Scope,
} from "./context.ts";
import { typeOf } from "./declared.ts";
import { refuseFunctions } from "./records.ts";

/** Where the entries of an overlay stand. `outer` has the system that it is on; its own names come before the slots. */
export function overlayScope(
  checker: Checker,
  module: Module,
  params: readonly Param[],
  block: Block,
  outer: Scope,
): Scope {
  const names = new Map<string, Local>();
  const frame = (): Frame => ({ names: new Map(names), outer: outer.frame });
  for (const param of params) {
    const type = typeOf(checker, module, param.type);
    refuseFunctions(checker, module, type, param.type);
    // A default is computed before the overlay is on anything.
    const before: Scope = { ...fileScope(module), frame: frame() };
    if (param.value !== null) checker.check(checker, param.value, type, before);
    declare(checker, outer, names, param.name.text, { type, span: spanOf(module, param.name) });
  }
  for (const entry of block.entries) {
    if (entry.kind !== "let") continue;
    const { declaration } = entry;
    const { text } = declaration.name;
    const declared = declaration.type === null ? null : typeOf(checker, module, declaration.type);
    const found = checker.check(checker, declaration.value, declared, {
      ...outer,
      frame: frame(),
      self: text,
    });
    declare(checker, outer, names, text, { type: declared ?? found, span: spanOf(module, declaration.name) });
  }
  return names.size === 0 ? outer : { ...outer, frame: frame() };
}

function declare(
  checker: Checker,
  outer: Scope,
  names: Map<string, Local>,
  name: string,
  local: Local,
): void {
  const before = names.get(name);
  if (before !== undefined) {
    const labels = [secondary(before.span, "first declared here")];
    report(checker, "SP2002", { name }, local.span, "declared again", { labels });
  } else refuseShadow(checker, outer, name, local.span);
  names.set(name, local);
}
