// What the parts of the checker share: the scope of an expression, the side tables, and how to report.

import type {
  Block,
  Environment,
  ExpectError,
  Expression,
  Fn,
  Let,
  Link,
  Match,
  Name,
  Node,
  Overlay,
  OverlayUse,
  QualifiedName,
  Slot,
  Step,
  System,
  TypeExpression,
  With,
} from "../ast.ts";
import type { Binding, Module, Program } from "../bind.ts";
import { MAX_FLAWS } from "../data/tree.ts";
import {
  diagnose,
  primary,
  secondary,
  type Code,
  type Details,
  type Diagnostic,
  type Parameters,
} from "../diagnostics.ts";
import type { SourceFile, Span } from "../source.ts";
import type { PlacedMember, RecordInfo, SystemInfo, Type } from "../types.ts";
import type { Instances } from "../types/generic.ts";

/** What a bare name means; found once here, and only looked up by the evaluator. */
export type Reference =
  | { readonly kind: "slot"; readonly name: string }
  /** A parameter, a loop's variable, or a `let` of the overlay. */
  | { readonly kind: "frame"; readonly name: string }
  | { readonly kind: "global"; readonly declaration: Let; readonly module: Module }
  | { readonly kind: "fn"; readonly fn: FnInfo }
  /** Another field of the record whose default this is. */
  | { readonly kind: "sibling"; readonly name: string }
  /** In a test: `Shop`, a system as it is, or what `with` begins at. */
  | { readonly kind: "system"; readonly system: SystemInfo }
  /** In a test all of an environment, in the list of another one its outputs. */
  | { readonly kind: "environment"; readonly declaration: Environment; readonly module: Module }
  /** In a policy: `resources(Kind)` and `known(x)`, and the kind in the first. */
  | { readonly kind: "asked"; readonly name: "resources" | "known" }
  | { readonly kind: "kind"; readonly record: RecordInfo };

/** What is computed whenever it is asked for, and so must not ask for itself: functions, values of files, conditions of types. */
export type Computed =
  | FnInfo
  | { readonly kind: "let"; readonly name: string }
  | { readonly kind: "where"; readonly name: string };

export interface FnInfo {
  readonly kind: "fn";
  readonly name: string;
  readonly module: Module;
  readonly declaration: Fn;
  readonly params: readonly FnParam[];
  readonly result: Type;
}

export interface FnParam {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression | null;
}

export type CallStep = Extract<Step, { kind: "call" }>;

/** Which function a call calls. A method's first argument is what stands before the dot. */
export interface CallTarget {
  readonly fn: FnInfo;
  readonly method: boolean;
}

export interface Instanced {
  readonly system: SystemInfo;
  /** Those of what stands before the `with`, lowest first, each in its file. */
  readonly uses: readonly { readonly uses: readonly OverlayUse[]; readonly module: Module }[];
}

export interface Local {
  readonly type: Type;
  readonly span: Span;
}

/** Names of one level: parameters, `let`s of an overlay, variables of a loop. The levels around it follow. */
export interface Frame {
  readonly names: Map<string, Local>;
  readonly outer: Frame | null;
}

export interface Scope {
  readonly module: Module;
  readonly system: SystemInfo | null;
  readonly frame: Frame | null;
  readonly siblings: RecordInfo | null;
  readonly it: Type | null;
  readonly super: Type | null;
  /** The name that is being defined: its own initialiser does not see it. */
  readonly self: string | null;
  /** What is computed by this: the function whose body it is. */
  readonly by: Computed | null;
  readonly reader: Reader | null;
  /** In what judges the rest systems are values, and a resource can be named by its address. */
  readonly judge: "test" | "policy" | null;
  /** The environment in whose list this stands: here the outputs of others can be read. */
  readonly within: Environment | null;
  /** Inside the block of an `each`, which only sets fields. */
  readonly inEach: boolean;
}

/** In whose definitions an expression stands. */
export type Reader = System | Overlay | OverlayUse;

/** What was read of a slot: one of its fields, or (null) the whole of it. */
export interface Read {
  readonly name: string | null;
  readonly type: Type;
  readonly span: Span;
}

/** A slot that stands for another one. */
export interface Replacement {
  readonly old: PlacedMember;
  readonly now: PlacedMember;
  readonly readers: readonly Reader[];
  /** The use of an overlay by which reader and slot meet; null: they meet where the new slot stands. */
  readonly use: Span | null;
}

export type CheckExpression = (
  checker: Checker,
  expression: Expression,
  expected: Expected,
  scope: Scope,
) => Type;

export type CheckSlot = (checker: Checker, slot: Slot, member: PlacedMember, scope: Scope) => void;

/** The ways back from the families of nodes to what stands in them, without a cycle of imports. */
export interface Ways {
  readonly check: CheckExpression;
  readonly checkSlot: CheckSlot;
}

