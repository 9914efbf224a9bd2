// That nothing needs itself: functions, the values that files name, and the conditions of types.
//
// In:  what each of them needs, noted while it is checked. Out: every loop once, whole; with it, an evaluation would not end.
// A condition is needed by whoever holds a value to its type. Surprising: loops of values alone are not reported here. The types of
// values are found from one another, so whoever looks for one meets the loop first.

import type { Expression, Let } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { report, type Checker, type Computed } from "./context.ts";

/** Notes that what is computed by this place needs something else. */
export function noteNeed(checker: Checker, from: Computed | null, to: Computed, span: Span): void {
  if (from === null) return;
  const needs = checker.callGraph.get(from) ?? new Map<Computed, Span>();
  checker.callGraph.set(from, needs);
  if (!needs.has(to)) needs.set(to, span);
}

/** A value of a file, as something that needs and is needed. */
export function computedLet(checker: Checker, declaration: Let): Computed {
  const known = checker.values.get(declaration) ?? { kind: "let", name: declaration.name.text };
  checker.values.set(declaration, known);
  return known;
}

/** The condition of a `where`. */
export function computedWhere(checker: Checker, condition: Expression, { file }: Module): Computed {
  const text = file.text.slice(condition.start, condition.end).replaceAll(/\s+/g, " ");
  const known = checker.conditions.get(condition) ?? { kind: "where", name: `where ${text}` };
  checker.conditions.set(condition, known);
  return known;
}

export function refuseRecursion(checker: Checker): void {
  const done = new Set<Computed>();
  const said = new Set<Computed>();
  const path: Computed[] = [];
  const visit = (item: Computed): void => {
    const at = path.indexOf(item);
    if (at >= 0) {
      const loop = path.slice(at);
      // Whoever takes a value of a type and whoever hands one over both need its condition: one mistake.
      if (!loop.some((each) => said.has(each))) reportLoop(checker, loop);
      for (const each of loop) if (each.kind === "where") said.add(each);
      return;
    }
    if (done.has(item)) return;
    path.push(item);
    for (const next of checker.callGraph.get(item)?.keys() ?? []) visit(next);
    path.pop();
    done.add(item);
  };
  for (const item of checker.callGraph.keys()) visit(item);
}

function reportLoop(checker: Checker, loop: readonly Computed[]): void {
  const [first] = loop;
  if (first === undefined || loop.every(({ kind }) => kind === "let")) return;
  const places = loop.map((item, index) => {
    const next = loop[(index + 1) % loop.length] ?? item;
    return {
      span: checker.callGraph.get(item)?.get(next),
      text: `\`${item.name}\` needs \`${next.name}\``,
    };
  });
  const [head, ...rest] = places;
  if (head?.span === undefined) return;
  const labels = rest.flatMap(({ span, text }) => (span === undefined ? [] : [secondary(span, text)]));
  const names = [...loop, first].map(({ name }) => name);
  report(checker, "SP3001", { loop: names }, head.span, head.text, { labels, help: helpFor(loop) });
}

function helpFor(loop: readonly Computed[]): string {
  if (loop.some(({ kind }) => kind === "where"))
    return "a condition cannot need a value of its own type: let the functions take what the type refines";
  if (loop.some(({ kind }) => kind === "let"))
    return "break the loop: hand over as an argument what is needed";
  return "a function cannot need itself, even through others: go over a list with `[... for x in xs]` or `.fold(...)`";
}
