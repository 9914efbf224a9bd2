// Tests in the language: runs each one and says what it found.
//
// In:  the checked program without errors, and the snapshots as files. Out: for each test whether it passed, with diagnostics
// where it did not; and what the files of the snapshots should hold afterwards.
// Surprising: whatever stands in a test is compiled as a whole: a system that is used for one field must be right in all of
// them, and keep the policies. What is wrong belongs into `expect error`, which has an evaluator of its own, so that nothing
// that goes wrong in it is remembered.

import { assemble, type Assembled } from "./assemble.ts";
import type { ExpectError, ExpectSnapshot, Expression, Let, Test, TestEntry } from "./ast.ts";
import type { Module } from "./bind.ts";
import { spanOf } from "./check/context.ts";
import { typeOf } from "./check/declared.ts";
import { environmentSystem } from "./check/environments.ts";
import { kindName } from "./check/kinds.ts";
import type { Analysis } from "./compile.ts";
import { diagnose, distinct, mainLabel, primary, secondary, type Diagnostic } from "./diagnostics.ts";
import { newEvaluator } from "./evaluate.ts";
import { codeOf, type Evaluator, type Made } from "./evaluate/context.ts";
import { decideExpression } from "./evaluate/deferred.ts";
import { containerOf } from "./evaluate/entries.ts";
import {
  environmentStack,
  expand,
  readOutputs,
  settingsOf,
  usesOf,
  type DeclaredEnvironment,
} from "./evaluate/environments.ts";
import { partsOf } from "./evaluate/parts.ts";
import { toJson } from "./evaluate/text.ts";
import { wholeOf } from "./graph-text.ts";
import { DEFAULT_META, type Graph } from "./graph.ts";
import { canonicalJson, type Json, type JsonObject } from "./json.ts";
import { instantiate } from "./overlay.ts";
import { compilePattern } from "./pattern.ts";
import { judgePolicies } from "./policy.ts";
import type { Difference, NamedTest, Snapshots } from "./snapshots.ts";
import { placeOf, type CompilerHost, type Place, type Span } from "./source.ts";
import {
  BODY,
  Cell,
  FILE_SCOPE,
  POISONED,
  Scope,
  withName,
  type Instance,
  type ResourceValue,
  type Value,
} from "./values.ts";

export interface TestRequest {
  readonly analysis: Analysis;
  readonly sha256: CompilerHost["sha256"];
  /** As in the request of the compilation. */
  readonly date: string | null;
  readonly snapshots: Snapshots;
  /** Only tests with this in their file's name or their title. */
  readonly filter: string | null;
}

export interface TestOutcome extends Place {
  readonly title: string;
  /** Why it failed; empty: it passed. */
  readonly diagnostics: readonly Diagnostic[];
  readonly differences: readonly Difference[];
}

export interface TestReport {
  readonly outcomes: readonly TestOutcome[];
  /** All that there are. */
  readonly tests: readonly NamedTest[];
}

/** In the order of the files and of the tests in them. */
export function runTests(request: TestRequest): TestReport {
  const outcomes: TestOutcome[] = [];
  const tests: NamedTest[] = [];
  const modules = request.analysis.checked.program.modules
    .filter((module) => module.standard === null)
    .toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
  for (const module of modules) {
    for (const test of module.node.checks) {
      if (test.kind !== "test") continue;
      const { filter } = request;
      const { path: file } = module.file;
      const { text: title } = test.title;
      const isWanted = filter === null || file.includes(filter) || title.includes(filter);
      if (isWanted) outcomes.push(runTest(request, module, test));
      tests.push({ file, title, complete: isWanted });
    }
  }
  return { outcomes, tests };
}

function runTest(request: TestRequest, module: Module, test: Test): TestOutcome {
  const differences: Difference[] = [];
  const run: Run = { request, module, test, differences };
  const room = newRoom(run, []);
  runEntries(room, test.entries, []);
  const diagnostics = distinct(errorsOf(room));
  return {
    ...placeOf(spanOf(module, test.title)),
    title: test.title.text,
    diagnostics,
    differences: diagnostics.length === 0 ? [] : differences,
  };
}

interface Run {
  readonly request: TestRequest;
  readonly module: Module;
  readonly test: Test;
  readonly differences: Difference[];
}

/** Where entries are evaluated: nothing that was computed elsewhere is known in it. */
interface Room {
  readonly run: Run;
  readonly evaluator: Evaluator;
  readonly made: Made[];
  readonly whole: Map<Instance, Assembled>;
  scope: Scope;
}

