// Functions: their signatures and their bodies.

import type { Fn } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import type { Type } from "../types.ts";
import { conditionsOf } from "../types/limits.ts";
import {
  fileScope,
  refuseShadow,
  report,
  spanOf,
  type Checker,
  type FnInfo,
  type FnParam,
  type Local,
  type Scope,
} from "./context.ts";
import { typeOf, type Generics } from "./declared.ts";
import { refuseFunctions } from "./records.ts";
import { computedWhere, noteNeed } from "./recursion.ts";

export function fnOf(checker: Checker, module: Module, declaration: Fn): FnInfo {
  const known = checker.fns.get(declaration);
  if (known !== undefined) return known;
  const names = declaration.generics.map((word) => word.text);
  const generics: Generics = names.length === 0 ? null : { owner: declaration, names };
  const params = declaration.params.map((param): FnParam => ({
    name: param.name.text,
    type: typeOf(checker, module, param.type, generics),
    value: param.value,
  }));
  const result = typeOf(checker, module, declaration.result, generics);
  const fn: FnInfo = { kind: "fn", name: declaration.name.text, module, declaration, params, result };
  checker.fns.set(declaration, fn);
  return fn;
}

export function checkFn(checker: Checker, module: Module, declaration: Fn): void {
  const fn = fnOf(checker, module, declaration);
  const names = new Map<string, Local>();
  const outer = fileScope(module);
  for (const [index, param] of declaration.params.entries()) {
    const info = fn.params[index];
    if (info === undefined || info.name === "") continue;
    const span = spanOf(module, param.name);
    const other = names.get(info.name);
    if (other !== undefined) {
      const labels = [secondary(other.span, "first declared here")];
      report(checker, "SP2002", { name: info.name }, span, "declared again", { labels });
    }
    refuseShadow(checker, outer, info.name, span);
    // Whoever calls it may be one that takes any function, and knows nothing of what is asked of the arguments.
    for (const { condition, module: from } of conditionsOf(info.type))
      noteNeed(checker, fn, computedWhere(checker, condition, from), spanOf(module, param));
    // Only a function's own parameters may be functions.
    if (info.type.kind !== "function" && info.type.kind !== "pattern")
      refuseFunctions(checker, module, info.type, param.type);
    const scope: Scope = { ...outer, by: fn, frame: { names: new Map(names), outer: null } };
    if (param.value !== null) checker.check(checker, param.value, info.type, scope);
    names.set(info.name, { type: info.type, span });
  }
  if (fn.result.kind !== "pattern") refuseFunctions(checker, module, fn.result, declaration.result);
  refuseTwice(checker, module, declaration);
  if (declaration.value === null) {
    if (module.standard === null) {
      const span = spanOf(module, declaration.name);
      const why = "only the standard library's functions are computed by the compiler itself";
      report(checker, "SP2114", { why }, span, "has no value", { help: "write `= ...` after the type" });
    }
    return;
  }
  const scope: Scope = { ...outer, by: fn, frame: { names, outer: null } };
  checker.check(checker, declaration.value, fn.result, scope);
}

function refuseTwice(checker: Checker, module: Module, declaration: Fn): void {
  const seen = new Set<string>();
  for (const word of declaration.generics) {
    if (seen.has(word.text))
      report(checker, "SP2002", { name: word.text }, spanOf(module, word), "declared again");
    seen.add(word.text);
  }
}

export function functionType(fn: FnInfo): Type {
  return { kind: "function", params: fn.params.map((param) => param.type), result: fn.result };
}
