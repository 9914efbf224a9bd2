// `match`: what its patterns can be, that they cover everything, and the type of the whole.

import type { Arm, Match, Pattern } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { POISON, SCALARS, scalar, showType, type ScalarType, type Type } from "../types.ts";
import { fits, join, sameType, widen } from "../types/fits.ts";
import { bothMarks, marked, marksOf, unmarked } from "../types/marks.ts";
import {
  lookUpQualified,
  report,
  sortOf,
  spanOf,
  withNames,
  type Checker,
  type Expected,
  type Scope,
} from "./context.ts";
import { reportNoType, typeDeclared, typeOf, recordOf } from "./declared.ts";
import { article, refuseUnknown } from "./demand.ts";

export function checkMatch(checker: Checker, match: Match, expected: Expected, scope: Scope): Type {
  const found = checker.check(checker, match.subject, null, scope);
  const subject = refuseUnknown(checker, match.subject, found, "what `match` decides by", scope)
    ? POISON
    : unmarked(found);
  checker.subjects.set(match, subject);
  let result: Type = POISON;
  let marks = marksOf(POISON);
  for (const arm of match.arms) {
    const inside = checkPatterns(checker, arm, subject, scope);
    const type = checker.check(checker, arm.value, expected, inside);
    marks = bothMarks(marks, marksOf(type));
    result = join(result, unmarked(type).kind === "literal" ? widen(unmarked(type)) : unmarked(type));
  }
  checkCovered(checker, match, subject, scope);
  return expected ?? marked(result, marks);
}

function checkPatterns(checker: Checker, arm: Arm, subject: Type, scope: Scope): Scope {
  let inside = scope;
  for (const pattern of arm.patterns) {
    const type = patternType(checker, pattern, scope);
    if (pattern.kind !== "any" && type.kind !== "poison")
      refuseImpossible(checker, pattern, type, subject, scope);
    if (pattern.kind !== "type" || pattern.as === null) continue;
    const span = spanOf(scope.module, pattern.as);
    if (arm.patterns.length > 1) {
      const why = "one name cannot stand for several types";
      report(checker, "SP2114", { why }, span, "beside another pattern", {
        help: "give each an arm of its own",
      });
      continue;
    }
    inside = withNames(checker, inside, new Map([[pattern.as.text, { type, span }]]));
  }
  return inside;
}

function patternType(checker: Checker, pattern: Pattern, scope: Scope): Type {
  switch (pattern.kind) {
    case "any":
    case "missing":
      return POISON;
    case "literal": {
      const { type, value } = pattern.literal;
      if (value === null) return { kind: "null" };
      if (type === "String" || type === "Int" || type === "Number" || type === "Bool")
        return { kind: "literal", value };
      return scalar(type === "Null" ? "String" : type);
    }
    case "type": {
      const { name, of } = pattern;
      if (of !== null) return remember(checker, pattern, typeOf(checker, scope.module, of));
      if (name.text === "") return POISON;
      const found = lookUpQualified(checker, scope.module, name);
      const builtIn = SCALARS.find((item) => item === name.text);
      if (found === null) {
        if (builtIn === undefined) reportNoType(checker, scope.module, name);
        return remember(checker, pattern, builtIn === undefined ? POISON : scalar(builtIn));
      }
      const { declaration } = found;
      if (declaration?.kind === "type") {
        return remember(checker, pattern, typeDeclared(checker, found.module, declaration));
      }
      if (declaration?.kind === "kind") {
        const record = recordOf(checker, found.module, declaration);
        return remember(checker, pattern, { kind: "resource", record });
      }
      if (declaration !== null) {
        const labels = [secondary(found.span, "declared here")];
        const is = sortOf(declaration);
        const span = spanOf(scope.module, name);
        report(checker, "SP2008", { name: name.text, is, wanted: "a type" }, span, "not a type", { labels });
      }
      return POISON;
    }
  }
}

/** Of a pattern that was checked. */
export function patternTypeOf(checker: Checker, pattern: Pattern & { kind: "type" }): Type {
  return checker.named.get(pattern.name) ?? POISON;
}

function remember(checker: Checker, pattern: Pattern & { kind: "type" }, type: Type): Type {
  checker.named.set(pattern.name, type);
  return type;
}

