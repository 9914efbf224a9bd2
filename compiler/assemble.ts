// From an evaluated environment to the graph: specs, edges, metadata, kinds and hashes.
//
// In:  the top instance. Out: the graph's canonical text, unless something is wrong, and the resources with their
// definitions, for provenance.
// Surprising: the text is written directly and is read back only by those who ask for the graph as a value. Most of a large
// graph is never looked at as one: it is written to a file, hashed, or compared by its hashes.

import { addressSegments, childAddress, type Address } from "./address.ts";
import { kindName, kindOf } from "./check/kinds.ts";
import { primary, secondary, type Label } from "./diagnostics.ts";
import { codeOf, need, reportAt, spend, type Evaluator } from "./evaluate/context.ts";
import { readAnnotations, targetOf, type Placement } from "./evaluate/annotations.ts";
import { scopeOf } from "./evaluate/blocks.ts";
import { spanOfTop } from "./evaluate/entries.ts";
import { newWalk, shortly, startStep, writeValue, writingOf } from "./evaluate/text.ts";
import { judgeAssert, recordHasRules, verify } from "./evaluate/verify.ts";
import { escapeKey, GRAPH_FORMAT } from "./graph.ts";
import {
  documentOf,
  hashesOf,
  newGraphText,
  surroundingsOf,
  writeResource,
  type HashBytes,
} from "./graph-text.ts";
import { canonicalString, type JsonObject } from "./json.ts";
import type { CompilerHost, Span } from "./source.ts";
import {
  scopeAlone,
  type Scope,
  type Definition,
  type Instance,
  type ResourceValue,
  type Shape,
  type Value,
  type WritingStep,
} from "./values.ts";
import type { Module } from "./bind.ts";
import type { KindDeclaration, Moved, Removed } from "./ast.ts";
import type { RecordInfo } from "./types.ts";
import type { Pieces } from "./warm/pieces.ts";
import {
  addBlock,
  addCollected,
  edgesOf,
  newCollected,
  placesIn,
  resourcesIn,
  type Collected,
  type Edges,
  type Group,
} from "./assemble/collected.ts";

export const COMPILER_VERSION = "0.1.0";

/** The desired state of one environment. */
export interface Assembled {
  /** As `setpoint compile` writes it, without the final newline, in UTF-8 piece by piece. null where something is wrong. */
  readonly chunks: Iterable<Uint8Array> | null;
  readonly resources: ReadonlyMap<Address, ResourceValue>;
  readonly targetOf: (address: Address) => string;
  /** Which resources wait for which others, and where that was said. */
  readonly edges: ReadonlyMap<Address, ReadonlyMap<Address, Span>>;
  /** For each kind on each target, what identifies its resources. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, Address>>;
  /** By the address of each resource, the hash of all that is said of it. */
  readonly hashes: () => ReadonlyMap<Address, string>;
  /** As the graph has them. */
  readonly targets: ReadonlyMap<string, JsonObject>;
  /** What no resource has, by its address: instances, for those who ask what stands on a slot. */
  readonly instance: Instance;
}

export function assemble(
  evaluator: Evaluator,
  instance: Instance,
  sources: Readonly<Record<string, string>>,
  host: Pick<CompilerHost, "sha256">,
  settings: { readonly delivery: JsonObject; readonly target: Placement | null },
  pieces: Pieces | null = null,
): Assembled {
  const sha256: HashBytes = (bytes) => host.sha256(bytes);
  const collected = newCollected(newGraphText(), pieces);
  const outputs = collect(evaluator, instance, collected, sha256, settings.target);
  reportLoops(evaluator, collected);
  const { keys, targets, blocks, text } = collected;
  let resources: Assembled["resources"] | null = null;
  let edges: Edges | null = null;
  let places: ReadonlyMap<Address, string> | null = null;
  const withChunks = (chunks: Assembled["chunks"]): Assembled => ({
    chunks,
    get resources() {
      return (resources ??= resourcesIn(evaluator, instance));
    },
    get edges() {
      return (edges ??= edgesOf(collected));
    },
    keys,
    targets,
    targetOf(address) {
      places ??= blocks.length === 0 ? collected.places : placesIn(collected);
      return places.get(address) ?? "local";
    },
    hashes: () => hashesOf(text),
    instance,
  });
  const failed = evaluator.diagnostics.some((item) => item.severity === "error");
  if (failed) return withChunks(null);
  const head = {
    compiler: COMPILER_VERSION,
    delivery: settings.delivery,
    environment: evaluator.environment,
    kinds: Object.fromEntries(collected.kinds) as unknown as JsonObject,
    moved: Object.fromEntries(collected.moved),
    objectives: {},
    removed: Object.fromEntries(collected.removed),
    setpoint: GRAPH_FORMAT,
    sources,
    system: instance.system.name,
    targets: Object.fromEntries(collected.targets),
  };
  return withChunks(documentOf(head, outputs, text, sha256));
}

