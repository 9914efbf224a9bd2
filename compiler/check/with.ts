// Systems and environments as values: `let g = Shop with production, { release = "2" }`.
//
// Surprising: what a name of an environment stands for depends on who asks. A test looks at all of it. In the list of another
// environment it stands for its outputs, which are all that one owes to another.

import type { Declaration, Environment, Expression, With } from "../ast.ts";
import type { Module } from "../bind.ts";
import type { Span } from "../source.ts";
import { plainRecord, POISON, type FieldInfo, type SystemInfo, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Instanced, type Reference, type Scope } from "./context.ts";
import { environmentNamed, environmentSystem, loopKeys, noteNeed } from "./environments.ts";
import { fieldOf as plainField } from "./loops.ts";
import { systemOf } from "./systems.ts";
import { checkUses } from "./uses.ts";

/** What a name of a system or of an environment stands for here; null: for nothing that has a value. */
export function placedReference(
  checker: Checker,
  module: Module,
  declaration: Declaration,
  span: Span,
  scope: Scope,
): Reference | null {
  const { judge, within } = scope;
  if (declaration.kind === "system" && judge !== null)
    return { kind: "system", system: systemOf(checker, module, declaration) };
  if (declaration.kind !== "environment" || (judge === null && within === null)) return null;
  if (within !== null) noteNeed(checker, within, declaration, span);
  return { kind: "environment", declaration, module };
}

export function placedType(checker: Checker, reference: Reference, scope: Scope): Type {
  if (reference.kind === "system") return { kind: "instance", system: reference.system };
  if (reference.kind !== "environment") return POISON;
  const { declaration, module } = reference;
  const system = environmentSystem(checker, module, declaration);
  if (system === null) return POISON;
  const one: Type = scope.judge === null ? outputsOf(declaration, system) : { kind: "instance", system };
  if (declaration.loop === null) return one;
  const keys = loopKeys(declaration.loop);
  const span = spanOf(module, declaration.loop);
  if (keys === null) return { kind: "map", key: null, value: one };
  const { record } = plainRecord(new Map(keys.map((key) => [key, plainField(key, one, span)])));
  return { kind: "record", record: { ...record, environment: { name: declaration.name.text, of: "keys" } } };
}

/** What an environment gives to others: its outputs, as a record. */
function outputsOf({ name: { text } }: Environment, system: SystemInfo): Type {
  const fields = new Map<string, FieldInfo>();
  for (const [name, member] of system.members) {
    if (member.kind !== "output" || name.startsWith("_")) continue;
    // On demand: an output may be computed from what is being looked at.
    const field = {
      ...plainField(name, POISON, member.span),
      get type() {
        return member.type;
      },
    };
    fields.set(name, field);
  }
  const { record } = plainRecord(fields);
  return { kind: "record", record: { ...record, environment: { name: text, of: "outputs" } } };
}

export function checkWith(checker: Checker, expression: With, scope: Scope): Type {
  const { base, uses } = expression;
  if (scope.judge === null) {
    const why = "a system with overlays is a slot and no value";
    const help = "declare it in a system: `name: System with overlay { }`";
    report(checker, "SP2114", { why }, spanOf(scope.module, expression), "not in a slot", { help });
    return POISON;
  }
  const found = checker.check(checker, base, null, scope);
  if (found.kind === "poison") return POISON;
  const named = found.kind === "instance" ? namedBy(checker, base) : null;
  if (found.kind !== "instance" || named === null) {
    const why = "before `with` stands the name of a system or of one environment";
    report(checker, "SP2114", { why }, spanOf(scope.module, base), "no such name", { help: null });
    return POISON;
  }
  const system = checkUses(checker, uses, found.system, scope);
  if (system === null) return POISON;
  const below = named.kind === "environment" ? usesOf(checker, named.module, named.declaration) : [];
  checker.instanced.set(expression, { system, uses: below });
  return { kind: "instance", system };
}

/** What a name stands for, and not that of a value that was made of it. */
function namedBy(checker: Checker, base: Expression): Reference | null {
  const [first, ...rest] = base.kind === "access" ? base.steps : [];
  const reference =
    base.kind === "name"
      ? checker.references.get(base)
      : first === undefined || rest.length > 0
        ? undefined
        : checker.placed.get(first);
  return reference?.kind === "system" || reference?.kind === "environment" ? reference : null;
}

/** The overlays of an environment, those of the ones from which it inherits first. */
function usesOf(checker: Checker, module: Module, environment: Environment): Instanced["uses"] {
  const base = environmentNamed(checker, module, environment.of);
  const own = { uses: environment.with, module };
  if (base === null || base.environment === environment) return [own];
  return [...usesOf(checker, base.module, base.environment), own];
}