/** A pattern that no value of the subject can have. */
function refuseImpossible(checker: Checker, pattern: Pattern, type: Type, subject: Type, scope: Scope): void {
  if (subject.kind === "poison" || membersOf(subject).some((member) => mayBe(member, type))) return;
  const shown = showType(subject);
  const span = spanOf(scope.module, pattern);
  const values = membersOf(subject).flatMap((member) =>
    member.kind === "literal" ? [String(member.value)] : [],
  );
  const near = type.kind === "literal" ? nearest(String(type.value), values) : null;
  const help = near === null ? null : `write ${JSON.stringify(near)}`;
  const parameters = { expected: shown, found: showType(type) };
  report(checker, "SP2101", parameters, span, `never ${article(showType(type))}`, { help });
}

function membersOf(type: Type): readonly Type[] {
  if (type.kind === "optional") return membersOf(type.inner);
  return type.kind === "union" ? type.members : [type];
}

export function mayBe(member: Type, pattern: Type): boolean {
  if (member.kind === "record" || member.kind === "resource") {
    return member.kind === pattern.kind && sameKind(member, pattern);
  }
  return fits(pattern, member) || (pattern.kind !== "literal" && fits(member, pattern));
}

function sameKind(a: Type, b: Type): boolean {
  if (a.kind === "record" && b.kind === "record") {
    return (
      a.record === b.record || (a.record.generic !== null && a.record.generic.of === b.record.generic?.of)
    );
  }
  return sameType(a, b);
}

function checkCovered(checker: Checker, match: Match, subject: Type, scope: Scope): void {
  const patterns = match.arms.flatMap((arm) => arm.patterns);
  if (
    subject.kind === "poison" ||
    patterns.some((pattern) => pattern.kind === "any" || pattern.kind === "missing")
  )
    return;
  const missing = casesOf(subject).filter(
    (member) => !patterns.some((pattern) => covers(checker, pattern, member)),
  );
  if (missing.length === 0) return;
  const span = { file: scope.module.file, start: match.start, end: match.start + 5 };
  const names = missing.map((member) => (member.kind === "poison" ? "absent" : showType(member)));
  const help =
    missing.length === 1 && missing[0]?.kind === "literal"
      ? `add an arm: \`${names[0]} => ...\``
      : "add an arm for each, or `_ => ...` for all that is left";
  const labels = [secondary(spanOf(scope.module, match.subject), `this is ${article(showType(subject))}`)];
  report(checker, "SP2116", { missing: names }, span, "does not cover everything", { labels, help });
}

/** What must be covered one by one; of a type with values without number, the type itself. Poison stands for absence. */
export function casesOf(type: Type): readonly Type[] {
  if (type.kind === "optional") return [...casesOf(type.inner), POISON];
  if (type.kind === "union") return type.members.flatMap(casesOf);
  if (type.kind === "scalar" && type.name === "Bool") {
    return [
      { kind: "literal", value: true },
      { kind: "literal", value: false },
    ];
  }
  return type.kind === "scalar" ? (wholeNumbers(type) ?? [type]) : [type];
}

/** So many numbers of a range are covered one by one. */
const FEW = 100;

/** The values of `Int in 1..3`, or null where they are too many to write an arm for each. */
function wholeNumbers(type: ScalarType): readonly Type[] | null {
  if (type.name !== "Int") return null;
  const bounds = type.limits.flatMap((limit) => (limit.kind === "range" ? [limit.range] : []));
  if (bounds.length < type.limits.length) return null;
  const min = Math.max(...bounds.map((range) => range.min ?? -Infinity));
  const max = Math.min(...bounds.map((range) => range.max ?? Infinity));
  if (!(max - min < FEW)) return null;
  return Array.from({ length: max - min + 1 }, (_, at): Type => ({ kind: "literal", value: min + at }));
}

export function covers(checker: Checker, pattern: Pattern, member: Type): boolean {
  if (pattern.kind === "literal") {
    const { value } = pattern.literal;
    return value === null ? member.kind === "null" : member.kind === "literal" && member.value === value;
  }
  if (pattern.kind !== "type" || member.kind === "poison") return false;
  const type = checker.named.get(pattern.name);
  if (type === undefined || type.kind === "poison") return true;
  if (member.kind === "record" || member.kind === "resource") return sameKind(member, type);
  // A refined type covers only what it lets in.
  const refined = type.kind === "scalar" && type.limits.length > 0;
  return fits(member, type) && (!refined || sameType(member, type));
}