/** Computes whatever a system holds; gives its outputs. */
function collect(
  evaluator: Evaluator,
  instance: Instance,
  collected: Collected,
  sha256: HashBytes,
  outer: Placement | null,
): Uint8Array {
  const { fields } = instance;
  const { tops, members } = fields.shape;
  const target = targetOf(evaluator, instance) ?? outer;
  const { sheet } = evaluator;
  const outputs: [string, Uint8Array][] = [];
  for (const index of orderOf(fields.shape)) {
    const top = tops[index] as Definition;
    if (top.source.kind === "removed") continue;
    const member = members?.get(top.key);
    evaluator.needs = null;
    const value = evaluator.read(evaluator, fields, index);
    if (member?.kind === "resource" || member?.kind === "instance") {
      const said = evaluator.diagnostics.length;
      collectPlaced(evaluator, value, collected, sha256, target);
      // What was wrong would be said again.
      if (evaluator.diagnostics.length === said) forget(value);
      continue;
    }
    const span = spanOfTop(fields, top);
    verify(evaluator, value, span);
    if (member?.kind !== "output") continue;
    const { end } = sheet;
    const walk = newWalk("canonical", sheet);
    const isWritten = writeValue(evaluator, walk, value, span);
    if (isWritten && !walk.poisoned) outputs.push([escapeKey(top.key), sheet.since(end).slice()]);
    sheet.rewind(end);
  }
  evaluator.needs = null;
  collectRules(evaluator, instance, collected);
  outputs.sort(([a], [b]) => (a < b ? -1 : 1));
  const { end } = sheet;
  sheet.text("{");
  for (const [key, text] of outputs) {
    sheet.text(`,${canonicalString(key)}:`);
    sheet.copy(text);
  }
  sheet.text("}");
  const written = sheet.since(end).slice();
  sheet.rewind(end);
  return written;
}

/** What holds a value as it was declared; then what holds resources, so that they come in the order of their addresses. */
function orderOf(shape: Shape): readonly number[] {
  const { tops, members } = shape;
  const isPlaced = (index: number): boolean => {
    const kind = members?.get((tops[index] as Definition).key)?.kind;
    return kind === "resource" || kind === "instance";
  };
  return [...tops.keys()].filter((index) => !isPlaced(index)).concat(placesInOrder(shape).filter(isPlaced));
}

function placesInOrder({ keys }: Shape): readonly number[] {
  return [...keys.keys()].toSorted().map((key) => keys.get(key) as number);
}

/** A resource, a system, those of a slot with `for`, or nothing. */
function collectPlaced(
  evaluator: Evaluator,
  value: Value,
  collected: Collected,
  sha256: HashBytes,
  target: Placement | null,
): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "resource") collectResource(evaluator, value, collected, sha256, target);
  else if (value.kind === "instance") collectInstance(evaluator, value, collected, sha256, target);
  else if (value.kind === "container") {
    for (const index of placesInOrder(value.shape))
      collectPlaced(evaluator, evaluator.take(evaluator, value, index), collected, sha256, target);
  }
}

/** A system in a system: in a process that compiles again and again, as a piece of its own. */
function collectInstance(
  evaluator: Evaluator,
  instance: Instance,
  collected: Collected,
  sha256: HashBytes,
  target: Placement | null,
): void {
  const { pieces, text } = collected;
  if (pieces === null) {
    collect(evaluator, instance, collected, sha256, target);
    return;
  }
  const known = pieces.known(evaluator, instance, target);
  if (known !== null) {
    addBlock(collected, known, pieces);
    return;
  }
  const found = newCollected(text, pieces);
  collect(evaluator, instance, found, sha256, target);
  pieces.made(instance, target, found);
  addCollected(collected, found, pieces);
}

/** Assertions, moves and removals: of the system, and of what stands on it. */
function collectRules(evaluator: Evaluator, instance: Instance, collected: Collected): void {
  const { system, fields, layers } = instance;
  const body = scopeOf(fields, 0);
  for (const rule of system.declaration.rules) {
    if (rule.kind === "assert")
      judgeAssert(evaluator, rule, system.module, body, instance.address ?? system.name);
    else collectRule(evaluator, instance, rule, system.module, body, collected);
  }
  layers.forEach(({ block, module }, index) => {
    for (const entry of block.entries) {
      if (entry.kind !== "moved" && entry.kind !== "removed") continue;
      collectRule(evaluator, instance, entry, module, scopeOf(fields, index + 1), collected);
    }
  });
}

