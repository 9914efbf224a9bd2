// Types that would construct themselves by default: a value of one would never be finished.

import type { Block, Expression } from "../ast.ts";
import { isKeyed } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type RecordInfo, type Type } from "../types.ts";
import { lookUpQualified, report, spanOf, type Checker } from "./context.ts";
import { typeDeclared } from "./declared.ts";

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

export function refuseSelfMaking(checker: Checker): void {
  const done = new Set<RecordInfo>();
  for (const record of checker.records.values()) visit(checker, record, new Set(), [], done);
}

function visit(
  checker: Checker,
  record: RecordInfo,
  written: ReadonlySet<string>,
  path: readonly Step[],
  done: Set<RecordInfo>,
): void {
  if (written.size === 0 && done.has(record)) return;
  if (path.length > 100) return;
  for (const field of record.fields.values()) {
    if (field.value === null || field.module === null || written.has(field.name)) continue;
    for (const made of madeBy(checker, field.value, field.type, field.module)) {
      const step: Step = { record, field: field.name, span: made.span };
      const at = [...path, step].findIndex(
        (item) => item.record === made.record && !made.written.has(item.field),
      );
      if (at >= 0) {
        done.add(record);
        reportLoop(checker, [...path, step].slice(at));
        continue;
      }
      visit(checker, made.record, made.written, [...path, step], done);
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

/** The records that an expression makes when it is evaluated. */
function* madeBy(
  checker: Checker,
  expression: Expression,
  type: Type,
  module: NonNullable<RecordInfo["module"]>,
): Generator<Made> {
  switch (expression.kind) {
    case "construct": {
      const found = lookUpQualified(checker, module, expression.name);
      if (found?.declaration?.kind !== "type") return;
      yield* madeByBlock(
        checker,
        expression.block,
        typeDeclared(checker, found.module, found.declaration),
        module,
      );
      return;
    }
    case "block":
      yield* madeByBlock(
        checker,
        expression,
        checker.shapes.get(expression) ?? withoutOptional(type),
        module,
      );
      return;
    case "if":
      yield* madeBy(checker, expression.yes, type, module);
      if (expression.no !== null) yield* madeBy(checker, expression.no, type, module);
      return;
    case "list": {
      const element = type.kind === "list" ? type.element : type;
      for (const item of expression.items)
        if (item.kind !== "spread") yield* madeBy(checker, item, element, module);
      return;
    }
    case "missing":
    case "literal":
    case "template":
    case "regex":
    case "comprehension":
    case "name":
    case "it":
    case "super":
    case "access":
    case "chain":
    case "unary":
    case "range":
    case "match":
    case "lambda":
    case "with":
      return;
  }
}

function* madeByBlock(
  checker: Checker,
  block: Block,
  type: Type,
  module: NonNullable<RecordInfo["module"]>,
): Generator<Made> {
  if (type.kind === "map" || type.kind === "keyed") {
    const element = type.kind === "map" ? type.value : type.element;
    for (const entry of block.entries)
      if (entry.kind === "set") yield* madeBy(checker, entry.value, element, module);
    return;
  }
  if (type.kind !== "record") return;
  const written = new Set(block.entries.flatMap((entry) => (isKeyed(entry) ? [entry.key.text] : [])));
  yield { record: type.record, written, span: spanOf(module, block) };
  for (const entry of block.entries) {
    if (entry.kind !== "set") continue;
    const field = type.record.fields.get(entry.key.text);
    if (field !== undefined) yield* madeBy(checker, entry.value, field.type, module);
  }
}
