// What only those who judge can ask: `resources(Kind)` and `known(x)`, and of a resource its address, kind and target.

import { kindName } from "../check/kinds.ts";
import type { CallStep } from "../check/context.ts";
import { spanOf } from "../check/context.ts";
import type { Expression } from "../ast.ts";
import type { RecordInfo } from "../types.ts";
import type { Span } from "../source.ts";
import { isPoison, knownCell, POISONED, type Code, type ResourceValue, type Value } from "../values.ts";
import type { CodeContext, Evaluator, Judged } from "./context.ts";
import { containerOf } from "./entries.ts";
import { newWalk, writeValue } from "./text.ts";

/** null: the call is one like any other. */
export function compileAsked(
  evaluator: Evaluator,
  base: Expression,
  call: CallStep,
  context: CodeContext,
): Code | null {
  if (base.kind !== "name") return null;
  const reference = evaluator.checked.references.get(base);
  if (reference?.kind !== "asked") return null;
  const [arg] = call.args;
  const span = spanOf(context.module, call);
  if (reference.name === "known") {
    if (arg === undefined) return () => POISONED;
    const code = evaluator.compile(evaluator, arg.value, null, context);
    return (rt, scope) => isKnown(rt, code(rt, scope), span);
  }
  const kind = arg === undefined ? null : kindMeant(evaluator, arg.value);
  if (arg !== undefined && kind === null) return () => POISONED;
  return ({ judged }) => (judged === null ? POISONED : resourcesOf(judged, kind, span));
}

function kindMeant(evaluator: Evaluator, value: Expression): RecordInfo | null {
  const { references, checker } = evaluator.checked;
  const [step] = value.kind === "access" ? value.steps : [];
  const found =
    value.kind === "name" ? references.get(value) : step === undefined ? undefined : checker.placed.get(step);
  return found?.kind === "kind" ? found.record : null;
}

function resourcesOf(judged: Judged, kind: RecordInfo | null, span: Span): Value {
  const items: Value[] = [];
  for (const [address, resource] of judged.resources) {
    if (kind === null) {
      const facts = ["address", "kind", "target"].map(
        (name) => [name, knownCell(address, name, span, factOf(judged, resource, name) ?? POISONED)] as const,
      );
      items.push(containerOf(new Map(facts), address, "", span));
    } else if (isOf(resource, kind)) items.push(resource);
  }
  const cells = items.map((item, index) => knownCell("resources", `[${index}]`, span, item));
  return { kind: "list", type: null, items: cells };
}

export function isOf(resource: ResourceValue, kind: RecordInfo): boolean {
  return resource.record.declaration === kind.declaration;
}

/** What every resource has, where its kind has no field of that name. */
export function askOfResource({ judged }: Evaluator, resource: ResourceValue, name: string): Value {
  return (judged === null ? null : factOf(judged, resource, name)) ?? POISONED;
}

function factOf(judged: Judged, resource: ResourceValue, name: string): string | null {
  if (name === "address") return resource.address;
  if (name === "kind") return kindName(resource.record);
  return name === "target" ? judged.targetOf(resource.address) : null;
}

/** No output, no secret and nothing that was made of one is in it. */
function isKnown(evaluator: Evaluator, value: Value, span: Span): Value {
  if (isPoison(value)) return POISONED;
  const { sheet } = evaluator;
  const { end } = sheet;
  const walk = newWalk("canonical", sheet);
  writeValue(evaluator, walk, value, span);
  sheet.rewind(end);
  return walk.path === null && (walk.from?.size ?? 0) === 0;
}