function collectRule(
  evaluator: Evaluator,
  { address }: Instance,
  rule: Moved | Removed,
  module: Module,
  scope: Scope,
  collected: Collected,
): void {
  const from = within(address, rule.from.text);
  if (from === null) return;
  if (rule.kind === "moved") {
    const to = rule.to.reduce((at: Address | null, word) => childAddress(at, word.text), address);
    if (to !== null) collected.moved.set(from, to);
    return;
  }
  let destroy = true;
  for (const entry of rule.block?.entries ?? []) {
    if (entry.kind !== "set" || entry.key.text !== "destroy") continue;
    destroy = codeOf(evaluator, entry.value, module)(evaluator, scope) !== false;
  }
  collected.removed.set(from, { destroy });
}

function within(parent: Address | null, text: string): Address | null {
  const segments = addressSegments(text);
  if (segments === null) return null;
  return segments.reduce((address: Address | null, segment) => childAddress(address, segment), parent);
}

// --- Resources -------------------------------------------------------------------------------------------------------

function collectResource(
  evaluator: Evaluator,
  resource: ResourceValue,
  collected: Collected,
  sha256: HashBytes,
  outer: Placement | null,
): void {
  const { address, record } = resource;
  const { declaration } = record;
  if (declaration === null) return;
  evaluator.needs = null;
  // It is written first and apart: what the resource needs stands before it, and is known after it.
  const { end } = evaluator.sheet;
  const needsItself = writeSpec(evaluator, resource);
  if (record.asserts.length > 0) judgeRecord(evaluator, resource);
  // A place where others live is no resource: it is said under `targets`, and connections are granted by the agent.
  if (declaration.target) {
    const spec = JSON.parse(evaluator.sheet.textSince(end)) as JsonObject;
    evaluator.sheet.rewind(end);
    collected.targets.set(address, { driver: declaration.driver.text, spec });
    return;
  }
  const { meta, on } = readAnnotations(evaluator, resource);
  const place = on ?? outer;
  if (place !== null) for (const [needed, span] of place.needs) need(evaluator, needed, span);
  const target = place?.name ?? "local";
  if (!collected.targets.has(target) && (place === null || place.driver !== null))
    collected.targets.set(target, { driver: place?.driver ?? "local" });
  const needs = evaluator.needs ?? NO_NEEDS;
  evaluator.needs = null;
  // A resource that reads its own key waits for nobody.
  if (needs.size > 0) needs.delete(address);
  collected.addresses.push(address);
  if (!needsItself && needs.size > 0) collected.edges.set(address, needs);
  const group = groupOf(collected, record, declaration, target);
  noteKey(evaluator, resource, group, collected);
  const size = writeResource(
    collected.text,
    address,
    {
      around: group.around,
      meta,
      mode: resource.existing ? "read" : "manage",
      needs: needs.size === 0 ? NOBODY : [...needs.keys()].toSorted(),
      spec: evaluator.sheet.since(end),
    },
    resource.span,
    sha256,
  );
  evaluator.sheet.rewind(end);
  if (!spend(evaluator, "characters", size, resource.span)) return;
  if (target !== "local") collected.places.set(address, target);
}

function judgeRecord(evaluator: Evaluator, resource: ResourceValue): void {
  const { address, record, fields, span } = resource;
  for (const { assert, module } of record.asserts)
    judgeAssert(evaluator, assert, module, scopeAlone(resource, fields), address, span);
}

/** Lets go of what is inside a resource that was written: whoever reads it once more has it computed once more. */
function forget(resource: Value): void {
  if (typeof resource !== "object" || resource === null || resource.kind !== "resource") return;
  const { values } = resource.fields;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== "object" || value === null) continue;
    if (value.kind === "list" || (value.kind === "container" && !value.shared)) values[index] = undefined;
  }
}

const NO_NEEDS = new Map<Address, Span>();
const NOBODY: readonly Address[] = [];

function groupOf(
  collected: Collected,
  record: RecordInfo,
  declaration: KindDeclaration,
  target: string,
): Group {
  let targets = collected.groups.get(record);
  if (targets === undefined) collected.groups.set(record, (targets = new Map<string, Group>()));
  const known = targets.get(target);
  if (known !== undefined) return known;
  const name = kindName(record);
  let kind = collected.kinds.get(name);
  if (kind === undefined) collected.kinds.set(name, (kind = kindOf(record, declaration)));
  const label = `${name} ${target}`;
  const keys = collected.keys.get(label) ?? new Map<string, Address>();
  collected.keys.set(label, keys);
  const group = {
    names: kind.key.map((pointer) => pointer.slice(1)),
    keys,
    around: surroundingsOf(name, target),
  };
  targets.set(target, group);
  return group;
}

