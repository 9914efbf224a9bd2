// Calls: of functions, of methods (functions of the standard library whose first parameter is `self`), and of parameters
// that are functions. What type parameters stand for is found from the arguments, functions last.

import type { Argument, Expression, Lambda } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { isResidualFunction } from "../functions.ts";
import { nearest } from "../near.ts";
import { POISON, showType, STRING, type FunctionTypeOf, type ScalarName, type Type } from "../types.ts";
import { fits, widen } from "../types/fits.ts";
import { substitute, unify, type Binding } from "../types/generic.ts";
import { bothMarks, deepMarks, marked, marksOf, UNMARKED, unmarked, type Marks } from "../types/marks.ts";
import {
  report,
  spanOf,
  withNames,
  type CallStep,
  type Checker,
  type FnInfo,
  type FnParam,
  type Local,
  type Scope,
} from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";
import { fnOf } from "./fns.ts";
import { noteNeed } from "./recursion.ts";

/** `self`: the type of what stands before the dot of a method, and where. */
export function checkFnCall(
  checker: Checker,
  fn: FnInfo,
  call: CallStep,
  self: { readonly type: Type; readonly at: Expression } | null,
  scope: Scope,
): Type {
  checker.calls.set(call, { fn, method: self !== null });
  noteNeed(checker, scope.by, fn, spanOf(scope.module, call));
  const binding: Binding = { owner: fn.declaration, types: new Map() };
  const params = self === null ? fn.params : fn.params.slice(1);
  const given = matchArguments(checker, fn.name, params, call, scope);
  let marks = UNMARKED;
  const native = fn.declaration.value === null;
  const residual = native && isResidualFunction(fn.module.standard, fn.name);
  const compares = native && !residual && looksInside(fn);
  if (self !== null) {
    const [first] = fn.params;
    if (first !== undefined) unify(first.type, self.type, binding);
    marks = bothMarks(marks, marksOf(self.type));
    const looked = compares ? deepMarks(self.type) : marksOf(self.type);
    if (
      native &&
      refuseUnknown(checker, self.at, self.type, `a value in \`.${fn.name}(...)\``, scope, looked)
    )
      return POISON;
  }
  let wrong = false;
  const lambdas = given.filter(({ arg }) => arg.value.kind === "lambda");
  for (const { arg, param } of given) {
    if (arg.value.kind === "lambda") continue;
    const found = checkArgument(checker, arg.value, param.type, binding, scope);
    if (found.kind === "poison") wrong = true;
    const own = residual ? deepMarks(found) : marksOf(found);
    if (native && !residual && (compares || param.type.kind !== "parameter")) {
      const looked = compares ? deepMarks(found) : marksOf(found);
      if (refuseUnknown(checker, arg.value, found, `a value in \`${fn.name}(...)\``, scope, looked))
        wrong = true;
    }
    marks = bothMarks(marks, own);
  }
  for (const { arg, param } of lambdas) {
    const wanted = substitute(param.type, binding, checker.instances);
    if (arg.value.kind !== "lambda") continue;
    if (wanted.kind !== "function") {
      reportLambda(checker, arg.value, wanted, scope);
      wrong = true;
      continue;
    }
    const result = checkLambda(checker, arg.value, param.type, wanted, binding, scope);
    if (result.kind === "poison") wrong = true;
  }
  const broken = wrong ? null : brokenBound(binding);
  if (broken !== null) {
    const why = `${showType(broken)} is nothing that it can ${fn.name === "sum" ? "add up" : "compare"}`;
    report(checker, "SP2106", { name: fn.name, why }, spanOf(scope.module, call), why);
  }
  if (wrong || broken !== null) return POISON;
  const result = substitute(fn.result, binding, checker.instances);
  return markedResult(native ? bornHere(result, fn, call, scope) : result, marks);
}

/** What goes in and does not come out is compared, `xs.contains(x)`; texts are what is in a list of texts, `xs.join(",")`. */
function looksInside({ params, result }: FnInfo): boolean {
  const [self, ...others] = params;
  if (self?.type.kind === "list" && self.type.element.kind === "union") return true;
  return result.kind === "scalar" && others.some(({ type }) => type.kind === "parameter");
}

