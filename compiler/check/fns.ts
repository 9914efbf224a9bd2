// Functions: their signatures, their bodies, and that none of them needs itself.

import type { Fn } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import type { Type } from "../types.ts";
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
  const fn: FnInfo = { name: declaration.name.text, module, declaration, params, result };
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
    // Only a function's own parameters may be functions.
    if (info.type.kind !== "function" && info.type.kind !== "pattern")
      refuseFunctions(checker, module, info.type, param.type);
    const scope: Scope = { ...outer, fn, frame: { names: new Map(names), outer: null } };
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
  const scope: Scope = { ...outer, fn, frame: { names, outer: null } };
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

/** Notes that the function whose body this is needs another one. */
export function noteCall(checker: Checker, from: FnInfo | null, to: FnInfo, span: Span): void {
  if (from === null) return;
  const calls = checker.callGraph.get(from) ?? new Map<FnInfo, Span>();
  checker.callGraph.set(from, calls);
  if (!calls.has(to)) calls.set(to, span);
}

export function functionType(fn: FnInfo): Type {
  return { kind: "function", params: fn.params.map((param) => param.type), result: fn.result };
}

/** Every loop of calls once, whole: with it, an evaluation would not end. */
export function refuseRecursion(checker: Checker): void {
  const done = new Set<FnInfo>();
  const path: FnInfo[] = [];
  const visit = (fn: FnInfo): void => {
    const at = path.indexOf(fn);
    if (at >= 0) {
      reportRecursion(checker, path.slice(at));
      return;
    }
    if (done.has(fn)) return;
    path.push(fn);
    for (const next of checker.callGraph.get(fn)?.keys() ?? []) visit(next);
    path.pop();
    done.add(fn);
  };
  for (const fn of checker.callGraph.keys()) visit(fn);
}

function reportRecursion(checker: Checker, loop: readonly FnInfo[]): void {
  const [first] = loop;
  if (first === undefined) return;
  const places = loop.map((fn, index) => ({
    span: checker.callGraph.get(fn)?.get(loop[(index + 1) % loop.length] ?? fn),
    text: `\`${fn.name}\` needs \`${(loop[(index + 1) % loop.length] ?? fn).name}\``,
  }));
  const [head, ...rest] = places;
  if (head?.span === undefined) return;
  const labels = rest.flatMap(({ span, text }) => (span === undefined ? [] : [secondary(span, text)]));
  const names = [...loop.map((fn) => fn.name), first.name];
  const help =
    "a function cannot need itself, even through others: go over a list with `[... for x in xs]` or `.fold(...)`";
  report(checker, "SP3001", { loop: names }, head.span, head.text, { labels, help });
}
