// Loops: what their variables are, in comprehensions and on declarations.

import type { Comprehension, ComputedEntry, Loop } from "../ast.ts";
import { BOOL, INT, POISON, showType, STRING, type FieldInfo, type Type } from "../types.ts";
import { fits, join, widen } from "../types/fits.ts";
import { marked, marksOf, unmarked } from "../types/marks.ts";
import { report, spanOf, withNames, type Checker, type Expected, type Local, type Scope } from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";

/** What a loop goes over: its elements, and what its keys are (null: there are none but places in a list). */
export interface Looped {
  readonly element: Type;
  readonly key: Type;
  /** What tells the elements apart: keys of their own, or they themselves, which are strings. */
  readonly names: "keys" | "elements" | null;
}

/** What was refused already. */
const ANYTHING: Looped = { element: POISON, key: POISON, names: "keys" };

export function checkLoop(
  checker: Checker,
  loop: Loop,
  scope: Scope,
  declaration: boolean,
): { readonly inside: Scope; readonly looped: Looped } {
  const found = checker.check(checker, loop.collection, null, scope);
  const what = declaration ? "what a declaration loops over" : "what a loop goes over";
  const looped = refuseUnknown(checker, loop.collection, found, what, scope)
    ? ANYTHING
    : loopedOf(checker, loop, unmarked(found), scope);
  const names = new Map<string, Local>();
  if (loop.key !== null) names.set(loop.key.text, { type: looped.key, span: spanOf(scope.module, loop.key) });
  if (loop.key !== null && loop.key.text === loop.variable.text) {
    const span = spanOf(scope.module, loop.variable);
    report(checker, "SP2002", { name: loop.variable.text }, span, "declared again");
  }
  names.set(loop.variable.text, { type: looped.element, span: spanOf(scope.module, loop.variable) });
  return { inside: withNames(checker, scope, names), looped };
}

/** The key of a declaration's loop names what it makes, so there must be one. */
export function checkKeyedLoop(checker: Checker, loop: Loop, scope: Scope): Scope {
  const { inside, looped } = checkLoop(checker, loop, scope, true);
  if (loop.by !== null) {
    const found = checker.check(checker, loop.by, null, inside);
    if (!refuseUnknown(checker, loop.by, found, "an address", inside) && !fits(found, STRING))
      checker.check(checker, loop.by, STRING, inside);
    return inside;
  }
  if (looped.names === "keys") return inside;
  if (looped.names === "elements") {
    refuseUnknown(checker, loop.collection, looped.element, "an address", scope);
    return inside;
  }
  const why = "what it makes would have no names";
  const { text: name } = loop.variable;
  const { element } = looped;
  const help =
    element.kind === "record" && element.record.name !== ""
      ? `write \`by ...\` with a string that tells the elements apart, or make it a keyed list: \`[${element.record.name} by name]\``
      : `write behind it what tells the elements apart: \`by "${name}-\${${name}}"\``;
  report(checker, "SP2114", { why }, spanOf(scope.module, loop.collection), "a list without keys", { help });
  return inside;
}

function loopedOf(checker: Checker, loop: Loop, type: Type, scope: Scope): Looped {
  switch (type.kind) {
    case "poison":
      return ANYTHING;
    case "list": {
      const text = fits(type.element, STRING) && type.element.kind !== "optional";
      return { element: type.element, key: INT, names: text ? "elements" : null };
    }
    case "keyed":
      return { element: type.element, key: STRING, names: "keys" };
    case "map":
      return { element: type.value, key: type.key ?? STRING, names: "keys" };
    case "record": {
      // A record that was written without a type is as good as a map.
      if (type.record.name !== "") break;
      let element: Type = POISON;
      for (const field of type.record.fields.values()) element = join(element, widen(field.type));
      return { element, key: STRING, names: "keys" };
    }
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "union":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      break;
  }
  const shown = showType(type);
  const help = type.kind === "optional" ? "it may be absent: write `xs ?? []`" : null;
  const parameters = { expected: "a list or a map", found: shown };
  report(checker, "SP2101", parameters, spanOf(scope.module, loop.collection), `this is ${article(shown)}`, {
    help,
  });
  return ANYTHING;
}

export function checkCondition(checker: Checker, condition: Comprehension["condition"], scope: Scope): void {
  if (condition === null) return;
  const found = checker.check(checker, condition, null, scope);
  if (refuseUnknown(checker, condition, found, "a condition", scope)) return;
  demand(checker, condition, found, BOOL, scope);
}

/** `[f(x) for x in xs if c]`. */
export function checkComprehension(
  checker: Checker,
  expression: Comprehension,
  expected: Expected,
  scope: Scope,
): Type {
  const { inside } = checkLoop(checker, expression.loop, scope, false);
  refuseBy(checker, expression.loop, scope);
  checkCondition(checker, expression.condition, inside);
  const wanted = expected === null ? null : elementWanted(expected);
  const found = checker.check(checker, expression.element, wanted, inside);
  return { kind: "list", element: found.kind === "poison" ? (wanted ?? POISON) : widen(found), size: null };
}

function elementWanted(expected: Type): Type | null {
  const inner = unmarked(expected);
  if (inner.kind === "optional") return elementWanted(inner.inner);
  if (inner.kind === "list") return inner.element;
  if (inner.kind !== "union") return null;
  const list = inner.members.find((member) => member.kind === "list");
  return list?.kind === "list" ? list.element : null;
}

export function refuseBy(checker: Checker, loop: Loop, scope: Scope): void {
  if (loop.by === null) return;
  const why = "`by` names resources, and this loop makes values";
  report(checker, "SP2114", { why }, spanOf(scope.module, loop.by), "no resource", {
    help: "remove `by ...`",
  });
}

/** `[k] = v` in the block of a map: what it gives. `element`: what the map holds, where that is known. */
export function checkComputed(checker: Checker, entry: ComputedEntry, element: Expected, scope: Scope): Type {
  let inside = scope;
  if (entry.loop !== null) {
    ({ inside } = checkLoop(checker, entry.loop, scope, false));
    refuseBy(checker, entry.loop, scope);
  }
  checkCondition(checker, entry.condition, inside);
  const key = checker.check(checker, entry.key, null, inside);
  if (!refuseUnknown(checker, entry.key, key, "a key", inside))
    demand(checker, entry.key, key, STRING, inside);
  const found = checker.check(checker, entry.value, element, inside);
  return found;
}

/** The type of `...xs` where a list or a map of what is known so far is written. */
export function spreadInto(type: Type): { readonly element: Type } | null {
  const inner = unmarked(type);
  if (inner.kind === "list" || inner.kind === "keyed")
    return { element: marked(inner.element, marksOf(type)) };
  return null;
}

export function fieldOf(name: string, type: Type, span: ReturnType<typeof spanOf>): FieldInfo {
  return { name, type, value: null, span, key: false, output: false, declaration: null, module: null };
}