function newRoom(run: Run, lets: readonly Let[]): Room {
  const { analysis, sha256 } = run.request;
  const evaluator = newEvaluator(analysis.checked, [], "test", sha256);
  const made: Made[] = [];
  evaluator.made = made;
  const outputs = (name: string) => analysis.compile(name).graph?.outputs ?? null;
  evaluator.environmentValue = (rt, declaration, module, span) =>
    isIn(span, run)
      ? environmentAsWhole(rt, declaration, module, span)
      : readOutputs(rt, declaration, module, span, outputs);
  const outer = new Scope(null, null, POISONED, null, null, BODY);
  const room: Room = { run, evaluator, made, whole: new Map(), scope: outer };
  for (const declaration of lets) addLet(room, declaration);
  return room;
}

/** A name of an environment means all of it in a test, and its outputs in what the test uses. */
function isIn({ file, start }: Span, { module, test }: Run): boolean {
  return file === module.file && start >= test.start && start < test.end;
}

function addLet(room: Room, declaration: Let): Cell {
  const { evaluator, run, scope } = room;
  const { name, type, value } = declaration;
  const declared = type === null ? null : typeOf(evaluator.checked.checker, run.module, type);
  const code = codeOf(evaluator, value, run.module, declared);
  const cell = new Cell(null, name.text, spanOf(run.module, name), declared, code, scope);
  room.scope = withName(scope, name.text, cell);
  return cell;
}

function errorsOf({ evaluator }: Room): readonly Diagnostic[] {
  return evaluator.diagnostics.filter(({ severity }) => severity === "error");
}

// --- Entries ---------------------------------------------------------------------------------------------------------

/** `outer`: what the block sees of the blocks around it. */
function runEntries(room: Room, entries: readonly TestEntry[], outer: readonly Let[]): void {
  const { evaluator, run } = room;
  const lets = [...outer];
  for (const entry of entries) {
    evaluator.needs = null;
    switch (entry.kind) {
      case "let":
        lets.push(entry);
        evaluator.force(evaluator, addLet(room, entry));
        break;
      case "value":
        codeOf(evaluator, entry.value, run.module)(evaluator, room.scope);
        break;
      case "expect":
        runExpect(room, entry.condition);
        break;
      case "expect-error":
        runExpectError(room, entry, lets);
        break;
      case "expect-snapshot":
        runSnapshot(room, entry);
        break;
    }
    for (const item of room.made.splice(0)) compileWhole(room, item);
  }
}

function runExpect({ evaluator, run: { module }, scope }: Room, condition: Expression): void {
  const before = evaluator.diagnostics.length;
  const holds = decideExpression(evaluator, condition, module, scope, "an expectation");
  if (holds === true || evaluator.diagnostics.length > before) return;
  const span = spanOf(module, condition);
  const source = module.file.text.slice(condition.start, condition.end).replaceAll(/\s+/g, " ");
  const parts = partsOf(evaluator, condition, module, scope);
  const given = parts.given
    .filter(({ isDefault }) => !isDefault)
    .map((item) => secondary(item.span, item.text));
  const text = holds === false ? "does not hold" : "cannot be told: what it reads is wrong";
  const labels = [primary(span, text), ...parts.values, ...given];
  evaluator.diagnostics.push(diagnose("SP6001", { condition: source }, { labels }));
}

function runExpectError({ evaluator, run }: Room, entry: ExpectError, lets: readonly Let[]): void {
  const { checker } = evaluator.checked;
  const known = checker.expected.get(entry) ?? [];
  let found = known;
  if (known.length === 0) {
    const inner = newRoom({ ...run, differences: [] }, lets);
    runEntries(inner, entry.entries, lets);
    found = distinct(errorsOf(inner));
  }
  const words = { start: entry.start, end: entry.start + "expect error".length };
  if (found.length === 0) {
    const labels = [primary(spanOf(run.module, words), "all of this compiles")];
    evaluator.diagnostics.push(diagnose("SP6002", {}, { labels }));
    return;
  }
  const { matching } = entry;
  const pattern = matching === null ? null : compilePattern(matching.source);
  if (matching === null || pattern === null || typeof pattern === "string") return;
  const said = found.map((item) => `${item.code}: ${item.message}`);
  if (said.some((text) => pattern.test(text))) return;
  const at = found.flatMap((item) => {
    const span = mainLabel(item)?.span;
    return span === undefined ? [] : [secondary(span, `${item.code}: ${item.message}`)];
  });
  const [first = ""] = said;
  const more = said.length === 1 ? "" : `, and ${said.length - 1} more`;
  const labels = [primary(spanOf(run.module, matching), "no error matches this"), ...at];
  const parameters = { pattern: matching.source, found: `${first}${more}` };
  evaluator.diagnostics.push(diagnose("SP6003", parameters, { labels }));
}

