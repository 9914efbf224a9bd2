// Values as an explanation shows them: with the types that say how a number is read, and without anything secret.
//
// In:  a value and the type of its place. Out: a tree. A value is secret by its type, by `@sensitive`, by a reference to a
// secret, and by an output that is declared secret. Surprising: a text in which a part is secret is secret as a whole.

import type { Address } from "../address.ts";
import { formatOf } from "../check/kinds.ts";
import { entryType } from "../evaluate/shapes.ts";
import { residualName } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import type { Stacked } from "../evaluate/stacks.ts";
import { withoutOptional, type FieldInfo, type RecordInfo, type Type } from "../types.ts";
import { isSecret, marksOf, unmarked } from "../types/marks.ts";
import type { Container, Deferred, Definition, Shape, Value } from "../values.ts";
import type { Explainer } from "./context.ts";
import type { Shown } from "./facts.ts";

const SECRET: Shown = { kind: "secret" };
const WRONG: Shown = { kind: "wrong" };

/** Data names other data, so it can be deeper than anybody reads. */
const MAX_DEPTH = 40;

export function show(explainer: Explainer, value: Value, type: Type | null, depth = 0): Shown {
  if (typeof value !== "object" || value === null) {
    if (type !== null && isSecret(type)) return SECRET;
    const format = type === null ? null : formatOf(withoutOptional(unmarked(type)));
    return { kind: "plain", value, format: typeof value === "number" ? format : null };
  }
  switch (value.kind) {
    case "absent":
      return { kind: "absent" };
    case "poison":
    case "function":
      return WRONG;
    case "deferred":
      return showDeferred(explainer, value, type);
    case "resource":
      return { kind: "reference", address: value.address };
    case "instance":
      return { kind: "reference", address: value.address ?? value.system.name };
    case "list": {
      if (type !== null && isSecret(type)) return SECRET;
      if (depth > MAX_DEPTH) return WRONG;
      const element = value.type?.kind === "list" ? value.type.element : null;
      const { evaluator } = explainer;
      return {
        kind: "list",
        items: value.items.map((item) =>
          show(explainer, evaluator.force(evaluator, item), element, depth + 1),
        ),
      };
    }
    case "container":
      if (type !== null && isSecret(type)) return SECRET;
      return depth > MAX_DEPTH ? WRONG : showContainer(explainer, value, depth);
  }
}

function showContainer(explainer: Explainer, container: Container, depth: number): Shown {
  const { evaluator } = explainer;
  const entries: (readonly [string, Shown])[] = [];
  container.shape.tops.forEach((top, index) => {
    if (top.source.kind === "removed") return;
    const value = evaluator.read(evaluator, container, index);
    const shown = showAt(explainer, { container, definition: top, applies: true }, value, depth + 1);
    if (shown.kind !== "absent") entries.push([top.key, shown]);
  });
  return { kind: "map", entries };
}

/** What a definition gives, in its place. */
export function showAt(explainer: Explainer, item: Stacked, value: Value, depth = 0): Shown {
  const { shape } = item.container;
  const { key } = item.definition;
  const isNothing = typeof value === "object" && value !== null && value.kind === "absent";
  if (isSensitive(shape, key) && !isNothing) return SECRET;
  const type = typeAt(shape, item.definition);
  if (typeof value === "string" && mayBeSecret(type) && explainer.flowsSecret(item)) return SECRET;
  return show(explainer, value, type, depth);
}

/** A secret may stand there, and need not. */
export function mayBeSecret(type: Type | null): boolean {
  return type !== null && !isSecret(type) && marksOf(type).secret !== null;
}

/** What the place of a definition asks for. */
export function typeAt(shape: Shape, top: Definition): Type | null {
  const member = shape.members?.get(top.key);
  return top.type ?? (member !== undefined && "type" in member ? member.type : entryType(shape, top.key));
}

/** Whether nothing that stands there may be shown, whatever it is. */
function isSensitive(shape: Shape, key: string): boolean {
  const field = shape.type?.kind === "record" ? shape.type.record.fields.get(key) : undefined;
  return field !== undefined && isSecretField(field);
}

function isSecretField(field: FieldInfo): boolean {
  if (isSecret(field.type)) return true;
  return field.declaration?.annotations.some(({ name }) => name.text === "sensitive") === true;
}

function showDeferred(explainer: Explainer, value: Deferred, type: Type | null): Shown {
  const isHidden = (type !== null && isSecret(type)) || holdsSecret(explainer, value.residual);
  return isHidden ? SECRET : { kind: "deferred", after: value.from, path: value.path };
}

function holdsSecret(explainer: Explainer, json: Json): boolean {
  if (isJsonArray(json)) return json.some((item) => holdsSecret(explainer, item));
  if (!isJsonObject(json)) return false;
  const residual = residualName(json);
  if (residual === "$secret") return true;
  if (residual !== "$from") return Object.values(json).some((item) => holdsSecret(explainer, item));
  const from = recordOf(explainer, json["$from"]);
  const field = typeof json["output"] === "string" ? from?.fields.get(json["output"]) : undefined;
  return field !== undefined && isSecretField(field);
}

function recordOf(explainer: Explainer, address: Json | undefined): RecordInfo | undefined {
  return explainer.resources.get(address as Address)?.record;
}

/** Whether something in it is not shown. */
export function hasSecret(shown: Shown): boolean {
  switch (shown.kind) {
    case "secret":
      return true;
    case "list":
      return shown.items.some(hasSecret);
    case "map":
      return shown.entries.some(([, value]) => hasSecret(value));
    case "plain":
    case "reference":
    case "deferred":
    case "absent":
    case "wrong":
      return false;
  }
}

/** The outputs that a residual is made of. */
export function outputsIn(json: Json): readonly { readonly address: Address; readonly output: string }[] {
  if (isJsonArray(json)) return json.flatMap(outputsIn);
  if (!isJsonObject(json)) return [];
  const { $from: from, output } = json;
  if (residualName(json) === "$from" && typeof from === "string" && typeof output === "string")
    return [{ address: from as Address, output }];
  return Object.values(json).flatMap(outputsIn);
}
