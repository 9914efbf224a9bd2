// From an evaluated environment to the graph: specs, edges, metadata, kinds and hashes.
//
// In:  the top instance. Out: the graph, unless something is wrong, and the resources with their cells for provenance.
// Everything that leaves a map is sorted by canonical JSON when it is written, so here the order of the source is kept.

import { addressSegments, childAddress, type Address } from "./address.ts";
import { kindName, kindOf } from "./check/kinds.ts";
import { spanOf } from "./check/context.ts";
import { primary, secondary, type Label } from "./diagnostics.ts";
import { evaluate, force } from "./evaluate.ts";
import { need, reportAt, type Evaluator } from "./evaluate/context.ts";
import { toJson } from "./evaluate/normalize.ts";
import { judgeAssert, verify } from "./evaluate/verify.ts";
import {
  DEFAULT_META,
  escapeKey,
  GRAPH_FORMAT,
  hashGraph,
  hashResource,
  type Graph,
  type Kind,
  type Meta,
  type Resource,
} from "./graph.ts";
import { identityOf } from "./identity.ts";
import type { Json } from "./json.ts";
import type { CompilerHost, Span } from "./source.ts";
import {
  knownCell,
  POISONED,
  fileEvalScope,
  newCell,
  type Instance,
  type ResourceValue,
  type Value,
} from "./values.ts";

export const COMPILER_VERSION = "0.1.0";

interface Collected {
  readonly resources: Map<Address, ResourceValue>;
  readonly built: Record<Address, Resource>;
  readonly kinds: Record<string, Kind>;
  readonly edges: Map<Address, ReadonlyMap<Address, Span>>;
  readonly moved: Record<Address, Address>;
  readonly removed: Record<Address, { readonly destroy: boolean }>;
}

export function assemble(
  evaluator: Evaluator,
  instance: Instance,
  sources: Readonly<Record<string, string>>,
  host: CompilerHost,
): { readonly graph: Graph | null; readonly resources: ReadonlyMap<Address, ResourceValue> } {
  const collected: Collected = {
    resources: new Map(),
    built: {},
    kinds: {},
    edges: new Map(),
    moved: {},
    removed: {},
  };
  const outputs = collect(evaluator, instance, collected, host);
  reportLoops(evaluator, collected);
  reportTwins(evaluator, collected);
  const failed = evaluator.diagnostics.some((item) => item.severity === "error");
  if (failed) return { graph: null, resources: collected.resources };
  const graph: Omit<Graph, "hash"> = {
    setpoint: GRAPH_FORMAT,
    environment: evaluator.environment,
    system: instance.system.name,
    compiler: COMPILER_VERSION,
    sources,
    kinds: collected.kinds,
    resources: collected.built,
    targets: collected.resources.size === 0 ? {} : { local: { driver: "local" } },
    objectives: {},
    outputs,
    delivery: {},
    moved: collected.moved,
    removed: collected.removed,
  };
  return {
    graph: { ...graph, hash: hashGraph(graph, (text) => host.sha256(text)) },
    resources: collected.resources,
  };
}

/** Forces whatever a system holds; gives its outputs. */
function collect(
  evaluator: Evaluator,
  instance: Instance,
  collected: Collected,
  host: CompilerHost,
): Record<string, Json> {
  const outputs: Record<string, Json> = {};
  for (const [name, slot] of instance.slots) {
    switch (slot.kind) {
      case "cell": {
        evaluator.needs = null;
        const value = force(evaluator, slot);
        const member = instance.system.members.get(name);
        if (member?.kind === "resource" || member?.kind === "instance") {
          collectPlaced(evaluator, value, collected, host);
          break;
        }
        verify(evaluator, value, slot);
        if (member?.kind !== "output") break;
        const found = toJson(evaluator, value, slot.span);
        if (found !== null) outputs[escapeKey(name)] = found.json;
        break;
      }
      case "resource":
      case "instance":
        collectPlaced(evaluator, slot, collected, host);
        break;
      case "removed":
        break;
    }
  }
  collectRules(evaluator, instance, collected);
  return outputs;
}

/** A resource, a system, those of a slot with `for`, or nothing. */
function collectPlaced(evaluator: Evaluator, value: Value, collected: Collected, host: CompilerHost): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "resource") collectResource(evaluator, value, collected, host);
  else if (value.kind === "instance") collect(evaluator, value, collected, host);
  else if (value.kind === "container") {
    for (const cell of value.entries.values()) collectPlaced(evaluator, cell.value, collected, host);
  }
}