/** A secret that a function of the library gives is named by its call, and not by the library. */
function bornHere(type: Type, fn: FnInfo, call: CallStep, scope: Scope): Type {
  const { deferred, secret } = marksOf(type);
  if (deferred === null && secret === null) return type;
  const module = fn.module.standard?.replace(/^std\./, "") ?? "";
  const written = scope.module.file.text.slice(call.start, call.end);
  const from = {
    // What is sealed is long, and says nothing to a person.
    path: `${module}.${fn.name}${written.length > 80 ? "(…)" : written}`,
    span: spanOf(scope.module, call),
  };
  const origins = { deferred: deferred === null ? null : from, secret: secret === null ? null : from };
  return marked(unmarked(type), origins);
}

/** A type parameter that is called `Ordered` or `Numeric` stands for such types only: the type that is none, or null. */
function brokenBound(binding: Binding): Type | null {
  for (const [name, type] of binding.types) {
    if (name !== "Ordered" && name !== "Numeric") continue;
    const wide = widen(type);
    if (wide.kind === "poison" || (wide.kind === "parameter" && wide.name === name)) continue;
    if (wide.kind !== "scalar" || wide.name === "Bool" || wide.name === "Bytes") return type;
    if (name === "Numeric" && (wide.name === "String" || wide.name === "Date")) return type;
  }
  return null;
}

/** What a function makes of a deferred value is deferred. A secret is handed on by those who say so in their types. */
function markedResult(type: Type, marks: Marks): Type {
  if (type.kind === "poison" || marks === UNMARKED) return type;
  return marked(type, marks);
}

interface Given {
  readonly arg: Argument;
  readonly param: FnParam;
}

function matchArguments(
  checker: Checker,
  name: string,
  params: readonly FnParam[],
  call: CallStep,
  scope: Scope,
): readonly Given[] {
  const given: Given[] = [];
  const seen = new Map<string, Argument>();
  let extra = false;
  // A parameter that could not be read has no name.
  const whole = params.every((param) => param.name !== "");
  const readable = whole && !call.args.some((arg) => arg.value.kind === "missing");
  for (const [index, arg] of call.args.entries()) {
    const param = arg.name === null ? params[index] : params.find((item) => item.name === arg.name?.text);
    const span = spanOf(scope.module, arg.name ?? arg);
    if (param === undefined) {
      checker.check(
        checker,
        arg.value.kind === "lambda" ? { ...arg.value, kind: "missing" } : arg.value,
        null,
        scope,
      );
      if (arg.name === null) extra = true;
      else if (whole) {
        const why = `it has no parameter \`${arg.name.text}\``;
        const names = params.map((item) => item.name);
        const near = nearest(arg.name.text, names);
        const help = near === null ? null : `write \`${near}\``;
        report(checker, "SP2106", { name, why }, span, "no such parameter", { help, near });
      }
      continue;
    }
    const other = seen.get(param.name);
    if (other !== undefined) {
      const labels = [secondary(spanOf(scope.module, other), "first given here")];
      report(checker, "SP2112", { name: param.name }, span, "given again", { labels });
    }
    seen.set(param.name, arg);
    given.push({ arg, param });
  }
  if (!readable) return given;
  const span = spanOf(scope.module, call);
  if (extra) {
    const why = `it takes ${values(params.length)} and gets ${call.args.length}`;
    report(checker, "SP2106", { name, why }, span, why);
    return given;
  }
  const missing = params.filter(
    (param) => param.value === null && param.type.kind !== "optional" && !seen.has(param.name),
  );
  const [first] = missing;
  if (first !== undefined && !call.args.some((arg) => arg.name !== null && !seen.has(arg.name.text))) {
    const why =
      call.args.some((arg) => arg.name !== null) || params.some((param) => param.value !== null)
        ? `its parameter \`${first.name}\` has no default`
        : `it takes ${values(params.length)} and gets ${call.args.length}`;
    report(checker, "SP2106", { name, why }, span, `needs \`${first.name}\` (${showType(first.type)})`);
  }
  return given;
}

function values(count: number): string {
  return count === 0 ? "no values" : count === 1 ? "one value" : `${count} values`;
}

