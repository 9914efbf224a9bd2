// Types that would construct themselves by default: a value of one would never be finished.

import { isKeyed, type Block, type Expression, type Name } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import type { RecordInfo } from "../types.ts";
import { report, spanOf, type CallStep, type Checker, type FnInfo } from "./context.ts";

interface Step {
  readonly record: RecordInfo;
  readonly field: string;
  readonly span: Span;
}

interface Made {
  readonly record: RecordInfo;
  /** The fields that are written, and so do not take their defaults. */
  readonly written: ReadonlySet<string>;
  readonly span: Span;
}

type Known = Map<Expression, readonly Made[]>;

export function refuseSelfMaking(checker: Checker): void {
  const done = new Set<RecordInfo>();
  const known: Known = new Map();
  for (const record of checker.records.values()) visit(checker, record, new Set(), [], done, known);
}

function visit(
  checker: Checker,
  record: RecordInfo,
  written: ReadonlySet<string>,
  path: readonly Step[],
  done: Set<RecordInfo>,
  known: Known,
): void {
  if (written.size === 0 && done.has(record)) return;
  if (path.length > 100) return;
  for (const field of record.fields.values()) {
    if (field.value === null || field.module === null || written.has(field.name)) continue;
    for (const made of madeBy(checker, field.value, field.module, known)) {
      const step: Step = { record, field: field.name, span: made.span };
      const at = [...path, step].findIndex(
        (item) => item.record === made.record && !made.written.has(item.field),
      );
      if (at >= 0) {
        done.add(record);
        reportLoop(checker, [...path, step].slice(at));
        continue;
      }
      visit(checker, made.record, made.written, [...path, step], done, known);
    }
  }
  if (written.size === 0) done.add(record);
}

function reportLoop(checker: Checker, loop: readonly Step[]): void {
  const [first, ...rest] = loop;
  if (first === undefined) return;
  const names = [
    ...loop.map((step) => `${step.record.name}.${step.field}`),
    `${first.record.name}.${first.field}`,
  ];
  const labels = rest.map((step) => secondary(step.span, `makes another \`${step.record.name}\``));
  const help = "a default may not construct its own type: make the field optional, or a list";
  report(checker, "SP3001", { loop: names }, first.span, "constructs its own type", { labels, help });
}

/** The records that an expression makes when it is evaluated, by itself or through the functions and values that it uses. */
function madeBy(checker: Checker, expression: Expression, module: Module, known: Known): readonly Made[] {
  const before = known.get(expression);
  if (before !== undefined) return before;
  const made: Made[] = [];
  // What leads back here makes what is found here anyway.
  known.set(expression, made);
  const inside = (other: Expression | null, where: Module) => {
    if (other === null) return;
    for (const one of madeBy(checker, other, where, known)) if (!made.includes(one)) made.push(one);
  };
  walk(expression, (node) => {
    if (node.kind === "block") {
      const block = node as Block;
      const record = checker.made.get(block);
      const written = new Set(block.entries.flatMap((entry) => (isKeyed(entry) ? [entry.key.text] : [])));
      if (record !== undefined) made.push({ record, written, span: spanOf(module, block) });
    } else if (node.kind === "call") {
      const fn = checker.calls.get(node as CallStep)?.fn;
      if (fn !== undefined) insideFn(fn, inside);
    } else if (node.kind === "name") {
      const reference = checker.references.get(node as Name);
      if (reference?.kind === "global") inside(reference.declaration.value, reference.module);
      if (reference?.kind === "fn") insideFn(reference.fn, inside);
    }
  });
  return made;
}

function insideFn(
  { declaration, module }: FnInfo,
  inside: (part: Expression | null, where: Module) => void,
): void {
  inside(declaration.value, module);
  for (const param of declaration.params) inside(param.value, module);
}
