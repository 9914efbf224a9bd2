// What a system sees of the world around it, as texts that can be compared.
//
// In:  an instance, and the blocks that stand on it. Out: a text for each thing that matters: where a block stands and how, what
// the names in it have for values, which functions and types they mean. null where something may matter that is no such text.
// A block is named by its file and its place, and by a number that is another one once anything up to its end has changed.
// Surprising: only names are evaluated, and no more. Everything else in a block follows from its text.

import type { Argument, Block, Entry, Expression, Name, Step } from "../ast.ts";
import type { Module } from "../bind.ts";
import { memberType } from "../check/systems.ts";
import { codeOf, type Evaluator } from "../evaluate/context.ts";
import type { SourceFile } from "../source.ts";
import { showType, type Type } from "../types.ts";
import { cellOf, type Instance, type Placed, type Scope, type Value } from "../values.ts";

/** Numbers that stand for what can only be told apart by being the same or not. */
export interface Identities {
  /** One for each object of the checker. */
  of(object: object): number;
  /** The same for two texts of a file that are alike up to an offset, with all lines before it. */
  upTo(file: SourceFile, offset: number): number;
}

/** From an offset on, a file has been as it is since it got this number. */
interface Stretch {
  readonly from: number;
  readonly number: number;
}

interface History {
  readonly file: SourceFile;
  /** In order. The number of a place is that of the last stretch that begins before it. */
  readonly stretches: readonly Stretch[];
}

export function newIdentities(): Identities {
  const numbers = new WeakMap<object, number>();
  const histories = new Map<string, History>();
  let count = 0;
  const historyOf = (file: SourceFile): History => {
    const known = histories.get(file.path);
    if (known?.file === file) return known;
    const from = known === undefined ? -1 : sameLines(known.file.text, file.text);
    const stretches = [
      ...(known?.stretches ?? []).filter((item) => item.from < from),
      { from, number: ++count },
    ];
    const history = { file, stretches };
    histories.set(file.path, history);
    return history;
  };
  return {
    of(object) {
      const known = numbers.get(object);
      if (known !== undefined) return known;
      numbers.set(object, ++count);
      return count;
    },
    upTo(file, offset) {
      return historyOf(file).stretches.findLast(({ from }) => from < offset)?.number ?? 0;
    },
  };
}

/** How far two texts are alike, in whole lines. */
function sameLines(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === 0 || (at === a.length && at === b.length)) return at;
  return a.lastIndexOf("\n", at - 1) + 1;
}

interface Reader {
  readonly evaluator: Evaluator;
  readonly identities: Identities;
  /** Is all of a system as it was? Then so is what stands in it. */
  readonly isSame: (instance: Instance) => boolean;
  readonly module: Module;
  readonly scope: Scope;
  readonly found: string[];
}

export function inputsOf(
  evaluator: Evaluator,
  instance: Instance,
  identities: Identities,
  isSame: (instance: Instance) => boolean,
): readonly string[] | null {
  const found: string[] = [];
  const { needs } = evaluator;
  for (const layer of instance.layers) {
    const { module, scope, block } = layer;
    const reader: Reader = { evaluator, identities, isSame, module, scope, found };
    if (layer.guard !== null) return null;
    found.push(placeOf(layer, identities));
    const isRead = block.entries.every((entry) => readEntry(reader, entry, false));
    evaluator.needs = needs;
    if (!isRead) return null;
  }
  return found;
}

function placeOf({ block, module, scope, strength, each, fromEach }: Placed, identities: Identities): string {
  const { level, sibling, overlay } = scope.layer;
  const place = [module.file.path, identities.upTo(module.file, block.end), block.start, block.end];
  return JSON.stringify([...place, strength, each, fromEach, level, sibling, overlay]);
}

/** False: what the entry says may be another thing without a sign of it. `each`: inside one, where `it` is what it hits. */
function readEntry(reader: Reader, entry: Entry, each: boolean): boolean {
  switch (entry.kind) {
    case "set":
      return readExpression(reader, entry.value, each, true);
    case "amend":
      return readBlock(reader, entry.block, each);
    case "remove":
      return true;
    // It counts where it is read.
    case "let":
      return true;
    case "annotation":
      return entry.args.every(({ value }) => readExpression(reader, value, each, true));
    case "each": {
      const type = reader.evaluator.checked.checker.named.get(entry.of);
      if (type === undefined || !readType(reader, type)) return false;
      if (entry.where !== null && !readExpression(reader, entry.where, true, false)) return false;
      return readBlock(reader, entry.block, true);
    }
    case "declare":
    case "computed":
    case "spread":
    case "moved":
    case "removed":
      return false;
  }
}

function readBlock(reader: Reader, block: Block, each: boolean): boolean {
  return block.entries.every((entry) => readEntry(reader, entry, each));
}

function readType({ identities, found }: Reader, type: Type): boolean {
  if (type.kind === "record" || type.kind === "resource") found.push(`type ${identities.of(type.record)}`);
  else if (type.kind === "instance") found.push(`system ${identities.of(type.system)}`);
  else return false;
  return true;
}

