// The table of contents of the compiler: the passes in order.
//
// In:  a request (the host's files, the standard library, the entries, an environment). Out: the graph of that environment
// or the diagnostics, and the provenance of every leaf.

import type { Address } from "./address.ts";
import { assemble, type Assembled } from "./assemble.ts";
import type { OverlayUse } from "./ast.ts";
import { bind, type Module } from "./bind.ts";
import { check } from "./check.ts";
import type { Managed } from "./clashes.ts";
import { spanOf, type Checked } from "./check/context.ts";
import { environmentSystem } from "./check/environments.ts";
import { diagnose, distinct, type Diagnostic } from "./diagnostics.ts";
import { newEvaluator } from "./evaluate.ts";
import { quietly, type Evaluator } from "./evaluate/context.ts";
import { judgeDoubts } from "./evaluate/doubts.ts";
import {
  environmentStack,
  findEnvironments,
  readOutputs,
  settingsOf,
  usesOf,
  type DeclaredEnvironment,
} from "./evaluate/environments.ts";
import type { Evaluated } from "./explain/context.ts";
import { wholeOf } from "./graph-text.ts";
import type { Graph, Pointer } from "./graph.ts";
import type { JsonObject } from "./json.ts";
import { nearest } from "./near.ts";
import { instantiate } from "./overlay.ts";
import { placeOfLeaf, traceAll, writeTrace, type ProvenanceMap } from "./provenance.ts";
import { judgePolicies, NO_VERDICT, type Verdict } from "./policy.ts";
import type { CompilerHost, Place } from "./source.ts";
import type { Instance } from "./values.ts";
import type { Memory, Pieces } from "./warm/pieces.ts";

export type { DefinitionRecord, ProvenanceMap } from "./provenance.ts";

export interface CompileRequest {
  readonly host: CompilerHost;
  /** The standard library: from "file.sp" to its text. */
  readonly std: Readonly<Record<string, string>>;
  /** Paths relative to the package root. */
  readonly entries: readonly string[];
  /** The day of the version, `2027-01-31`, by which exemptions end. Without it none counts. */
  readonly date?: string;
  /** null: the only one there is. */
  readonly environment: string | null;
}

/** What many environments are compiled from. */
export type AnalysisRequest = Omit<CompileRequest, "environment">;

export interface Compilation {
  /** null when there is any error. Read from its text by the first who asks. */
  readonly graph: Graph | null;
  /** The graph as canonical JSON, and the same in UTF-8 piece by piece for those who only write it down. */
  readonly text: string | null;
  readonly chunks: Iterable<Uint8Array> | null;
  /** All that the entries declare, sorted. */
  readonly environments: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** What breaks a policy and is exempt from it, as remarks; and the exemptions that did it, or would have in their time. */
  readonly verdict: Verdict;
  /** What it manages; null where nothing could be assembled. */
  readonly managed: Managed | null;
  /** Where the winning definition of a leaf (or, with "", of the resource itself) stands. */
  place(address: Address, pointer: Pointer): Place | null;
  /** The provenance side file, made on demand; and as its text, piece by piece. */
  provenance(): ProvenanceMap;
  provenanceText(): Iterable<string>;
  /** What `explain` asks; null where something is wrong before anything is evaluated. */
  readonly evaluated: Evaluated | null;
}

/** What holds for every environment: the program, bound and checked. */
export interface Analysis {
  readonly checked: Checked;
  /** All that the entries declare, sorted. */
  readonly environments: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** The environments by their names, each of a loop by its own. */
  readonly declared: ReadonlyMap<string, DeclaredEnvironment>;
  /**
   * Evaluates one environment; its diagnostics hold those of the analysis too. null: the only one there is. `without`: as if
   * the environment did not list these overlays.
   */
  compile(environment: string | null, without?: ReadonlySet<OverlayUse>): Compilation;
}

export function compile(request: CompileRequest): Compilation {
  return analyze(request).compile(request.environment);
}

/** The passes before the choice of an environment: many are compiled from one analysis. */
export function analyze(request: AnalysisRequest): Analysis {
  const diagnostics: Diagnostic[] = [];
  const program = bind(request, diagnostics);
  return analysisOf(request, check(program, diagnostics), diagnostics, null);
}

/** In a process that compiles again and again. */
export interface After {
  /** What environments were made of. */
  readonly memory: Memory;
  /** The modules of the program before that are in this one as they were. */
  readonly kept: ReadonlySet<Module>;
}