function runSnapshot(room: Room, entry: ExpectSnapshot): void {
  const { evaluator, run } = room;
  const { module, test, request } = run;
  const before = errorsOf(room).length;
  const value = codeOf(evaluator, entry.value, module)(evaluator, room.scope);
  for (const item of room.made.splice(0)) compileWhole(room, item);
  const span = spanOf(module, entry.value);
  const found = pictureOf(room, value, span);
  if (found === null || errorsOf(room).length > before) return;
  const judged = request.snapshots.compare(module.file.path, test.title.text, found);
  if (judged.kind === "same") return;
  const { file } = judged;
  if (judged.kind === "missing") {
    const labels = [primary(span, "not seen before")];
    evaluator.diagnostics.push(diagnose("SP6005", { file, why: judged.why }, { labels }));
    return;
  }
  run.differences.push(judged.difference);
  const labels = [primary(span, "has changed")];
  evaluator.diagnostics.push(diagnose("SP6004", { file }, { labels }));
}

// --- Whole systems ---------------------------------------------------------------------------------------------------

/** As an environment of it would be compiled; what is wrong stands among the room's diagnostics. */
function compileWhole(room: Room, { instance, environment, span }: Made): Assembled {
  const known = room.whole.get(instance);
  if (known !== undefined) return known;
  const { sha256, date } = room.run.request;
  const own: Evaluator = {
    ...room.evaluator,
    environment: environment?.name ?? "test",
    made: null,
    needs: null,
  };
  const stack =
    environment === null ? [] : environmentStack(own, { ...environment, key: null, scope: FILE_SCOPE });
  const assembled = assemble(own, instance, {}, { sha256 }, settingsOf(own, stack));
  if (assembled.chunks !== null) judgePolicies(own, assembled, date, span);
  room.whole.set(instance, assembled);
  return assembled;
}

function environmentAsWhole(
  evaluator: Evaluator,
  declaration: DeclaredEnvironment["declaration"],
  module: Module,
  span: Span,
): Value {
  const { text } = declaration.name;
  const found = expand(evaluator, module, declaration).map((item) => {
    const code = (rt: Evaluator) => instanceOf(rt, item, span);
    return [item.key ?? "", new Cell(text, item.key ?? "", span, null, code, FILE_SCOPE)] as const;
  });
  if (declaration.loop !== null) return containerOf(new Map(found), text, "", span);
  const [only] = found;
  return only === undefined ? POISONED : evaluator.force(evaluator, only[1]);
}

function instanceOf(evaluator: Evaluator, item: DeclaredEnvironment, span: Span): Value {
  const { module, declaration, name } = item;
  const system = environmentSystem(evaluator.checked.checker, module, declaration);
  if (system === null) return POISONED;
  const uses = usesOf(environmentStack(evaluator, item), undefined);
  const instance = instantiate(evaluator, system, null, uses, [], span);
  evaluator.made?.push({ instance, environment: { declaration, module, name }, span });
  return instance;
}

// --- What a snapshot holds -------------------------------------------------------------------------------------------

/** null: something in it is wrong, which was said. */
function pictureOf(room: Room, value: Value, span: Span): Json | null {
  const { evaluator } = room;
  if (typeof value === "object" && value !== null) {
    if (value.kind === "instance") return systemPicture(room, value, span);
    if (value.kind === "resource") return resourcePicture(evaluator, value);
  }
  return toJson(evaluator, value, span)?.json ?? null;
}

/** What a person decides on. Hashes, and the compiler's version in the graph, change when nothing of that does. */
function systemPicture(room: Room, instance: Instance, span: Span): Json | null {
  const { chunks } = compileWhole(room, { instance, environment: null, span });
  if (chunks === null) return null;
  const { outputs, resources, moved, removed } = JSON.parse(wholeOf(chunks)) as Graph;
  const pictures = Object.entries(resources).map(([address, resource]): [string, Json] => {
    const { kind, target, mode, needs, meta, spec } = resource;
    const said = Object.entries(meta).filter(
      ([name, value]) => canonicalJson(value as Json) !== canonicalJson(DEFAULTS[name] ?? null),
    );
    return [
      address,
      {
        kind,
        target,
        spec,
        ...(mode === "read" ? { mode } : {}),
        ...(needs.length === 0 ? {} : { needs }),
        ...(said.length === 0 ? {} : { meta: Object.fromEntries(said) }),
      },
    ];
  });
  return {
    outputs,
    resources: Object.fromEntries(pictures),
    ...(Object.keys(moved).length === 0 ? {} : { moved }),
    ...(Object.keys(removed).length === 0 ? {} : { removed: removed as unknown as JsonObject }),
  };
}

/** What nobody asked for is not shown. */
const DEFAULTS = DEFAULT_META as unknown as JsonObject;

function resourcePicture(
  evaluator: Evaluator,
  { address, record, fields, span }: ResourceValue,
): Json | null {
  const spec = toJson(evaluator, fields, span);
  return spec === null ? null : { address, kind: kindName(record), spec: spec.json };
}
