// What a bare name means: the names around it (variables, parameters, the overlay's own), the fields beside a default, the
// slots of the system, the file, the prelude.

import type { Name } from "../ast.ts";
import type { Binding } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import { isHidden, POISON, type MemberInfo, type Type } from "../types.ts";
import { marksOf, reachedBy, UNMARKED } from "../types/marks.ts";
import {
  localOf,
  lookUp,
  lookUpFrom,
  namesInSight,
  report,
  sortOf,
  spanOf,
  type Checker,
  type Scope,
} from "./context.ts";
import { fnOf, functionType } from "./fns.ts";
import { computedLet, noteNeed } from "./recursion.ts";
import { touchesMistake } from "./mistakes.ts";
import { mayHaveMore, memberType, typeOfGlobal } from "./systems.ts";
import { placedReference, placedType } from "./with.ts";

export function checkName(checker: Checker, name: Name, scope: Scope): Type {
  const { text } = name;
  if (text === "") return POISON;
  const own = localOf(scope.frame, text);
  if (own !== null) {
    checker.references.set(name, { kind: "frame", name: text });
    return namedHere(own.type, name, scope);
  }
  if (text !== scope.self) {
    const sibling = scope.siblings?.fields.get(text);
    if (sibling !== undefined && !sibling.output) {
      checker.references.set(name, { kind: "sibling", name: text });
      return namedHere(sibling.type, name, scope);
    }
    const member = scope.system?.members.get(text);
    if (member !== undefined && scope.system !== null) {
      if (isHidden(scope.system, text, member, scope.module)) {
        reportHidden(checker, name, member, scope);
        return POISON;
      }
      checker.references.set(name, { kind: "slot", name: text });
      return namedHere(memberType(member), name, scope);
    }
  }
  const found = lookUpFrom(checker, scope, text);
  if (found === null) {
    reportUnknown(checker, name, scope);
    return POISON;
  }
  return checkGlobal(checker, name, found, scope);
}

function reportHidden(checker: Checker, name: Name, member: MemberInfo, scope: Scope): void {
  const labels = [secondary(member.span, "declared here")];
  const help = "a name with `_` belongs to its file: drop the `_` to share it";
  const span = spanOf(scope.module, name);
  report(checker, "SP2001", { name: name.text }, span, "private to another file", { labels, help });
}

function namedHere(type: Type, name: Name, scope: Scope): Type {
  return marksOf(type) === UNMARKED ? type : reachedBy(type, name.text, spanOf(scope.module, name));
}

function checkGlobal(checker: Checker, name: Name, found: Binding, scope: Scope): Type {
  const { declaration } = found;
  const span = spanOf(scope.module, name);
  if (declaration === null) {
    if (found.namespace === null) return POISON;
    const help = `write one of its names: \`${name.text}.x\``;
    const parameters = { name: name.text, is: "a module", wanted: "a value" };
    report(checker, "SP2008", parameters, span, "not a value", { help });
    return POISON;
  }
  if (declaration.kind === "let") {
    checker.references.set(name, { kind: "global", declaration, module: found.module });
    noteNeed(checker, scope.by, computedLet(checker, declaration), span);
    return typeOfGlobal(checker, found.module, declaration);
  }
  if (declaration.kind === "fn") {
    const fn = fnOf(checker, found.module, declaration);
    checker.references.set(name, { kind: "fn", fn });
    noteNeed(checker, scope.by, fn, span);
    return functionType(fn);
  }
  const placed = placedReference(checker, found.module, declaration, span, scope);
  if (placed !== null) {
    checker.references.set(name, placed);
    return placedType(checker, placed, scope);
  }
  const labels = [secondary(found.span, "declared here")];
  const is = sortOf(declaration);
  const help =
    declaration.kind === "environment"
      ? "its outputs are read in the list of another environment: hand them to an overlay there"
      : null;
  report(checker, "SP2008", { name: name.text, is, wanted: "a value" }, span, "not a value", {
    labels,
    help,
  });
  return POISON;
}

/** The module that a bare name stands for, where nothing nearer has the name. */
export function namespaceOf(checker: Checker, text: string, scope: Scope): Binding | null {
  if (localOf(scope.frame, text) !== null) return null;
  if (scope.siblings?.fields.has(text) === true || scope.system?.members.has(text) === true) return null;
  const found = scope.module.names.get(text) ?? checker.program.prelude?.names.get(text) ?? null;
  if (found === null || found.namespace === null) return null;
  return lookUp(checker, scope.module, text);
}

const LITERALS = ["true", "false", "null"];
const NO_NULL = "what is absent is left out; `null` is a value of foreign formats only";
/** How other languages call what is there under another name. */
const FOREIGN: Readonly<Record<string, string>> = {
  None: NO_NULL,
  nil: NO_NULL,
  undefined: NO_NULL,
  self: "what is being written is `it`",
  this: "what is being written is `it`",
};

export function reportUnknown(checker: Checker, name: Name, scope: Scope): void {
  // A declaration that could not be read may well have declared it.
  if (scope.module.broken || scope.siblings?.lost === true) return;
  if (scope.system !== null && mayHaveMore(scope.system)) return;
  const { text } = name;
  const span = spanOf(scope.module, name);
  if (touchesMistake(scope.module, span)) return;
  if (text === scope.self) {
    const help = "an initialiser does not see the name that it defines";
    report(checker, "SP2001", { name: text }, span, "does not see itself", { help });
    return;
  }
  const foreign = Object.hasOwn(FOREIGN, text) ? (FOREIGN[text] ?? null) : null;
  if (foreign !== null) {
    report(checker, "SP2001", { name: text }, span, "not known here", { help: foreign });
    return;
  }
  const fixes = importing(checker.program, scope.module, text);
  const words = scope.super === null ? LITERALS : [...LITERALS, "super"];
  const near = fixes.length > 0 ? null : nearest(text, [...words, ...namesInSight(checker, scope)]);
  const target =
    near === null ? undefined : (scope.system?.members.get(near) ?? scope.module.names.get(near));
  const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
  const help = fixes[0]?.title ?? (near === null ? null : `write \`${near}\``);
  report(checker, "SP2001", { name: text }, span, "not known here", { labels, help, near, fixes });
}
