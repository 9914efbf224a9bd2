// A found type where another one is asked for: the one place that says "expected, found".

import type { Expression } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { scanNumber } from "../lex/numbers.ts";
import { INT, POISON, showType, STRING, withoutOptional } from "../types.ts";
import type { Origin, ScalarType, Type } from "../types.ts";
import { fits } from "../types/fits.ts";
import { conflict, judgeLimit } from "../types/limits.ts";
import { deepMarks, marksOf, unmarked, type Marks } from "../types/marks.ts";
import { noteDoubt } from "./doubts.ts";
import { noteRead, report, spanOf, type Checker, type Scope } from "./context.ts";

/** Reports where `found` cannot stand for `expected`; gives the found type back, or poison, so nothing more is said. */
export function demand(checker: Checker, at: Expression, found: Type, expected: Type, scope: Scope): Type {
  if (fits(found, expected)) {
    if (found.kind === "resource")
      noteRead(checker, found.slot, null, found, spanOf(scope.module, at), scope);
    const type = demandLimits(checker, at, found, expected, scope);
    if (type.kind !== "poison") noteDoubt(checker, at, type, expected, scope);
    return type;
  }
  const span = spanOf(scope.module, at);
  const { secret } = deepMarks(found);
  if (secret !== null && deepMarks(expected).secret === null && fits(withoutSecrets(found), expected)) {
    refuseSecret(checker, secret, `${showType(expected)} is not secret`, span);
    return POISON;
  }
  const showFound = showType(found);
  const known = unmarked(found);
  const help =
    known.kind === "optional" && fits(known.inner, expected)
      ? "it may be absent: write `x ?? a default`"
      : known.kind === "null" && expected.kind === "optional"
        ? "what is absent is left out; `null` is a value of foreign formats only"
        : asWritten(at, known, expected, scope);
  const parameters = { expected: showType(expected), found: showFound };
  report(checker, "SP2101", parameters, span, `this is ${article(showFound)}`, { help });
  return POISON;
}

/** A literal that lacks its quotes or its unit, or has some too many. */
function asWritten(at: Expression, found: Type, expected: Type, scope: Scope): string | null {
  const wanted = withoutOptional(unmarked(expected));
  if (at.kind === "list" && wanted.kind === "keyed")
    return "the entries of a keyed list have names: `{ first = { ... }, second = { ... } }`";
  if (at.kind !== "literal" || found.kind !== "literal") return null;
  const { text } = scope.module.file;
  const written = text.slice(at.start, at.end);
  if (typeof found.value !== "string") {
    const unit =
      wanted.kind === "scalar" && typeof found.value === "number" ? UNITS.get(wanted.name) : undefined;
    if (unit !== undefined) return `give it a unit: \`${written}${unit}\``;
    return fits(STRING, expected) ? `a text stands in quotes: \`"${written}"\`` : null;
  }
  const inside = /^"([^"\\]*)"$/.exec(written)?.[1];
  if (inside === undefined || wanted.kind !== "scalar") return null;
  if (wanted.name === "Bool")
    return /^(?:true|false)$/.test(inside) ? `write \`${inside}\`, without quotes` : null;
  if (/^-?\d+$/.test(inside) && fits(INT, expected)) {
    // As other languages and shells write a mode.
    const number = /^0[0-7]+$/.test(inside) ? `0o${inside.slice(1)}` : inside;
    return `a number stands without quotes: \`${number}\``;
  }
  const scanned = /^\d/.test(inside) ? scanNumber(inside, 0) : null;
  if (scanned === null || scanned.wrong !== null || scanned.end !== inside.length) return null;
  const is = scanned.kind === "date" ? "Date" : scanned.kind;
  return is === wanted.name ? `write \`${inside}\`, without quotes` : null;
}

const UNITS: ReadonlyMap<string, string> = new Map([
  ["Duration", "s"],
  ["Size", "MiB"],
  ["Cpu", "cpu"],
  ["Percent", "%"],
]);