/** What follows of a checked program. */
export function analysisOf(
  request: AnalysisRequest,
  checked: Checked,
  diagnostics: Diagnostic[],
  after: After | null,
): Analysis {
  const sha256 = (text: string) => request.host.sha256(text);
  // What is wrong with a loop is wrong with the package; in a program with mistakes its collection may be anything.
  const isSound = !diagnostics.some(isError);
  const expanding = newEvaluator(checked, isSound ? diagnostics : [], "", sha256);
  const environments = findEnvironments(expanding, checked, diagnostics);
  const names = [...environments.keys()].toSorted();
  const isWhole = !diagnostics.some(isError);
  // One that is wrong hides nothing of what an environment has to say.
  if (isWhole) judgeDoubts(newEvaluator(checked, diagnostics, "", sha256), after?.kept ?? null);
  const compiled = new Map<string, Compilation>();
  const compileOne = (environment: string | null, without?: ReadonlySet<OverlayUse>): Compilation => {
    const known = without === undefined && environment !== null ? compiled.get(environment) : undefined;
    if (known !== undefined) return known;
    const found = [...diagnostics];
    if (isWhole) {
      const chosen = chooseEnvironment(environment, environments, found);
      if (chosen !== null) {
        const outputs = (name: string) => compileOne(name).graph?.outputs ?? null;
        const pieces = without === undefined ? (after?.memory(chosen.name) ?? null) : null;
        const made = evaluateEnvironment(request, checked, chosen, names, found, outputs, without, pieces);
        if (without === undefined) compiled.set(chosen.name, made);
        return made;
      }
    }
    return {
      graph: null,
      text: null,
      chunks: null,
      environments: names,
      verdict: NO_VERDICT,
      managed: null,
      diagnostics: distinct(found),
      place: () => null,
      provenance: () => ({}),
      provenanceText: () => ["{}"],
      evaluated: null,
    };
  };
  return {
    checked,
    declared: environments,
    environments: names,
    diagnostics: distinct(diagnostics),
    compile: compileOne,
  };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

function chooseEnvironment(
  wanted: string | null,
  environments: ReadonlyMap<string, DeclaredEnvironment>,
  diagnostics: Diagnostic[],
): DeclaredEnvironment | null {
  const names = [...environments.keys()].toSorted();
  if (wanted !== null) {
    const found = environments.get(wanted);
    if (found !== undefined) return found;
    const near = nearest(wanted, names);
    const help =
      near !== null ? `did you mean \`${near}\`?` : names.length > 0 ? `there are ${names.join(", ")}` : null;
    diagnostics.push(diagnose("SP4003", { name: wanted }, { help }));
    return null;
  }
  const [only, ...more] = environments.values();
  if (only === undefined) diagnostics.push(diagnose("SP4001", {}));
  else if (more.length > 0) diagnostics.push(diagnose("SP4002", { names }));
  return more.length > 0 ? null : (only ?? null);
}

function evaluateEnvironment(
  request: AnalysisRequest,
  checked: Checked,
  chosen: DeclaredEnvironment,
  environments: readonly string[],
  known: readonly Diagnostic[],
  outputs: (environment: string) => JsonObject | null,
  without: ReadonlySet<OverlayUse> | undefined,
  pieces: Pieces | null,
): Compilation {
  const make = (from: Pieces | null) =>
    assembleOne(request, checked, chosen, [...known], outputs, without, from);
  const made = pieces === null ? make(null) : assembleAgain(pieces, known.length, make);
  const { evaluator, instance, assembled } = made;
  const { diagnostics } = evaluator;
  const { declaration, module } = chosen;
  const span = spanOf(module, declaration.name);
  const verdict =
    assembled.chunks === null ? NO_VERDICT : judgePolicies(evaluator, assembled, request.date ?? null, span);
  const chunks = diagnostics.some(isError) ? null : assembled.chunks;
  // What goes wrong in definitions that lost is no error of the program.
  const quiet = quietly(evaluator);
  let graph: Graph | null = null;
  let text: string | null = null;
  const readText = (): string | null => {
    if (chunks !== null) text ??= wholeOf(chunks);
    return text;
  };
  const readGraph = (): Graph | null => {
    const whole = readText();
    if (whole !== null) graph ??= JSON.parse(whole) as Graph;
    return graph;
  };
  return {
    chunks,
    get text() {
      return readText();
    },
    get graph() {
      return readGraph();
    },
    environments,
    verdict,
    managed: chunks === null ? null : assembled,
    diagnostics: distinct(diagnostics),
    place: (address, pointer) => placeOfLeaf(quiet, assembled.resources, address, pointer),
    provenance: () => traceAll(quiet, assembled.resources),
    provenanceText: () => writeTrace(quiet, assembled.resources),
    get evaluated() {
      return { evaluator: quiet, instance, resources: assembled.resources, graph: readGraph };
    },
  };
}

interface Made {
  readonly evaluator: Evaluator;
  readonly instance: Instance;
  readonly assembled: Assembled;
}

function assembleOne(
  request: AnalysisRequest,
  checked: Checked,
  chosen: DeclaredEnvironment,
  diagnostics: Diagnostic[],
  outputs: (environment: string) => JsonObject | null,
  without: ReadonlySet<OverlayUse> | undefined,
  pieces: Pieces | null,
): Made {
  const { name, module, declaration } = chosen;
  const evaluator = newEvaluator(checked, diagnostics, name, (text) => request.host.sha256(text));
  evaluator.isAgain = pieces?.isAgain === true;
  evaluator.environmentValue = (rt, other, from, span) => readOutputs(rt, other, from, span, outputs);
  const system = environmentSystem(checked.checker, module, declaration);
  if (system === null) throw new Error("the checker let an environment without a system through");
  const stack = environmentStack(evaluator, chosen);
  const span = spanOf(module, declaration.name);
  const instance = instantiate(evaluator, system, null, usesOf(stack, without), [], span);
  const sources: Record<string, string> = {};
  for (const { file } of checked.program.modules) sources[file.path] = file.id;
  const settings = settingsOf(evaluator, stack);
  return {
    evaluator,
    instance,
    assembled: assemble(evaluator, instance, sources, request.host, settings, pieces),
  };
}

/** With what is known to be as it was. Where anything is said, or is unsure, all of it once more from nothing. */
function assembleAgain(pieces: Pieces, said: number, make: (from: Pieces | null) => Made): Made {
  const saysNothing = ({ evaluator }: Made) => evaluator.diagnostics.length === said;
  if (pieces.begin("again")) {
    const made = make(pieces);
    if (saysNothing(made) && pieces.end(made.evaluator)) return made;
  }
  pieces.begin("from nothing");
  const made = make(pieces);
  if (pieces.isUnsure) return make(null);
  if (saysNothing(made)) pieces.end(made.evaluator);
  return made;
}