/** `whole`: its value is the entry's own, whose type the system gives. */
function readExpression(reader: Reader, expression: Expression, each: boolean, whole: boolean): boolean {
  switch (expression.kind) {
    case "literal":
    case "regex":
    case "super":
      return true;
    case "it":
      return each;
    case "name":
      return readName(reader, expression, whole);
    case "template":
      return expression.parts.every(
        (part) => typeof part === "string" || readExpression(reader, part, each, false),
      );
    case "list":
      return expression.items.every(
        (item) => item.kind !== "spread" && readExpression(reader, item, each, whole),
      );
    case "block":
      return readBlock(reader, expression, each);
    case "construct": {
      const type = reader.evaluator.checked.shapes.get(expression.block);
      return type !== undefined && readType(reader, type) && readBlock(reader, expression.block, each);
    }
    case "access": {
      const { base, steps } = expression;
      const fields = steps.every((step) => step.kind === "field");
      if (base.kind === "name" && fields) return readValue(reader, expression, whole);
      return readExpression(reader, base, each, false) && steps.every((step) => readStep(reader, step, each));
    }
    case "chain": {
      const { percentages } = reader.evaluator.checked.checker;
      return (
        readExpression(reader, expression.first, each, false) &&
        expression.rest.every((link) => {
          reader.found.push(percentages.has(link) ? "%" : "");
          return readExpression(reader, link.operand, each, false);
        })
      );
    }
    case "unary":
      return readExpression(reader, expression.operand, each, false);
    case "if":
      return (
        readExpression(reader, expression.condition, each, false) &&
        readExpression(reader, expression.yes, each, whole) &&
        (expression.no === null || readExpression(reader, expression.no, each, whole))
      );
    case "range":
      return (
        readExpression(reader, expression.from, each, false) &&
        readExpression(reader, expression.to, each, false)
      );
    case "comprehension":
    case "match":
    case "lambda":
    case "with":
    case "missing":
      return false;
  }
}

function readStep(reader: Reader, step: Step, each: boolean): boolean {
  switch (step.kind) {
    case "field":
      return true;
    case "index":
      return readExpression(reader, step.index, each, false);
    case "call": {
      const target = reader.evaluator.checked.calls.get(step);
      if (target === undefined) return false;
      reader.found.push(`fn ${reader.identities.of(target.fn)} ${target.method}`);
      return step.args.every(({ value }: Argument) => readExpression(reader, value, each, false));
    }
  }
}

function readName(reader: Reader, name: Name, whole: boolean): boolean {
  const reference = reader.evaluator.checked.references.get(name);
  switch (reference?.kind) {
    // A word of an annotation: `@ignore(owner)`.
    case undefined:
      return true;
    case "fn":
      reader.found.push(`fn ${reader.identities.of(reference.fn)}`);
      return true;
    case "slot":
    case "frame":
    case "global":
      return readValue(reader, name, whole);
    case "sibling":
    case "system":
    case "environment":
    case "asked":
    case "kind":
      return false;
  }
}

function readValue(reader: Reader, expression: Expression, whole: boolean): boolean {
  const { evaluator, isSame, found } = reader;
  const value = valueOf(reader, expression);
  const text = typeof value === "number" ? numberOf(reader, expression, value, whole) : textOf(value, isSame);
  if (text === null) return false;
  found.push(text);
  for (const [address, { file, start, end }] of evaluator.needs ?? [])
    found.push(JSON.stringify([address, file.path, start, end]));
  return true;
}

/** With the edges that it carries, and none from before. */
function valueOf({ evaluator, module, scope }: Reader, expression: Expression): Value {
  evaluator.needs = null;
  return codeOf(evaluator, expression, module)(evaluator, scope);
}

/** With its type: the same number may be a duration or not. Inside another expression, more may depend on the type. */
function numberOf(
  { evaluator, scope }: Reader,
  expression: Expression,
  value: number,
  whole: boolean,
): string | null {
  const { references, checker } = evaluator.checked;
  const reference = whole && expression.kind === "name" ? references.get(expression) : undefined;
  const type =
    reference?.kind === "slot"
      ? memberTypeOf(scope, reference.name)
      : reference?.kind === "frame"
        ? (cellOf(scope.frame, reference.name)?.type ?? null)
        : reference?.kind === "global"
          ? (checker.globals.get(reference.declaration) ?? null)
          : null;
  return type === null ? null : `${showType(type)} ${value}`;
}

function memberTypeOf({ instance }: Scope, name: string): Type | null {
  const member = instance?.system.members.get(name);
  return member === undefined ? null : memberType(member);
}

function textOf(value: Exclude<Value, number>, isSame: Reader["isSame"]): string | null {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value.kind === "absent") return "absent";
  if (value.kind === "instance") return isSame(value) ? `system at ${value.address}` : null;
  if (value.kind === "resource") return isSame(value.within) ? `resource at ${value.address}` : null;
  return null;
}
