// The static checker: every declaration of every module against its types, used or not, before anything is evaluated.
//
// In:  the bound modules. Out: what every name means, which function every call calls, and diagnostics. The tables are
// keyed by node, so the tree stays as the parser made it.

import type { Check, Declaration } from "./ast.ts";
import type { Module, Program } from "./bind.ts";
import { checkAnnotated, refuseAnnotated } from "./check/annotated.ts";
import { checkerAfter, newChecker, type Checked, type Checker } from "./check/context.ts";
import { countUntold, readDataAsTyped } from "./check/data.ts";
import { typeDeclared, recordOf } from "./check/declared.ts";
import { refuseEndless } from "./check/endless.ts";
import { checkEnvironment, refuseEnvironmentLoops } from "./check/environments.ts";
import { refuseSelfMaking } from "./check/defaults.ts";
import { check as checkExpression } from "./check/expressions.ts";
import { checkFn } from "./check/fns.ts";
import { checkKind } from "./check/kinds.ts";
import { checkLimits } from "./check/limits.ts";
import { checkOverlay } from "./check/overlays.ts";
import { checkExempt, checkPolicy, policiesByTitle } from "./check/policies.ts";
import { checkFields, refuseFunctions } from "./check/records.ts";
import { refuseRecursion } from "./check/recursion.ts";
import { checkReplaced } from "./check/replaced.ts";
import { checkSlot, checkSystem } from "./check/slots.ts";
import { checkStrengths } from "./check/strengths.ts";
import { typeOfGlobal } from "./check/systems.ts";
import { checkTest, refuseSameTitles } from "./check/tests.ts";
import { diagnose, primary, type Diagnostic } from "./diagnostics.ts";
import { dropping } from "./diagnostics/imports.ts";

/** What was found out of a program before this one, and the modules that are in both. */
export interface Before {
  /** Without what it knew of other modules. */
  readonly checker: Checker;
  readonly kept: ReadonlySet<Module>;
}

const NOTHING: ReadonlySet<Module> = new Set();

export function check(program: Program, diagnostics: Diagnostic[], before: Before | null = null): Checked {
  const ways = { check: checkExpression, checkSlot };
  const checker =
    before === null
      ? newChecker(program, diagnostics, ways)
      : checkerAfter(before.checker, program, diagnostics);
  const kept = before?.kept ?? NOTHING;
  readDataAsTyped(checker, program.data, kept);
  noteDemands(checker);
  // What is loaded while this goes on (methods of the standard library) is looked at as far as it is used.
  for (const module of program.modules) {
    if (module.lazy || kept.has(module)) continue;
    checker.at = module;
    checkStrengths(module.node, diagnostics);
    for (const declaration of module.node.declarations) checkDeclaration(checker, module, declaration);
    for (const { declaration } of module.names.values()) {
      // Data is checked where it is imported, used or not.
      if (declaration?.kind === "let" && program.data.has(declaration))
        typeOfGlobal(checker, module, declaration);
    }
  }
  checker.at = null;
  countUntold(checker);
  checkLimits(checker);
  refuseRecursion(checker);
  refuseSelfMaking(checker);
  refuseEndless(checker);
  refuseEnvironmentLoops(checker);
  const policies = policiesByTitle(checker);
  for (const module of program.modules) {
    if (module.lazy) continue;
    checker.at = module;
    refuseSameTitles(checker, module);
    // Which policies there are is no matter of imports.
    for (const judging of module.node.checks)
      if (judging.kind === "exempt" || !kept.has(module)) checkCheck(checker, module, judging, policies);
  }
  checker.at = null;
  checkReplaced(checker, checker.replaced);
  for (const module of program.modules) {
    if (module.standard === null) warnUnused(checker, module);
  }
  return {
    program,
    references: checker.references,
    calls: checker.calls,
    shapes: checker.shapes,
    checker,
  };
}

/** By whom modules of the standard library are needed that nobody imports. */
function noteDemands(checker: Checker): void {
  checker.program.demand.noted = (name) => {
    const path = checker.asking.at(-1)?.span.file.path ?? checker.at?.file.path ?? "";
    const known = checker.demands.get(path);
    if (known === undefined) checker.demands.set(path, new Set([name]));
    else known.add(name);
  };
}

function checkDeclaration(checker: Checker, module: Module, declaration: Declaration): void {
  checkAnnotated(checker, module, declaration);
  switch (declaration.kind) {
    case "system":
      checkSystem(checker, module, declaration);
      return;
    case "type": {
      const { is } = declaration;
      const type = typeDeclared(checker, module, declaration);
      if (is.kind === "alias") refuseFunctions(checker, module, type, is.type);
      else {
        const record = recordOf(checker, module, declaration);
        for (const field of is.fields) {
          const info = record.fields.get(field.name.text);
          if (info !== undefined) refuseFunctions(checker, module, info.type, field.type);
        }
        checkFields(checker, module, record, is);
      }
      return;
    }
    case "kind": {
      const record = recordOf(checker, module, declaration);
      for (const field of declaration.fields) {
        const info = record.fields.get(field.name.text);
        if (info !== undefined) refuseFunctions(checker, module, info.type, field.type);
      }
      checkFields(checker, module, record, declaration);
      checkKind(checker, module, declaration, record);
      return;
    }
    case "overlay":
      checkOverlay(checker, module, declaration);
      return;
    case "environment":
      checkEnvironment(checker, module, declaration);
      return;
    case "let":
      typeOfGlobal(checker, module, declaration);
      return;
    case "fn":
      checkFn(checker, module, declaration);
      return;
  }
}

function checkCheck(
  checker: Checker,
  module: Module,
  judging: Check,
  policies: ReturnType<typeof policiesByTitle>,
): void {
  if (judging.kind !== "exempt") refuseAnnotated(checker, module, judging.annotations);
  switch (judging.kind) {
    case "test":
      checkTest(checker, module, judging);
      return;
    case "policy":
      checkPolicy(checker, module, judging);
      return;
    case "exempt":
      checkExempt(checker, module, judging, policies);
      return;
  }
}

function warnUnused(checker: Checker, module: Module): void {
  if (module.mistakes.length > 0) return;
  for (const binding of module.names.values()) {
    if (!binding.imported || binding.meant === true || checker.used.has(binding)) continue;
    if (binding.declaration === null && binding.namespace === null) continue;
    const labels = [primary(binding.span, "never used")];
    const fixes = dropping(module, binding.span, binding.name);
    checker.diagnostics.push(diagnose("SP2005", { name: binding.name }, { labels, fixes }));
  }
}