export interface Checker extends Ways {
  readonly program: Program;
  readonly diagnostics: Diagnostic[];
  /** Expressions, types and systems that are being looked at, one because of another. */
  depth: number;
  /** The most that it has been. */
  deepest: number;
  /** The module whose declarations are being looked at; null: it is the program as a whole. */
  at: Module | null;
  /** Which modules of the standard library were needed without an import, by the paths of those that needed them. */
  readonly demands: Map<string, Set<string>>;
  readonly references: Map<Name, Reference>;
  readonly calls: Map<CallStep, CallTarget>;
  /** The types that blocks make: of a constructor, or of a union the member that the block was taken for. */
  readonly shapes: Map<Block, Type>;
  /** The records that blocks make, where they make one. */
  readonly made: Map<Block, RecordInfo>;
  /** Of the constructors in keyed lists: the field that the entry's key gives. */
  readonly keyed: Map<Block, string>;
  /** What is asked for by each `match`. */
  readonly subjects: Map<Match, Type>;
  /** What the patterns of `match` and the like stand for. */
  readonly named: Map<QualifiedName, Type>;
  /** The products with a percentage in them. */
  readonly percentages: Set<Link>;
  readonly used: Set<Binding>;
  /** Of a system with overlays as a value: the system, and what stands on it already. */
  readonly instanced: Map<With, Instanced>;
  readonly types: Map<TypeExpression, Type>;
  readonly records: Map<Node, RecordInfo>;
  /** The records whose `extends` is being followed, and the environments whose loop was reported. */
  readonly extending: Set<object>;
  /** Names of modules that were imported whole: `lib.value`. */
  readonly members: Map<Step, { readonly declaration: Let; readonly module: Module }>;
  /** The same where the name is that of a system or an environment: `shops.Shop with production`. */
  readonly placed: Map<Step, Reference>;
  /** What the checker has to say in the blocks of `expect error`: not wrong, but what is expected. */
  readonly expected: Map<ExpectError, readonly Diagnostic[]>;
  /** Which environments an environment needs, and where: those whose outputs it reads, and the one on which it is. */
  readonly environmentReads: Map<Environment, Map<Environment, Span>>;
  readonly instances: Instances;
  readonly aliases: Map<Node, Type | null>;
  /** Where a generic type is given its types. */
  readonly given: Map<TypeExpression, { readonly module: Module; readonly type: Type }>;
  readonly systems: Map<Node, SystemInfo>;
  /** What the slots hold, wherever they are declared. */
  readonly slots: Map<Slot, PlacedMember | null>;
  /** Systems with the slots that a block declares. */
  readonly extended: Map<Block, WeakMap<SystemInfo, SystemInfo>>;
  /** What is read of which slot, by whom, and which slots stand for which others. */
  readonly reads: Map<Slot, WeakMap<Reader, Map<string | null, Read>>>;
  readonly replaced: Replacement[];
  readonly globals: Map<Let, Type | null>;
  readonly fns: Map<Fn, FnInfo>;
  /** What is needed whenever something is computed, and where. */
  readonly callGraph: Map<Computed, Map<Computed, Span>>;
  readonly values: Map<Let, Computed>;
  readonly conditions: Map<Expression, Computed>;
  /** The `let`s whose types are being found, one because of another. */
  readonly asking: { readonly name: string; readonly span: Span; readonly key: object }[];
  /** How many there are in each file of data. */
  readonly mistakes: Map<SourceFile, number>;
  /** Values whose types say more of them than types can decide. */
  readonly doubts: Doubt[];
}

/** A value that fits, as far as types go, and may break a refinement or an assertion of its type. */
export interface Doubt {
  readonly expression: Expression;
  readonly type: Type;
  readonly module: Module;
  /** It reads nothing but the file. */
  readonly alone: boolean;
}

export interface Checked {
  readonly program: Program;
  readonly references: ReadonlyMap<Name, Reference>;
  readonly calls: ReadonlyMap<CallStep, CallTarget>;
  readonly shapes: ReadonlyMap<Block, Type>;
  readonly checker: Checker;
}

export function newChecker(program: Program, diagnostics: Diagnostic[], ways: Ways): Checker {
  return {
    ...ways,
    program,
    diagnostics,
    depth: 0,
    deepest: 0,
    at: null,
    demands: new Map(),
    references: new Map(),
    calls: new Map(),
    shapes: new Map(),
    made: new Map(),
    keyed: new Map(),
    subjects: new Map(),
    named: new Map(),
    percentages: new Set(),
    used: new Set(),
    instanced: new Map(),
    types: new Map(),
    records: new Map(),
    extending: new Set(),
    members: new Map(),
    placed: new Map(),
    expected: new Map(),
    environmentReads: new Map(),
    instances: new Map(),
    aliases: new Map(),
    given: new Map(),
    systems: new Map(),
    slots: new Map(),
    extended: new Map(),
    reads: new Map(),
    replaced: [],
    globals: new Map(),
    fns: new Map(),
    callGraph: new Map(),
    values: new Map(),
    conditions: new Map(),
    asking: [],
    mistakes: new Map(),
    doubts: [],
  };
}

