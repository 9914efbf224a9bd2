// What the parts of the evaluator share: its state, its budget, and how it reports.

import type { Address } from "../address.ts";
import type { Block, EachEntry, Environment, Expression, Fn, Let, Strength } from "../ast.ts";
import type { Module } from "../bind.ts";
import type { Checked } from "../check/context.ts";
import {
  diagnose,
  primary,
  type Code as DiagnosticCode,
  type Details,
  type Diagnostic,
  type Label,
  type Parameters,
} from "../diagnostics.ts";
import type { Pattern } from "../pattern.ts";
import type { Sheet } from "../sheet.ts";
import type { Span } from "../source.ts";
import type { RecordInfo, RecordTypeOf, Type } from "../types.ts";
import {
  BODY,
  type Cell,
  type Code,
  type Container,
  type Definition,
  type Guard,
  type Instance,
  type Layer,
  type Named,
  type Needs,
  type ResourceValue,
  type Scope,
  type Shape,
  type Value,
} from "../values.ts";
import type { Demand } from "./hold.ts";
import { Running } from "./running.ts";

/** What the code of an expression must know of the place where the expression stands. */
export interface CodeContext {
  readonly module: Module;
  /** The definition that it belongs to: what is below it is `super`. */
  readonly definition: Definition | null;
  /** A block that stands here is the entry of a keyed list: its key's field, and what `it` is. */
  readonly given: string | null;
  /** And its leaves have this strength. */
  readonly strength: Strength;
}

export interface Evaluator {
  /** The ways back from the families of nodes to the evaluator, without a cycle of imports. */
  readonly read: (evaluator: Evaluator, container: Container, index: number) => Value;
  /** The same for whoever writes it down. */
  readonly take: (evaluator: Evaluator, container: Container, index: number) => Value;
  readonly force: (evaluator: Evaluator, cell: Cell) => Value;
  /** What a definition gives that need not be on top. */
  readonly lower: (evaluator: Evaluator, container: Container, definition: Definition) => Value;
  /** Whether the condition of an `each` holds; null where that cannot be decided, which is reported. */
  readonly guardHolds: (
    evaluator: Evaluator,
    container: Container,
    guard: Guard,
    row: number,
    level: number,
  ) => boolean | null;
  readonly compile: (
    evaluator: Evaluator,
    expression: Expression,
    expected: Type | null,
    context: CodeContext,
  ) => Code;
  /** What the parts of a condition are, for a report. */
  readonly valuesOfParts: (
    evaluator: Evaluator,
    condition: Expression,
    module: Module,
    scope: Scope,
  ) => readonly Label[];
  /** The value of a `let` of a file. */
  readonly global: (evaluator: Evaluator, declaration: Let, module: Module) => Value;
  readonly checked: Checked;
  readonly diagnostics: Diagnostic[];
  readonly environment: string;
  /** Much of what is evaluated was so before, and will not be looked into. */
  isAgain: boolean;
  readonly sha256: (text: string) => string;
  /** What is being written now; who writes something in between takes it back. */
  readonly sheet: Sheet;
  /** What the name of an environment stands for: in the list of another one its outputs, in a test all of it. */
  environmentValue: (evaluator: Evaluator, declaration: Environment, module: Module, span: Span) => Value;
  /** While policies are judged: the environment as it will be. */
  judged: Judged | null;
  /** In a test: the systems that were made as values, so that each is compiled as a whole. */
  made: Made[] | null;
  /** What is being computed; the newest last. */
  readonly running: Running;
  /** What a value that is made now is called: something, and the key in it. */
  up: Named;
  label: string;
  /** What has been read so far that makes an edge, and where. */
  needs: Map<Address, Span> | null;
  /** What was read directly, where somebody asks: a key of a container, or a cell that was computed before. */
  trace: (Read | Cell)[] | null;
  readonly budget: Budget;
  readonly memory: Memory;
}