/** Assertions, moves and removals of a system. */
function collectRules(evaluator: Evaluator, instance: Instance, collected: Collected): void {
  const { system } = instance;
  const scope = { ...fileEvalScope(system.module), instance };
  for (const rule of system.declaration.rules) {
    switch (rule.kind) {
      case "assert":
        judgeAssert(evaluator, rule, scope, instance.address ?? system.name);
        break;
      case "moved": {
        const from = within(instance.address, rule.from.text);
        const to = rule.to.reduce(
          (address: Address | null, word) => childAddress(address, word.text),
          instance.address,
        );
        if (from !== null && to !== null) collected.moved[from] = to;
        break;
      }
      case "removed": {
        const from = within(instance.address, rule.from.text);
        if (from === null) break;
        let destroy = true;
        for (const entry of rule.block?.entries ?? []) {
          if (entry.kind !== "set" || entry.key.text !== "destroy") continue;
          const span = spanOf(system.module, entry.value);
          const cell = newCell({
            name: "destroy",
            span,
            source: { kind: "expression", expression: entry.value, scope },
          });
          destroy = force(evaluator, cell) !== false;
        }
        collected.removed[from] = { destroy };
        break;
      }
    }
  }
}

function within(parent: Address | null, text: string): Address | null {
  const segments = addressSegments(text);
  if (segments === null) return null;
  return segments.reduce((address: Address | null, segment) => childAddress(address, segment), parent);
}

function collectResource(
  evaluator: Evaluator,
  resource: ResourceValue,
  collected: Collected,
  host: CompilerHost,
): void {
  const { address, record } = resource;
  const { declaration } = record;
  if (declaration === null) return;
  const kind = kindName(record);
  collected.kinds[kind] ??= kindOf(record, declaration);
  evaluator.needs = null;
  const spec: Record<string, Json> = {};
  let own = false;
  for (const [name, cell] of resource.fields.entries) {
    // Of what is only read, the lookup fields are given and nothing else.
    if (resource.existing && cell.operation === "default") continue;
    const value = force(evaluator, cell);
    if (isAbsent(value)) continue;
    verify(evaluator, value, cell);
    const found = toJson(evaluator, value, cell.span);
    if (found === null) continue;
    if (found.from.includes(address)) {
      own = true;
      const loop = [`${address}.${name}`, found.path ?? address];
      reportAt(evaluator, "SP3002", { loop }, cell.span, "needs its own output");
    }
    const isKey = record.fields.get(name)?.key === true;
    if (isKey && found.from.length > 0) {
      const what = "what identifies a resource";
      reportAt(evaluator, "SP3003", { path: found.path ?? name, what }, cell.span, "a key field");
    }
    spec[escapeKey(name)] = found.json;
  }
  for (const assert of record.asserts) {
    const scope = { ...fileEvalScope(assert.module), siblings: resource.fields, it: resource };
    judgeAssert(evaluator, assert.assert, scope, address, knownCell(address, resource.span, POISONED));
  }
  const meta = readMeta(evaluator, resource);
  const needs = new Map<Address, Span>(evaluator.needs ?? []);
  // A resource that reads its own key waits for nobody.
  needs.delete(address);
  evaluator.needs = null;
  collected.resources.set(address, resource);
  if (!own) collected.edges.set(address, needs);
  const bare: Omit<Resource, "hash"> = {
    kind,
    target: "local",
    mode: resource.existing ? "read" : "manage",
    spec,
    needs: [...needs.keys()].toSorted(),
    health: null,
    meta,
  };
  collected.built[address] = { ...bare, hash: hashResource(bare, (text) => host.sha256(text)) };
}

function isAbsent(value: Value): boolean {
  return typeof value === "object" && value !== null && value.kind === "absent";
}

// --- Annotations -----------------------------------------------------------------------------------------------------

type Draft = { -readonly [K in keyof Meta]: Meta[K] };