/** For the next program, with all that was found out about the modules that are in both. */
export function checkerAfter(before: Checker, program: Program, diagnostics: Diagnostic[]): Checker {
  return {
    ...before,
    program,
    diagnostics,
    depth: 0,
    deepest: 0,
    at: null,
    extending: new Set(),
    asking: [],
    mistakes: new Map(),
    doubts: [],
  };
}

export function fileScope(module: Module): Scope {
  return {
    module,
    system: null,
    frame: null,
    siblings: null,
    it: null,
    super: null,
    self: null,
    by: null,
    reader: null,
    judge: null,
    within: null,
    inEach: false,
  };
}

export function localOf(frame: Frame | null, name: string): Local | null {
  for (let level = frame; level !== null; level = level.outer) {
    const found = level.names.get(name);
    if (found !== undefined) return found;
  }
  return null;
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
  const told = checker.mistakes.get(span.file);
  if (told !== undefined) {
    checker.mistakes.set(span.file, told + 1);
    // It may hold a million, each alike.
    if (told >= MAX_FLAWS) return;
  }
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
  if (checker.depth > checker.deepest) checker.deepest = checker.depth;
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

/** The same for an expression: the initialiser of a file's `let` does not see that one. */
export function lookUpFrom(checker: Checker, scope: Scope, name: string): Binding | null {
  const itself = name === scope.self && scope.system === null && scope.siblings === null;
  if (!itself) return lookUp(checker, scope.module, name);
  return checker.program.prelude?.names.get(name) ?? null;
}

/** The binding of `Name`, or of `module.Name`; null for what is not there. */
export function lookUpQualified(checker: Checker, module: Module, name: QualifiedName): Binding | null {
  if (name.module === null) return lookUp(checker, module, name.text);
  const found = lookUp(checker, module, name.module.text);
  const inside = found?.namespace?.names.get(name.text);
  return inside === undefined || inside.imported || name.text.startsWith("_") ? null : inside;
}

/** What a declaration or a member is, for people: `a system`, `an overlay`. */
export function sortOf({ kind }: { readonly kind: string }): string {
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

export function namesInSight(checker: Checker, scope: Scope): string[] {
  const locals: string[] = [];
  for (let level = scope.frame; level !== null; level = level.outer) locals.push(...level.names.keys());
  return [
    ...locals,
    ...(scope.siblings?.fields.keys() ?? []),
    ...(scope.system?.members.keys() ?? []),
    ...scope.module.names.keys(),
    ...(checker.program.prelude?.names.keys() ?? []),
  ];
}

/** The same with another level of names; a name that something around it has is reported, because it would hide that. */
export function withNames(checker: Checker, scope: Scope, names: ReadonlyMap<string, Local>): Scope {
  for (const [name, local] of names) refuseShadow(checker, scope, name, local.span);
  return { ...scope, frame: { names: new Map(names), outer: scope.frame } };
}

/** Reports a name that would hide another one. Only the prelude may be hidden. */
export function refuseShadow(checker: Checker, scope: Scope, name: string, span: Span): void {
  if (name === "" || name === "_") return;
  const other =
    localOf(scope.frame, name)?.span ??
    scope.system?.members.get(name)?.span ??
    fileValue(scope.module, name, scope.judge);
  if (other === null || other === undefined) return;
  const labels = [secondary(other, "this one would be hidden")];
  report(checker, "SP2009", { name }, span, "hides another", { labels });
}

/** What a file declares under a name that an expression could mean. */
export function fileValue(module: Module, name: string, judge: Scope["judge"] = null): Span | null {
  const found = module.names.get(name);
  if (found === undefined) return null;
  const kind = found.declaration?.kind;
  const isValue = kind === "let" || kind === "fn" || (kind === "environment" && judge !== null);
  return isValue || found.namespace !== null ? found.span : null;
}

export function noteRead(
  checker: Checker,
  slot: Slot | undefined,
  name: string | null,
  type: Type,
  span: Span,
  scope: Scope,
): void {
  if (slot === undefined || scope.reader === null) return;
  const bySlot = checker.reads.get(slot) ?? new WeakMap<Reader, Map<string | null, Read>>();
  checker.reads.set(slot, bySlot);
  const reads = bySlot.get(scope.reader) ?? new Map<string | null, Read>();
  bySlot.set(scope.reader, reads);
  if (!reads.has(name)) reads.set(name, { name, type, span });
}

export type Expected = Type | null;