/** Onto the evaluator's sheet. Whether it needs what only it gives. */
function writeSpec(evaluator: Evaluator, resource: ResourceValue): boolean {
  const { address, record, fields } = resource;
  const { tops } = fields.shape;
  const { sheet } = evaluator;
  const writing = writingOf(evaluator, fields, resource.existing);
  if (writing === null) return false;
  const { steps, after } = writing;
  const hasRules = recordHasRules(evaluator, record);
  let own = false;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as WritingStep;
    const top = tops[step.index] as Definition;
    const place = startStep(sheet, step);
    // Of what is only read, the lookup fields are given and nothing else.
    if (resource.existing && top.operation === "default") {
      sheet.rewind(place);
      continue;
    }
    const short = shortly(evaluator, fields, step, sheet);
    if (short === "written") continue;
    if (short === "absent") {
      sheet.rewind(place);
      continue;
    }
    const value = evaluator.take(evaluator, fields, step.index);
    const span = spanOfTop(fields, top);
    if (hasRules) verify(evaluator, value, span);
    const walk = newWalk("canonical", sheet);
    const isWritten = writeValue(evaluator, walk, value, span);
    if (!isWritten || walk.poisoned) sheet.rewind(place);
    else if (walk.from?.has(address) === true) {
      own = true;
      const loop = [`${address}.${top.key}`, walk.path ?? address];
      reportAt(evaluator, "SP3002", { loop }, span, "needs its own output");
    }
    if (walk.path !== null && record.fields.get(top.key)?.key === true) {
      const parameters = { path: walk.path, what: "what identifies a resource" };
      reportAt(evaluator, "SP3003", parameters, span, "a key field");
    }
  }
  sheet.copy(after);
  return own;
}

/** What the fields that identify a resource hold; null where one is missing, which was reported. */
function keyOf(evaluator: Evaluator, { fields }: ResourceValue, names: readonly string[]): string | null {
  let key: string | null = null;
  for (let at = 0; at < names.length; at++) {
    const index = fields.shape.keys.get(names[at] as string);
    const value = index === undefined ? null : evaluator.read(evaluator, fields, index);
    if (typeof value === "object") return null;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    key = key === null ? text : JSON.stringify([key, text]);
  }
  return key;
}

/** Two resources that stand for one object are a mistake. */
function noteKey(
  evaluator: Evaluator,
  resource: ResourceValue,
  { names, keys }: Group,
  collected: Collected,
): void {
  const own = keyOf(evaluator, resource, names);
  if (own === null) return;
  const other = keys.get(own);
  if (other === undefined) {
    keys.set(own, resource.address);
    return;
  }
  const { fields } = resource;
  const key = names
    .map((name) => {
      const index = fields.shape.keys.get(name);
      const value = index === undefined ? null : evaluator.read(evaluator, fields, index);
      return `${name} ${JSON.stringify(value)}`;
    })
    .join(", ");
  const twin = collected.text.written.get(other);
  const labels = twin === undefined ? [] : [secondary(twin.span, "and this one")];
  const parameters = { first: other, second: resource.address, key };
  reportAt(evaluator, "SP4005", parameters, resource.span, "this one", { labels });
}

// --- Checks over the whole graph -------------------------------------------------------------------------------------

/** Every loop of edges once, whole. Iterative: a chain of resources may be as long as the graph. */
function reportLoops(evaluator: Evaluator, collected: Collected): void {
  const done = new Set<Address>();
  // No loop goes through what waits for nothing outside, and inside it there was none.
  const edges = collected.blocks.every((block) => block.isClosed) ? collected.edges : edgesOf(collected);
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const path: Address[] = [];
    const onPath = new Set<Address>();
    const iterators: Iterator<Address>[] = [];
    const enter = (address: Address) => {
      path.push(address);
      onPath.add(address);
      iterators.push((edges.get(address) ?? new Map<Address, Span>()).keys());
    };
    enter(start);
    while (path.length > 0) {
      const next = (iterators.at(-1) as Iterator<Address>).next();
      if (next.done === true) {
        const left = path.pop() as Address;
        onPath.delete(left);
        done.add(left);
        iterators.pop();
      } else if (onPath.has(next.value)) {
        reportLoop(evaluator, edges, path.slice(path.indexOf(next.value)));
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
}

function reportLoop(evaluator: Evaluator, edges: Edges, loop: readonly Address[]): void {
  const labels: Label[] = [];
  for (const [index, address] of loop.entries()) {
    const next = loop[(index + 1) % loop.length] as Address;
    const span = edges.get(address)?.get(next);
    if (span === undefined) continue;
    const text = `\`${address}\` waits for \`${next}\``;
    labels.push(index === 0 ? primary(span, text) : secondary(span, text));
  }
  const [first, ...rest] = labels;
  if (first === undefined) return;
  const names = [...loop, loop[0] as Address];
  reportAt(evaluator, "SP3002", { loop: names }, first.span, first.text, { labels: rest });
}