/** An environment as policies see it, everything in the order of addresses. */
export interface Judged {
  readonly resources: ReadonlyMap<Address, ResourceValue>;
  readonly targetOf: (address: Address) => string;
}

/** A system that stands as a value in a test, and where. */
export interface Made {
  readonly instance: Instance;
  /** Of which environment it was made: `prod`, `prod with { }`. */
  readonly environment: {
    readonly declaration: Environment;
    readonly module: Module;
    readonly name: string;
  } | null;
  readonly span: Span;
}

export interface Read {
  readonly kind: "read";
  readonly container: Container;
  readonly key: string;
}

/** A key as JSON with its colon, and the index of its definition. */
export interface KeyPlace {
  readonly label: string;
  readonly index: number;
}

/** What is found out once for all containers of one environment. */
export interface Memory {
  readonly globals: Map<Let, Cell>;
  readonly layers: Map<string, Layer>;
  readonly shapes: Map<object, Shape>;
  readonly givenShapes: Map<object, Shape>;
  readonly functions: Map<Fn, Code>;
  readonly codes: Map<Expression, Code>;
  readonly constants: Map<Expression, boolean>;
  readonly conditions: Map<EachEntry, Code>;
  readonly onlyEach: Map<EachEntry, Block>;
  readonly reaches: Map<object, Map<object, boolean>>;
  readonly demands: Map<Type, Demand>;
  /** By the keys of a shape, which many have in common: the order in which they are written. */
  readonly orders: WeakMap<ReadonlyMap<string, number>, readonly KeyPlace[]>;
  readonly rules: Map<object, boolean>;
  /** What patterns that were handed to a function compile to, by their texts. */
  readonly patterns: Map<string, Pattern>;
  readonly recordTypes: Map<RecordInfo, RecordTypeOf>;
}

export function newMemory(): Memory {
  return {
    globals: new Map(),
    layers: new Map(),
    shapes: new Map(),
    givenShapes: new Map(),
    functions: new Map(),
    codes: new Map(),
    constants: new Map(),
    conditions: new Map(),
    onlyEach: new Map(),
    reaches: new Map(),
    demands: new Map(),
    orders: new WeakMap(),
    rules: new Map(),
    patterns: new Map(),
    recordTypes: new Map(),
  };
}

/** One object for each layer there is, so that shapes can be told apart by it. */
export function layerOf(evaluator: Evaluator, level: number, sibling: number, overlay: string | null): Layer {
  if (level === 0 && sibling === 0 && overlay === null) return BODY;
  const { layers } = evaluator.memory;
  const key = `${level} ${sibling} ${overlay ?? ""}`;
  const known = layers.get(key);
  if (known !== undefined) return known;
  const layer: Layer = { level, sibling, overlay };
  layers.set(key, layer);
  return layer;
}

/** The code of an expression that stands for itself, with no definition below it. `expected` goes with the expression. */
export function codeOf(
  evaluator: Evaluator,
  expression: Expression,
  module: Module,
  expected: Type | null = null,
): Code {
  const { codes } = evaluator.memory;
  const known = codes.get(expression);
  if (known !== undefined) return known;
  const context: CodeContext = { module, definition: null, given: null, strength: "normal" };
  const code = evaluator.compile(evaluator, expression, expected, context);
  codes.set(expression, code);
  return code;
}

// --- The budget ------------------------------------------------------------------------------------------------------

/** What evaluation may still use. Data that doubles at every step would otherwise fill the machine from a few lines. */
export interface Budget {
  depth: number;
  /** Calls of functions, and rounds of loops. */
  steps: number;
  elements: number;
  characters: number;
  spent: boolean;
  /** Where it went, for the report: by the place that asked, in order of asking. */
  readonly places: Readonly<Record<keyof typeof LIMITS, Map<Span, number>>>;
  /** What went in amounts too small to remember each. */
  readonly few: Record<keyof typeof LIMITS, number>;
}

export const MAX_STEPS = 1_000_000;
export const MAX_ELEMENTS = 5_000_000;
export const MAX_CHARACTERS = 256_000_000;

