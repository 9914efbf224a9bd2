// What the parts of an explanation share: what was evaluated, who wrote what stands where, and in which order.
//
// Surprising: levels of definitions count from the innermost system outwards. A block from outside is raised above all that
// an inner system has of its own, so the way back to the environment's list leads through the systems around.

import type { Address } from "../address.ts";
import type { ComputedEntry, EachEntry, Node } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { describeEnvironments, type OverlayFacts } from "../environments.ts";
import type { Evaluator } from "../evaluate/context.ts";
import type { Graph } from "../graph.ts";
import type { Stacked } from "../evaluate/stacks.ts";
import type { SourceFile, Span } from "../source.ts";
import type { Instance, Layer, ResourceValue } from "../values.ts";
import type { Author, EachFacts, Listed } from "./facts.ts";

/** One environment, evaluated. */
export interface Evaluated {
  /** It reports to nobody: what goes wrong in definitions that lost is no error of the program. */
  readonly evaluator: Evaluator;
  readonly instance: Instance;
  readonly resources: ReadonlyMap<Address, ResourceValue>;
  /** null: something is wrong with it. */
  readonly graph: () => Graph | null;
}

export interface Explainer extends Evaluated {
  readonly modules: ReadonlyMap<SourceFile, Module>;
  /** The environment's overlays by their level, from 1. */
  readonly overlays: readonly OverlayFacts[];
  readonly surroundings: Map<SourceFile, Map<number, Surroundings>>;
  /** Whether something secret flows into a value whose type does not tell. */
  readonly flowsSecret: (item: Stacked) => boolean;
}

/** A system around what is explained, with the number of levels that it has of its own. */
export interface Around {
  readonly instance: Instance;
  readonly levels: number;
}

export function newExplainer(
  evaluated: Evaluated,
  flowsSecret: (explainer: Explainer, item: Stacked) => boolean,
): Explainer {
  const { checked, environment } = evaluated.evaluator;
  const [facts] = describeEnvironments(checked, [environment]);
  const modules = new Map(checked.program.modules.map((module) => [module.file, module]));
  const explainer: Explainer = {
    ...evaluated,
    modules,
    overlays: facts?.overlays ?? [],
    surroundings: new Map(),
    flowsSecret: (item) => flowsSecret(explainer, item),
  };
  return explainer;
}

// --- Who wrote it ----------------------------------------------------------------------------------------------------

/** `systems`: those around, the innermost first. */
export function authorOf(explainer: Explainer, span: Span, layer: Layer, systems: readonly Around[]): Author {
  const module = explainer.modules.get(span.file);
  const overlay = listedAs(explainer, layer, systems);
  if (module === undefined || module.data) return { kind: "data", name: span.file.path, overlay };
  const declaration = module.node.declarations.find((item) => isInside(item, span));
  switch (declaration?.kind) {
    case "type":
    case "kind":
      return { kind: "type", name: declaration.name.text, overlay };
    case "system":
      if (layer.overlay !== null) return { kind: "block", name: `system ${declaration.name.text}`, overlay };
      return { kind: "system", name: declaration.name.text, overlay };
    case "overlay":
      return { kind: "overlay", name: declaration.name.text, overlay };
    case "environment":
      return { kind: "block", name: `environment ${declaration.name.text}`, overlay };
    case "let":
    case "fn":
      return { kind: "value", name: declaration.name.text, overlay };
    case undefined:
      return { kind: "data", name: span.file.path, overlay };
  }
}

/** Where a layer stands among the environment's overlays; null: below them all. */
export function listedAs(explainer: Explainer, layer: Layer, systems: readonly Around[]): Listed | null {
  const origin = originOf(layer, systems);
  if (origin.within !== null || origin.level === 0) return null;
  const { level } = origin;
  const { sibling } = layer;
  const facts = explainer.overlays[level - 1];
  const own = sibling === 0 || facts === undefined ? facts : sideBySide(facts)[sibling - 1];
  return { level, sibling, text: own?.text ?? layer.overlay ?? "{ … }" };
}

/** In parentheses; what stands side by side in what stands side by side is one with it. */
export function sideBySide(facts: OverlayFacts): readonly OverlayFacts[] {
  return facts.siblings === null ? [facts] : facts.siblings.flatMap(sideBySide);
}

