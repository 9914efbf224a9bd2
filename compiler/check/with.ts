// Systems and environments as values, which only what judges the rest has: `let g = Shop with production, { release = "2" }`.

import type { Declaration, Expression, With } from "../ast.ts";
import type { Module } from "../bind.ts";
import { POISON, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Reference, type Scope } from "./context.ts";
import { environmentSystem } from "./environments.ts";
import { systemOf } from "./systems.ts";
import { checkUses } from "./uses.ts";

/** What a name of a system or of an environment stands for here; null: for nothing that has a value. */
export function placedReference(
  checker: Checker,
  module: Module,
  declaration: Declaration,
  scope: Scope,
): Reference | null {
  if (scope.judge === null) return null;
  if (declaration.kind === "system")
    return { kind: "system", system: systemOf(checker, module, declaration) };
  return declaration.kind === "environment" ? { kind: "environment", declaration, module } : null;
}

export function placedType(checker: Checker, reference: Reference): Type {
  if (reference.kind === "system") return { kind: "instance", system: reference.system };
  if (reference.kind !== "environment") return POISON;
  const { declaration, module } = reference;
  const system = environmentSystem(checker, module, declaration);
  if (system === null) return POISON;
  const one: Type = { kind: "instance", system };
  return declaration.loop === null ? one : { kind: "map", key: null, value: one };
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
  if (found.kind !== "instance" || !isNamed(checker, base)) {
    const why = "before `with` stands the name of a system or of an environment";
    report(checker, "SP2114", { why }, spanOf(scope.module, base), "no such name", { help: null });
    return POISON;
  }
  const system = checkUses(checker, uses, found.system, scope);
  return system === null ? POISON : { kind: "instance", system };
}

/** By its own name, and not by that of a value that was made of it. */
function isNamed(checker: Checker, base: Expression): boolean {
  if (base.kind === "name") {
    const kind = checker.references.get(base)?.kind;
    return kind === "system" || kind === "environment";
  }
  if (base.kind !== "access") return false;
  const [first, ...rest] = base.steps;
  if (first === undefined) return false;
  if (checker.placed.has(first)) return rest.length === 0;
  // `prod.eu` of an environment with `for`.
  return (
    rest.length === 0 && first.kind === "field" && base.base.kind === "name" && isNamed(checker, base.base)
  );
}