function checkArgument(
  checker: Checker,
  value: Expression,
  wanted: Type,
  binding: Binding,
  scope: Scope,
): Type {
  if (!mentions(wanted, binding)) return checker.check(checker, value, wanted, scope);
  const named = wanted.kind === "function" && value.kind === "name";
  const found = checker.check(checker, value, named ? ANY_FUNCTION : null, scope);
  unify(wanted, found, binding);
  if (found.kind === "poison") return found;
  if (wanted.kind === "parameter" && found.kind !== "parameter" && !isPlain(found)) {
    const shown = showType(found);
    const parameters = { expected: "data", found: shown };
    const help = found.kind === "resource" ? "write the fields that you want" : null;
    report(checker, "SP2101", parameters, spanOf(scope.module, value), `this is ${article(shown)}`, { help });
    return POISON;
  }
  const asked = substitute(wanted, binding, checker.instances);
  return demand(checker, value, found, asked, scope);
}

const ANY_FUNCTION: FunctionTypeOf = { kind: "function", params: [], result: POISON };

function isPlain(type: Type): boolean {
  return fits(type, { kind: "data" });
}

function mentions(type: Type, binding: Binding): boolean {
  switch (type.kind) {
    case "parameter":
      return type.owner === binding.owner;
    case "optional":
    case "secret":
    case "deferred":
      return mentions(type.inner, binding);
    case "list":
    case "keyed":
      return mentions(type.element, binding);
    case "map":
      return mentions(type.value, binding) || (type.key !== null && mentions(type.key, binding));
    case "union":
      return type.members.some((member) => mentions(member, binding));
    case "function":
      return type.params.some((param) => mentions(param, binding)) || mentions(type.result, binding);
    case "record":
      return (type.record.generic?.args ?? []).some((arg) => mentions(arg, binding));
    case "poison":
    case "data":
    case "null":
    case "pattern":
    case "scalar":
    case "literal":
    case "resource":
    case "instance":
      return false;
  }
}

/** `declared` is the parameter's type with the type parameters in it, `wanted` what is known of it so far. */
function checkLambda(
  checker: Checker,
  lambda: Lambda,
  declared: Type,
  wanted: FunctionTypeOf,
  binding: Binding,
  scope: Scope,
): Type {
  if (lambda.params.length > wanted.params.length) {
    const why = `this function takes ${values(lambda.params.length)} and gets ${wanted.params.length}`;
    const [first] = lambda.params.slice(wanted.params.length);
    const at = spanOf(scope.module, first ?? lambda);
    report(checker, "SP2106", { name: "=>", why }, at, "one parameter too many", { help: null });
    return POISON;
  }
  const names = new Map<string, Local>();
  for (const [index, word] of lambda.params.entries()) {
    const span = spanOf(scope.module, word);
    if (names.has(word.text) && word.text !== "_")
      report(checker, "SP2002", { name: word.text }, span, "declared again");
    names.set(word.text, { type: wanted.params[index] ?? POISON, span });
  }
  const inside = withNames(checker, scope, names);
  const result = declared.kind === "function" ? declared.result : wanted.result;
  if (!mentions(result, binding)) return checker.check(checker, lambda.body, result, inside);
  const found = checker.check(checker, lambda.body, null, inside);
  unify(result, widen(found), binding);
  if (found.kind === "poison") return found;
  return demand(checker, lambda.body, found, substitute(result, binding, checker.instances), inside);
}

export function reportLambda(checker: Checker, lambda: Lambda, wanted: Type, scope: Scope): void {
  checker.check(checker, { ...lambda, kind: "missing" }, null, scope);
  if (wanted.kind === "poison") return;
  const help = "a function in place stands where a function is asked for: `xs.map(x => x + 1)`";
  const parameters = { expected: showType(wanted), found: "a function" };
  report(checker, "SP2101", parameters, spanOf(scope.module, lambda), "a function", { help });
}