export function newBudget(): Budget {
  return {
    depth: 0,
    steps: MAX_STEPS,
    elements: MAX_ELEMENTS,
    characters: MAX_CHARACTERS,
    spent: false,
    places: { steps: new Map(), elements: new Map(), characters: new Map() },
    few: { ...SAMPLES },
  };
}

/** For whoever asks beside what is compiled: what goes wrong there is said to nobody, and what it takes is counted apart. */
export function quietly(evaluator: Evaluator): Evaluator {
  return { ...evaluator, diagnostics: [], running: new Running(), budget: newBudget(), needs: null };
}

const LIMITS = { steps: MAX_STEPS, elements: MAX_ELEMENTS, characters: MAX_CHARACTERS } as const;

/**
 * As much is put down to the place that asks. Smaller amounts are many: when they have come to this, all of it is put down to the
 * place that asks then, which most often is the dearest.
 */
const SAMPLES = { steps: MAX_STEPS / 1000, elements: MAX_ELEMENTS / 1000, characters: MAX_CHARACTERS / 1000 };

/**
 * Gives what is left. By name, and not by `amounts[what]`; and nothing is added that may be the negative of zero: either would make
 * an object of every number.
 */
function takeFrom(
  amounts: Record<keyof typeof LIMITS, number>,
  what: keyof typeof LIMITS,
  amount: number,
): number {
  switch (what) {
    case "steps":
      return (amounts.steps -= amount);
    case "elements":
      return (amounts.elements -= amount);
    case "characters":
      return (amounts.characters -= amount);
  }
}

function note({ places }: Budget, what: keyof typeof LIMITS, amount: number, span: Span): void {
  places[what].set(span, (places[what].get(span) ?? 0) + amount);
}

/** False once the budget is gone, which is said once. */
export function spend(evaluator: Evaluator, what: keyof typeof LIMITS, amount: number, span: Span): boolean {
  const { budget } = evaluator;
  if (budget.spent) return false;
  if (amount >= SAMPLES[what]) note(budget, what, amount, span);
  else if (takeFrom(budget.few, what, amount) <= 0) {
    note(budget, what, SAMPLES[what] - budget.few[what], span);
    budget.few[what] = SAMPLES[what];
  }
  if (takeFrom(budget, what, amount) >= 0) return true;
  budget.spent = true;
  reportSpent(evaluator, what, span);
  return false;
}

/** Apart from the others: a function that makes a closure of its arguments makes an object whenever it is called. */
function reportSpent(evaluator: Evaluator, what: keyof typeof LIMITS, span: Span): void {
  const { places } = evaluator.budget;
  const limit = LIMITS[what];
  const dearest = [...places[what]].toSorted((a, b) => b[1] - a[1]).slice(0, 4);
  const labels = dearest
    .filter(([place]) => place !== span)
    .slice(0, 3)
    .map(([place, used]) => ({ span: place, text: `used ${used.toLocaleString("en-US")}`, primary: false }));
  reportAt(evaluator, "SP3009", { limit, what }, span, "the last of it was wanted here", { labels });
}

// --- Reports ---------------------------------------------------------------------------------------------------------

export function reportAt<C extends DiagnosticCode>(
  evaluator: Evaluator,
  code: C,
  parameters: Parameters<C>,
  span: Span,
  text: string,
  more: Details = {},
): void {
  const labels = [primary(span, text), ...(more.labels ?? [])];
  evaluator.diagnostics.push(diagnose(code, parameters, { ...more, labels }));
}

// --- Edges -----------------------------------------------------------------------------------------------------------

export function need(evaluator: Evaluator, address: Address, span: Span): void {
  evaluator.needs ??= new Map();
  if (!evaluator.needs.has(address)) evaluator.needs.set(address, span);
}

export function needAll(evaluator: Evaluator, needs: Needs | null | undefined): void {
  if (needs === null || needs === undefined) return;
  for (const [address, span] of needs) need(evaluator, address, span);
}
