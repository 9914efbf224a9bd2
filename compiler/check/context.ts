// What the parts of the checker share: the scope of an expression, the side tables, and how to report.

import type { Expression, Let, Name, Node, TypeExpression } from "../ast.ts";
import type { Binding, Module, Program } from "../bind.ts";
import {
  diagnose,
  primary,
  type Code,
  type Details,
  type Diagnostic,
  type Parameters,
} from "../diagnostics.ts";
import type { Span } from "../source.ts";
import type { RecordInfo, SystemInfo, Type } from "../types.ts";

/** What a bare name means; found once here, and only looked up by the evaluator. */
export type Reference =
  | { readonly kind: "slot"; readonly name: string }
  /** A parameter or a `let` of the overlay. */
  | { readonly kind: "frame"; readonly name: string }
  | { readonly kind: "global"; readonly declaration: Let; readonly module: Module }
  /** Another field of the record whose default this is. */
  | { readonly kind: "sibling"; readonly name: string };

export interface Scope {
  readonly module: Module;
  readonly system: SystemInfo | null;
  readonly frame: ReadonlyMap<string, { readonly type: Type; readonly span: Span }> | null;
  readonly siblings: RecordInfo | null;
  readonly it: Type | null;
  readonly super: Type | null;
  /** The name that is being defined: its own initialiser does not see it. */
  readonly self: string | null;
}

export type CheckExpression = (
  checker: Checker,
  expression: Expression,
  expected: Expected,
  scope: Scope,
) => Type;

export interface Checker {
  /** The way back from the families of nodes to the expressions in them, without a cycle of imports. */
  readonly check: CheckExpression;
  readonly program: Program;
  readonly diagnostics: Diagnostic[];
  /** Expressions, types and systems that are being looked at, one because of another. */
  depth: number;
  readonly references: Map<Name, Reference>;
  /** The type of the value on which a method is called, and so which method it is. */
  readonly receivers: Map<Node, Type>;
  readonly used: Set<Binding>;
  readonly types: Map<TypeExpression, Type>;
  readonly records: Map<Node, RecordInfo>;
  readonly aliases: Map<Node, Type | null>;
  readonly systems: Map<Node, SystemInfo>;
  readonly globals: Map<Let, Type | null>;
}

export interface Checked {
  readonly program: Program;
  readonly references: ReadonlyMap<Name, Reference>;
  readonly receivers: ReadonlyMap<Node, Type>;
  readonly checker: Checker;
}

export function newChecker(program: Program, diagnostics: Diagnostic[], check: CheckExpression): Checker {
  return {
    check,
    program,
    diagnostics,
    depth: 0,
    references: new Map(),
    receivers: new Map(),
    used: new Set(),
    types: new Map(),
    records: new Map(),
    aliases: new Map(),
    systems: new Map(),
    globals: new Map(),
  };
}

export function fileScope(module: Module): Scope {
  return { module, system: null, frame: null, siblings: null, it: null, super: null, self: null };
}

export function spanOf(module: Module, node: Node): Span {
  return { file: module.file, start: node.start, end: node.end };
}

export function report<C extends Code>(
  checker: Checker,
  code: C,
  parameters: Parameters<C>,
  span: Span,
  text: string,
  more: Details = {},
): void {
  const labels = [primary(span, text), ...(more.labels ?? [])];
  checker.diagnostics.push(diagnose(code, parameters, { ...more, labels }));
}

/** How far declarations may lead into one another. The machine's stack must hold this many of the checker's frames. */
export const MAX_DEPTH = 500;

/** Looks one step deeper; `poison` where that is too deep, which is said once for each way down. */
export function deeper<T>(checker: Checker, span: Span, poison: T, inner: () => T): T {
  if (checker.depth >= MAX_DEPTH) {
    const name = span.file.text.slice(span.start, Math.min(span.end, span.start + 30)).split("\n")[0] ?? "";
    const said = checker.diagnostics.some((item) => item.code === "SP3004");
    if (!said) report(checker, "SP3004", { name, limit: MAX_DEPTH }, span, "here the chain is too long");
    return poison;
  }
  checker.depth++;
  const result = inner();
  checker.depth--;
  return result;
}

/** The binding of a name of the file or the prelude. */
export function lookUp(checker: Checker, module: Module, name: string): Binding | null {
  const found = module.names.get(name) ?? checker.program.prelude?.names.get(name) ?? null;
  if (found !== null) checker.used.add(found);
  return found;
}

export function namesInSight(checker: Checker, scope: Scope): string[] {
  return [
    ...(scope.frame?.keys() ?? []),
    ...(scope.siblings?.fields.keys() ?? []),
    ...(scope.system?.members.keys() ?? []),
    ...scope.module.names.keys(),
    ...(checker.program.prelude?.names.keys() ?? []),
  ];
}

export type Expected = Type | null;