/** Later layers win, except that `@after` adds up: losing an order without a word would be a trap. */
function readMeta(evaluator: Evaluator, resource: ResourceValue): Meta {
  const meta: Draft = { ...DEFAULT_META };
  for (const { annotation, scope } of resource.annotations) {
    const name = annotation.name.text;
    const [first] = annotation.args;
    if (name === "ignore") {
      meta.ignore = annotation.args
        .map((arg) => (arg.value.kind === "name" ? `/${arg.value.text}` : ""))
        .toSorted();
      continue;
    }
    const values = annotation.args.map((arg): Value => {
      const span = spanOf(scope.module, arg);
      const source = { kind: "expression", expression: arg.value, scope } as const;
      const cell = newCell({ name: `${resource.address}.@${name}`, span, source });
      return name === "after" ? evaluate(evaluator, arg.value, null, scope, cell) : force(evaluator, cell);
    });
    const [value] = values;
    if (name === "after") {
      values.forEach((item, index) => {
        const arg = annotation.args[index];
        if (arg !== undefined) orderAfter(evaluator, resource, item, spanOf(scope.module, arg));
      });
    } else if (name === "protect" || name === "keep") {
      meta[name] = first === undefined || value === true;
    } else if (name === "adopt") {
      meta.adopt = value === "must-match" || value === "if-unowned" ? value : "always";
    } else if (name === "drift") {
      meta.drift = value === "report" ? "report" : "correct";
    } else if (typeof value === "number") {
      if (name === "every") meta.every = value;
      if (name === "timeout") meta.timeout = value;
      if (name === "wave") meta.wave = value;
    }
    if (first !== undefined && typeof value === "object" && value !== null && value.kind === "deferred") {
      const what = `\`@${name}\``;
      reportAt(
        evaluator,
        "SP3003",
        { path: value.path, what },
        spanOf(scope.module, first),
        "known only after apply",
      );
    }
  }
  return meta;
}

function orderAfter(evaluator: Evaluator, resource: ResourceValue, value: Value, span: Span): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "resource") {
    if (value.address === resource.address) {
      const loop = [resource.address, resource.address];
      reportAt(evaluator, "SP3002", { loop }, span, "after itself");
    } else need(evaluator, value.address, span);
  }
  if (value.kind === "container") {
    for (const cell of value.entries.values()) orderAfter(evaluator, resource, force(evaluator, cell), span);
  }
  if (value.kind !== "instance") return;
  for (const [name, slot] of value.slots) {
    if (slot.kind === "resource" || slot.kind === "instance") orderAfter(evaluator, resource, slot, span);
    const member = value.system.members.get(name);
    const placed = member?.kind === "resource" || member?.kind === "instance";
    if (slot.kind === "cell" && placed) orderAfter(evaluator, resource, force(evaluator, slot), span);
  }
}

// --- Checks over the whole graph -------------------------------------------------------------------------------------

/** Every loop of edges once, whole. Iterative: a chain of resources may be as long as the graph. */
function reportLoops(evaluator: Evaluator, collected: Collected): void {
  const done = new Set<Address>();
  for (const start of collected.edges.keys()) {
    if (done.has(start)) continue;
    const path: Address[] = [];
    const onPath = new Set<Address>();
    const iterators: Iterator<Address>[] = [];
    const enter = (address: Address) => {
      path.push(address);
      onPath.add(address);
      iterators.push((collected.edges.get(address) ?? new Map<Address, Span>()).keys());
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
        reportLoop(evaluator, collected, path.slice(path.indexOf(next.value)));
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
}

function reportLoop(evaluator: Evaluator, collected: Collected, loop: readonly Address[]): void {
  const labels: Label[] = [];
  for (const [index, address] of loop.entries()) {
    const next = loop[(index + 1) % loop.length] as Address;
    const span = collected.edges.get(address)?.get(next);
    if (span === undefined) continue;
    const text = `\`${address}\` waits for \`${next}\``;
    labels.push(index === 0 ? primary(span, text) : secondary(span, text));
  }
  const [first, ...rest] = labels;
  if (first === undefined) return;
  const names = [...loop, loop[0] as Address];
  reportAt(evaluator, "SP3002", { loop: names }, first.span, first.text, { labels: rest });
}

function reportTwins(evaluator: Evaluator, collected: Collected): void {
  const owners = new Map<string, Address>();
  for (const [address, resource] of collected.resources) {
    const built = collected.built[address];
    const kind = built === undefined ? undefined : collected.kinds[built.kind];
    if (built === undefined || kind === undefined) continue;
    // A key that is missing was reported already.
    if (kind.key.some((pointer) => built.spec[pointer.slice(1)] === undefined)) continue;
    const identity = identityOf(built, kind, built.target);
    const other = owners.get(identity);
    if (other === undefined) {
      owners.set(identity, address);
      continue;
    }
    const key = kind.key
      .map((pointer) => `${pointer.slice(1)} ${JSON.stringify(built.spec[pointer.slice(1)])}`)
      .join(", ");
    const twin = collected.resources.get(other);
    const labels = twin === undefined ? [] : [secondary(twin.span, "and this one")];
    reportAt(evaluator, "SP4005", { first: other, second: address, key }, resource.span, "this one", {
      labels,
    });
  }
}