/** A call of a parameter that is a function. */
export function checkValueCall(
  checker: Checker,
  name: string,
  type: FunctionTypeOf,
  call: CallStep,
  scope: Scope,
): Type {
  let marks = UNMARKED;
  for (const [index, arg] of call.args.entries()) {
    const found = checker.check(checker, arg.value, type.params[index] ?? null, scope);
    marks = bothMarks(marks, marksOf(found));
    if (arg.name === null) continue;
    const why = "the parameters of a function that is handed over have no names";
    report(checker, "SP2106", { name, why }, spanOf(scope.module, arg.name), "no such parameter", {
      help: null,
    });
  }
  if (call.args.length !== type.params.length) {
    const why = `it takes ${values(type.params.length)} and gets ${call.args.length}`;
    report(checker, "SP2106", { name, why }, spanOf(scope.module, call), why);
  }
  return markedResult(type.result, marks);
}

// --- Methods ---------------------------------------------------------------------------------------------------------

/** The modules whose functions are the methods of a type, the nearest first. */
export function methodModules(checker: Checker, type: Type): readonly Module[] {
  return familiesOf(unmarked(type)).flatMap((name) => checker.program.standard(name) ?? []);
}

const SCALAR_FAMILIES: Readonly<Record<ScalarName, readonly string[]>> = {
  String: ["text"],
  Int: ["number"],
  Number: ["number"],
  Date: ["date"],
  Duration: ["duration"],
  Size: ["size"],
  Cpu: ["cpu"],
  Percent: ["percent"],
  Bool: [],
  Bytes: [],
};
/** Types of the standard library with methods of their own. */
const STANDARD_FAMILIES: readonly string[] = ["Cidr", "Ip"];

function familiesOf(type: Type): readonly string[] {
  const wide = widen(type);
  switch (wide.kind) {
    case "scalar": {
      const families = SCALAR_FAMILIES[wide.name];
      return STANDARD_FAMILIES.includes(wide.standard ?? "") ? ["net", ...families] : families;
    }
    case "list":
      return ["list"];
    case "keyed":
    case "map":
      return ["map"];
    case "record":
      return wide.record.name === "" ? ["map"] : [];
    case "union":
      return wide.members.every((member) => familiesOf(member)[0] === "text") ? ["text"] : [];
    case "poison":
    case "data":
    case "null":
    case "literal":
    case "optional":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return [];
  }
}

/** The method of that name, whose `self` the value fits. */
export function findMethod(checker: Checker, type: Type, name: string): FnInfo | null {
  for (const module of methodModules(checker, type)) {
    const declaration = module.names.get(name)?.declaration;
    if (declaration?.kind !== "fn" || declaration.params[0]?.name.text !== "self") continue;
    const fn = fnOf(checker, module, declaration);
    if (takesSelf(checker, fn, type)) return fn;
  }
  return null;
}

/** What a method of that name is for, where this type is none of it: `[Ordered]`. */
export function methodIsFor(checker: Checker, type: Type, name: string): string | null {
  // A text may be meant for one of the types that are text.
  const texts = fits(unmarked(type), STRING) ? (checker.program.standard("net") ?? []) : [];
  for (const module of methodModules(checker, type).concat(texts)) {
    const declaration = module.names.get(name)?.declaration;
    if (declaration?.kind !== "fn" || declaration.params[0]?.name.text !== "self") continue;
    const [self] = fnOf(checker, module, declaration).params;
    if (self !== undefined) return showType(self.type);
  }
  return null;
}

function takesSelf(checker: Checker, fn: FnInfo, type: Type): boolean {
  const [self] = fn.params;
  if (self === undefined) return false;
  // An address and a network are both text, and not every method is for both.
  const standard = self.type.kind === "scalar" ? self.type.standard : undefined;
  if (standard !== undefined && type.kind === "scalar" && type.standard !== standard) return false;
  const binding: Binding = { owner: fn.declaration, types: new Map() };
  unify(self.type, unmarked(type), binding);
  if (brokenBound(binding) !== null) return false;
  return fits(unmarked(type), substitute(self.type, binding, checker.instances));
}

export function methodNames(checker: Checker, type: Type): readonly string[] {
  const names = new Set<string>();
  for (const module of methodModules(checker, type)) {
    for (const [name, found] of module.names) {
      const { declaration } = found;
      if (declaration?.kind !== "fn" || declaration.params[0]?.name.text !== "self") continue;
      if (takesSelf(checker, fnOf(checker, module, declaration), type)) names.add(name);
    }
  }
  return [...names];
}
