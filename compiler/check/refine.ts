// Refinements of types: which go on which type, and what they need at their declaration.

import type { Refinement } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { compilePattern, type Pattern } from "../pattern.ts";
import type { Span } from "../source.ts";
import { showRange, showType, type Limit, type ScalarName, type Type } from "../types.ts";
import { both, conflict } from "../types/limits.ts";
import { marksOf } from "../types/marks.ts";
import { report, spanOf, type Checker } from "./context.ts";

const RANGED: readonly ScalarName[] = ["Int", "Number", "Duration", "Size", "Cpu", "Percent", "Date"];
const PLAIN: readonly ScalarName[] = ["Int", "Number"];

export function refine(checker: Checker, module: Module, base: Type, refinement: Refinement): Type {
  if (base.kind === "poison") return base;
  const span = spanOf(module, refinement);
  // `?` binds to the name before it: `Int? in 1..3` is an Int in 1..3 that may be absent.
  if (base.kind === "optional" || base.kind === "secret" || base.kind === "deferred") {
    return { ...base, inner: refine(checker, module, base.inner, refinement) };
  }
  if (refinement.kind === "where")
    return withLimit(checker, base, { kind: "where", condition: refinement.condition, module, span });
  const fitting =
    base.kind === "scalar" &&
    (refinement.kind === "range" ? RANGED.includes(base.name) : base.name === "String");
  if (base.kind === "list" && refinement.kind === "size") {
    if (base.size === null) return { ...base, size: refinement.range };
    const size = both(base.size, refinement.range);
    if (size !== null) return { ...base, size };
    report(checker, "SP2114", { why: "no list is so long" }, span, `never ${showRange(base.size)} as well`, {
      help: "let the two lengths have something in common",
    });
    return base;
  }
  if (!fitting) {
    const wanted =
      refinement.kind === "range"
        ? "a number, a quantity or a date"
        : refinement.kind === "size"
          ? "a string or a list"
          : "a string";
    report(checker, "SP2114", { why: `this refinement is for ${wanted}` }, span, "does not fit", {
      help: null,
    });
    return base;
  }
  if (refinement.kind === "pattern") {
    const pattern = checkPattern(checker, refinement.source, span);
    return pattern === null ? base : withLimit(checker, base, { kind: "pattern", pattern, like: [], span });
  }
  const { range } = refinement;
  if (refinement.kind === "range" && !rangeFits(base.name, range)) {
    const why = `the bounds of ${showType(base)} are written as ${showType(base)}`;
    report(checker, "SP2114", { why }, span, "another unit", { help: null });
    return base;
  }
  if (range.min !== null && range.max !== null && range.min > range.max) {
    report(checker, "SP2114", { why: "no value is in this range" }, span, "upside down", { help: null });
    return base;
  }
  return withLimit(checker, base, { kind: refinement.kind, range, span });
}

/** The pattern that a text between slashes stands for; null: it was refused. */
export function checkPattern(checker: Checker, source: string, span: Span): Pattern | null {
  const pattern = compilePattern(source);
  if (typeof pattern !== "string") return pattern;
  report(checker, "SP2113", { why: pattern }, span, pattern);
  return null;
}

function rangeFits(
  name: ScalarName,
  range: { readonly minType: string | null; readonly maxType: string | null },
) {
  const types = [range.minType, range.maxType].filter((type) => type !== null);
  if (name === "Int") return types.every((type) => type === "Int");
  if (PLAIN.includes(name)) return types.every((type) => type === "Int" || type === "Number");
  return types.every((type) => type === name);
}

function withLimit(checker: Checker, base: Type, limit: Limit): Type {
  switch (base.kind) {
    case "scalar": {
      const excluded = conflict(base, { ...base, limits: [limit] });
      if (excluded === null) return { ...base, limits: [...base.limits, limit] };
      const why = `no ${showType(base)} is so as well`;
      const labels = [secondary(excluded[0].span, "what it must be already")];
      const help = "let the two limits have something in common";
      report(checker, "SP2114", { why }, limit.span, "never both", { labels, help });
      return base;
    }
    case "list":
    case "keyed":
    case "map":
    case "record":
      return { ...base, limits: [...(base.limits ?? []), limit] };
    case "poison":
    case "data":
    case "null":
    case "literal":
    case "optional":
    case "union":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter": {
      if (marksOf(base).deferred !== null) return base;
      const why = `${showType(base)} takes no refinement`;
      report(checker, "SP2114", { why }, limit.span, "does not fit", { help: null });
      return base;
    }
  }
}