/** Two ranges that have nothing in common: whatever the value will be, it is wrong. */
function demandLimits(checker: Checker, at: Expression, found: Type, expected: Type, scope: Scope): Type {
  const from = unmarked(found);
  const to = unmarked(expected);
  if (from.kind === "literal" && to.kind === "scalar" && at.kind !== "literal")
    return demandValue(checker, at, from, to, scope);
  if (from.kind !== "scalar" || to.kind !== "scalar" || from.limits.length === 0) return found;
  const excluded = conflict(from, to);
  if (excluded === null) return found;
  const labels = [secondary(excluded[0].span, "what it is"), secondary(excluded[1].span, "what is wanted")];
  const parameters = { expected: showType(expected), found: showType(found) };
  const help = "no value is both: change one of the two limits";
  report(checker, "SP2101", parameters, spanOf(scope.module, at), "never fits", { labels, help });
  return POISON;
}

/** A value that is known here, though it is not written here. */
function demandValue(
  checker: Checker,
  at: Expression,
  found: Type & { readonly kind: "literal" },
  expected: ScalarType,
  scope: Scope,
): Type {
  const { value } = found;
  if (typeof value === "boolean") return found;
  for (const limit of expected.limits) {
    const why = judgeLimit(limit, value);
    if (why === null) continue;
    const labels = [secondary(limit.span, "declared here")];
    const parameters = { value: JSON.stringify(value), type: showType(expected), why };
    report(checker, "SP2110", parameters, spanOf(scope.module, at), why, { labels });
    return POISON;
  }
  return found;
}

function withoutSecrets(type: Type): Type {
  if (type.kind === "secret" || type.kind === "deferred") return withoutSecrets(type.inner);
  if (type.kind === "optional") return { ...type, inner: withoutSecrets(type.inner) };
  if (type.kind === "list") return { ...type, element: withoutSecrets(type.element) };
  if (type.kind === "map") return { ...type, value: withoutSecrets(type.value) };
  if (type.kind !== "record" || type.record.name !== "") return type;
  const fields = new Map(
    [...type.record.fields].map(([name, field]) => [name, { ...field, type: withoutSecrets(field.type) }]),
  );
  return { ...type, record: { ...type.record, fields } };
}

export function refuseSecret(
  checker: Checker,
  from: Origin,
  why: string,
  span: ReturnType<typeof spanOf>,
): void {
  const labels = sameSpan(from.span, span) ? [] : [secondary(from.span, "secret here")];
  report(checker, "SP2301", { path: from.path, why }, span, "a secret", { labels });
}

/**
 * Reports what must be known before apply and is not, or may not be looked into. `marks`: of all that is looked into, where that is
 * more than the value itself. True: it was reported.
 */
export function refuseUnknown(
  checker: Checker,
  at: Expression,
  found: Type,
  what: string,
  scope: Scope,
  { deferred, secret }: Marks = marksOf(found),
): boolean {
  if (secret !== null) {
    const why = `nobody may look into it, and ${what} would`;
    refuseSecret(checker, secret, why, spanOf(scope.module, at));
    return true;
  }
  if (deferred === null) return false;
  const span = spanOf(scope.module, at);
  const labels = sameSpan(deferred.span, span) ? [] : [secondary(deferred.span, "deferred here")];
  report(checker, "SP3003", { path: deferred.path, what }, span, `needs \`${deferred.path}\``, { labels });
  return true;
}

function sameSpan(a: ReturnType<typeof spanOf>, b: ReturnType<typeof spanOf>): boolean {
  return a.file === b.file && a.start >= b.start && a.end <= b.end;
}

export function article(type: string): string {
  if (/^["[({0-9?-]|^null$|^true$|^false$|^a |^environment /.test(type)) return type;
  return `${/^[AEIO]/.test(type) ? "an" : "a"} ${type}`;
}
