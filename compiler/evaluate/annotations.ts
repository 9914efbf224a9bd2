// Annotations of resources and systems: what the agent is told besides the spec, and where a resource lives.
//
// In:  a resource. Out: its metadata as canonical text, and its target. Later layers win, except that `@after` adds up: losing
// an order without a word would be a trap.

import type { Address } from "../address.ts";
import type { Argument } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { DEFAULT_META, type Meta } from "../graph.ts";
import { canonicalJson, type Json, type JsonObject } from "../json.ts";
import { encode } from "../sheet.ts";
import type { Span } from "../source.ts";
import {
  isDeferred,
  type AppliedAnnotation,
  type Instance,
  type ResourceValue,
  type Value,
} from "../values.ts";
import { scopeOf } from "./blocks.ts";
import { codeOf, need, reportAt, type Evaluator } from "./context.ts";
import { reportDeferred } from "./deferred.ts";
import { toJson } from "./text.ts";

/** Where a resource lives: a target's name, and what connecting to it needs. */
export interface Placement {
  readonly name: string;
  /** null: the target says so itself, in a slot. */
  readonly driver: string | null;
  readonly needs: ReadonlyMap<Address, Span>;
}

type Draft = { -readonly [K in keyof Meta]: Meta[K] };

const DEFAULT_TEXT = encode(canonicalJson({ ...DEFAULT_META }));

export interface ReadAnnotations {
  /** Canonical JSON. */
  readonly meta: Uint8Array;
  readonly on: Placement | null;
}

export function readAnnotations(evaluator: Evaluator, resource: ResourceValue): ReadAnnotations {
  if (resource.annotations.length === 0) return { meta: DEFAULT_TEXT, on: null };
  const meta: Draft = { ...DEFAULT_META };
  let on: Placement | null = null;
  for (const applied of resource.annotations) {
    if (!isApplied(evaluator, resource, applied)) continue;
    if (applied.annotation.name.text === "on") on = placementOf(evaluator, applied) ?? on;
    else readOne(evaluator, resource, applied, meta);
  }
  return { meta: encode(canonicalJson({ ...meta })), on };
}

/** The annotation of an `each … where` counts where its condition holds. */
export function isApplied(
  evaluator: Evaluator,
  { fields }: ResourceValue,
  { guard, row }: AppliedAnnotation,
): boolean {
  if (guard === null) return true;
  const layer = fields.rows[row]?.layer;
  return layer !== undefined && evaluator.guardHolds(evaluator, fields, guard, row, layer.level) === true;
}

function readOne(
  evaluator: Evaluator,
  resource: ResourceValue,
  applied: AppliedAnnotation,
  meta: Draft,
): void {
  const { args, name } = applied.annotation;
  const [first] = args;
  switch (name.text) {
    case "ignore":
      meta.ignore = args.map((arg) => (arg.value.kind === "name" ? `/${arg.value.text}` : "")).toSorted();
      return;
    case "after":
      for (const arg of args)
        orderAfter(evaluator, resource, valueOf(evaluator, applied, arg), spanOf(applied.module, arg));
      return;
    case "retry":
    case "batch":
      meta[name.text] = recordOf(evaluator, applied);
      return;
    case "protect":
    case "keep":
      meta[name.text] = first === undefined || known(evaluator, applied, first) === true;
      return;
    case "adopt": {
      const value = first === undefined ? null : known(evaluator, applied, first);
      meta.adopt = value === "must-match" || value === "if-unowned" ? value : "always";
      return;
    }
    case "drift":
      meta.drift =
        first !== undefined && known(evaluator, applied, first) === "report" ? "report" : "correct";
      return;
    case "every":
    case "timeout":
    case "wave": {
      const value = first === undefined ? null : known(evaluator, applied, first);
      if (typeof value === "number") meta[name.text] = value;
      return;
    }
  }
}

function valueOf(evaluator: Evaluator, { module, scope }: AppliedAnnotation, arg: Argument): Value {
  return codeOf(evaluator, arg.value, module)(evaluator, scope);
}

function known(evaluator: Evaluator, applied: AppliedAnnotation, arg: Argument): Value {
  const value = valueOf(evaluator, applied, arg);
  if (isDeferred(value)) {
    const what = `\`@${applied.annotation.name.text}\``;
    const span = spanOf(applied.module, arg);
    reportAt(evaluator, "SP3003", { path: value.path, what }, span, "known only after apply");
  }
  return value;
}

/** What is given by name, as data. */
function recordOf(evaluator: Evaluator, applied: AppliedAnnotation): JsonObject {
  const record: Record<string, Json> = {};
  for (const arg of applied.annotation.args) {
    const value = known(evaluator, applied, arg);
    const found = toJson(evaluator, value, spanOf(applied.module, arg));
    if (arg.name === null || found === null) continue;
    // A percentage is a number of hundredths, and the agent counts in parts of one.
    const { json } = found;
    record[arg.name.text] = arg.name.text === "share" && typeof json === "number" ? json / 100 : json;
  }
  return record;
}

function orderAfter(evaluator: Evaluator, resource: ResourceValue, value: Value, span: Span): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "resource") {
    if (value.address === resource.address) {
      const loop = [resource.address, resource.address];
      reportAt(evaluator, "SP3002", { loop }, span, "after itself");
    } else need(evaluator, value.address, span);
    return;
  }
  const fields = value.kind === "container" ? value : value.kind === "instance" ? value.fields : null;
  if (fields === null) return;
  const { tops, members } = fields.shape;
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index];
    const member = top === undefined ? undefined : members?.get(top.key);
    if (members !== null && member?.kind !== "resource" && member?.kind !== "instance") continue;
    orderAfter(evaluator, resource, evaluator.read(evaluator, fields, index), span);
  }
}

// --- Targets ---------------------------------------------------------------------------------------------------------

/** What `@on` in the blocks on a system says for all that is in it; null: nothing. */
export function targetOf(evaluator: Evaluator, instance: Instance): Placement | null {
  let found: Placement | null = null;
  instance.layers.forEach(({ block, module, guard }, index) => {
    for (const entry of block.entries) {
      if (entry.kind !== "annotation" || entry.name.text !== "on") continue;
      const row = index + 1;
      const applied = { annotation: entry, module, scope: scopeOf(instance.fields, row), guard, row };
      found = placementOf(evaluator, applied) ?? found;
    }
  });
  return found;
}

function placementOf(evaluator: Evaluator, applied: AppliedAnnotation): Placement | null {
  const [arg] = applied.annotation.args;
  if (arg === undefined) return null;
  const before = evaluator.needs;
  evaluator.needs = null;
  const value = valueOf(evaluator, applied, arg);
  if (isDeferred(value)) reportDeferred(evaluator, value, "a target", spanOf(applied.module, arg));
  let placement: Placement | null = null;
  if (typeof value === "object" && value !== null && value.kind === "resource") {
    // What the target itself reads is needed by all that live there.
    const { fields } = value;
    for (let index = 0; index < fields.shape.tops.length; index++) evaluator.read(evaluator, fields, index);
    placement = { name: value.address, driver: null, needs: evaluator.needs ?? new Map() };
  }
  evaluator.needs = before;
  return placement;
}