export interface Origin {
  /** The inner system whose own list it stands in; null: the environment. */
  readonly within: Instance | null;
  /** 0: the system's body. */
  readonly level: number;
}

export function originOf(layer: Layer, systems: readonly Around[]): Origin {
  let { level } = layer;
  for (const { instance, levels } of systems.slice(0, -1)) {
    if (level < levels) return { within: instance, level };
    level -= levels;
  }
  return { within: null, level };
}

// --- What stands around it in the source -----------------------------------------------------------------------------

const ENTRIES: ReadonlySet<string> = new Set([
  "set",
  "amend",
  "remove",
  "each",
  "computed",
  "declare",
  "slot",
  "param",
  "let",
  "output",
  "annotation",
  "moved",
  "removed",
]);

/** What stands around a place: the innermost of each. */
interface Surroundings {
  /** The entry, the member or the field. */
  readonly entry: Node | null;
  readonly each: EachEntry | null;
  readonly computed: ComputedEntry | null;
}

const NOTHING_AROUND: Surroundings = { entry: null, each: null, computed: null };

/** Found once for each place: many resources are written at one, and to find it is to go through the whole file. */
function surroundingsOf(explainer: Explainer, { file, start }: Span): Surroundings {
  const module = explainer.modules.get(file);
  if (module === undefined || module.data) return NOTHING_AROUND;
  const known = explainer.surroundings.get(file) ?? new Map<number, Surroundings>();
  explainer.surroundings.set(file, known);
  const found = known.get(start) ?? findAround(module, start);
  known.set(start, found);
  return found;
}

function findAround({ node }: Module, start: number): Surroundings {
  let found = NOTHING_AROUND;
  walk(node, (each) => {
    if (!isInside(each, { start })) return false;
    // A field of a type has no kind of its own.
    const isField = each.kind === undefined && "name" in each && "type" in each && "value" in each;
    if (isField || (each.kind !== undefined && ENTRIES.has(each.kind))) found = { ...found, entry: each };
    if (each.kind === "each") found = { ...found, each: each as EachEntry };
    if (each.kind === "computed") found = { ...found, computed: each as ComputedEntry };
    return true;
  });
  return found;
}

/** The entry, the member or the field that a value is written in; of one that opens a block, its head. */
export function entryAround(explainer: Explainer, span: Span): Span {
  const { entry } = surroundingsOf(explainer, span);
  const module = explainer.modules.get(span.file);
  if (module === undefined || module.data) return span;
  const found = entry ?? span;
  return { file: span.file, start: found.start, end: headEnd(span.file, found) };
}

/** What stands in a block is explained by itself, and may be a secret. */
function headEnd({ text }: SourceFile, node: Node): number {
  if (!("block" in node))
    return "slot" in node ? headEnd({ text } as SourceFile, node.slot as Node) : node.end;
  const { start } = node.block as Node;
  if (text[start] === "{") return start + 1;
  const equals = text.indexOf("=", start);
  return equals < 0 || equals > node.end ? node.end : equals + 1;
}

/** What the loop of an entry `[k] = v for k in ks` goes over. */
export function loopAround(explainer: Explainer, span: Span): Span | null {
  const { computed } = surroundingsOf(explainer, span);
  const loop = computed?.loop ?? null;
  return loop === null ? null : { file: span.file, start: loop.collection.start, end: loop.collection.end };
}

/** The innermost `each` around it. What stands in one whose condition does not hold is not there, unless it says so itself. */
export function eachAround(explainer: Explainer, span: Span, holds: boolean | null): EachFacts | null {
  const { each } = surroundingsOf(explainer, span);
  return each === null ? null : eachFacts(span.file, each, holds);
}

function eachFacts(file: SourceFile, { of, where }: EachEntry, holds: boolean | null): EachFacts {
  const name = of.module === null ? of.text : `${of.module.text}.${of.text}`;
  if (where === null) return { of: name, where, holds: null };
  return { of: name, where: { file, start: where.start, end: where.end }, holds };
}

function isInside(node: Node, span: Pick<Span, "start">): boolean {
  return node.start <= span.start && span.start < Math.max(node.end, node.start + 1);
}
