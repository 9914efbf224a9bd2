// Environments as they are evaluated: what a loop of them makes, what stands on their systems, what their blocks ask for, and
// what one of them reads of another.
//
// In:  the checked program. Out: each environment by its name, with the names of its round; its overlays, lowest first; its
// settings. Surprising: a loop is expanded before any environment is chosen, because its names are part of the answer to
// "which environments are there?".

import { childAddress, type Address } from "../address.ts";
import type { Environment, OverlayUse } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf, type Checked } from "../check/context.ts";
import { environmentNamed, settingsType } from "../check/environments.ts";
import { diagnose, primary, secondary, type Diagnostic } from "../diagnostics.ts";
import { residualName, unescapeKey } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../json.ts";
import type { Uses } from "../overlay.ts";
import type { Span } from "../source.ts";
import {
  BODY,
  FILE_SCOPE,
  knownCell,
  POISONED,
  type Cell,
  type Named,
  type Scope,
  type Value,
} from "../values.ts";
import type { Placement } from "./annotations.ts";
import { newContainer, placeBlock } from "./blocks.ts";
import { layerOf, reportAt, type Evaluator } from "./context.ts";
import { partsOf } from "./deferred.ts";
import { containerOf } from "./entries.ts";
import { roundKey, roundScope, roundsOf } from "./loops.ts";
import { baseShape } from "./shapes.ts";
import { toJson } from "./text.ts";
import { verify } from "./verify.ts";

export interface DeclaredEnvironment {
  /** `prod`, and of a loop `prod.eu`. */
  readonly name: string;
  /** Of a loop: `eu`. */
  readonly key: string | null;
  readonly module: Module;
  readonly declaration: Environment;
  /** With the variable of its loop. */
  readonly scope: Scope;
}

/** All that a package declares, by name. `evaluator`: for the collections of loops, which read nothing of any environment. */
export function findEnvironments(
  evaluator: Evaluator,
  { program }: Checked,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, DeclaredEnvironment> {
  const found = new Map<string, DeclaredEnvironment>();
  const declared = new Map<string, { readonly module: Module; readonly declaration: Environment }>();
  for (const module of program.modules) {
    for (const declaration of module.node.declarations) {
      if (declaration.kind !== "environment" || declaration.name.text === "") continue;
      const { text: name } = declaration.name;
      const other = declared.get(name);
      if (other === undefined) {
        declared.set(name, { module, declaration });
        for (const item of expand(evaluator, module, declaration)) found.set(item.name, item);
        continue;
      }
      // Within one file the binder has said so.
      if (other.module === module) continue;
      const labels = [
        primary(spanOf(module, declaration.name), "declared again"),
        secondary(spanOf(other.module, other.declaration.name), "first declared here"),
      ];
      diagnostics.push(diagnose("SP2002", { name }, { labels }));
    }
  }
  return found;
}

/** What an environment with `for` makes: one for each round. */
export function expand(
  evaluator: Evaluator,
  module: Module,
  declaration: Environment,
): readonly DeclaredEnvironment[] {
  const { loop } = declaration;
  const { text: name } = declaration.name;
  if (loop === null) return [{ name, key: null, module, declaration, scope: FILE_SCOPE }];
  const span = spanOf(module, loop.collection);
  const seen = new Set<string>();
  return (roundsOf(evaluator, loop, module, FILE_SCOPE) ?? []).flatMap((round): DeclaredEnvironment[] => {
    const scope = roundScope(loop, round, FILE_SCOPE, span);
    const key = roundKey(evaluator, loop, module, round, scope);
    if (key === null) return [];
    if (seen.has(key)) {
      const at = spanOf(module, loop.by ?? loop.collection);
      const labels = [primary(at, `gives ${JSON.stringify(key)} twice`)];
      evaluator.diagnostics.push(diagnose("SP3011", { key, address: name }, { labels }));
      return [];
    }
    seen.add(key);
    return [{ name: childAddress(name as Address, key), key, module, declaration, scope }];
  });
}

/** An environment and those from which it inherits, the lowest first. */
export function environmentStack(
  evaluator: Evaluator,
  top: DeclaredEnvironment,
): readonly DeclaredEnvironment[] {
  const named = environmentNamed(evaluator.checked.checker, top.module, top.declaration.of);
  if (named === null) return [top];
  const { module, environment, key } = named;
  const name = key === null ? environment.name.text : childAddress(environment.name.text as Address, key);
  const base = expand(evaluator, module, environment).find((item) => item.name === name);
  return base === undefined ? [top] : [...environmentStack(evaluator, base), top];
}

export function usesOf(
  stack: readonly DeclaredEnvironment[],
  without: ReadonlySet<OverlayUse> | undefined,
): readonly Uses[] {
  return stack.map(({ module, declaration, scope }) => ({
    uses: declaration.with.filter((use) => without?.has(use) !== true),
    module,
    scope,
  }));
}

// --- Settings --------------------------------------------------------------------------------------------------------

export interface Settings {
  readonly delivery: JsonObject;
  /** Where resources live that are on no other target; null: on the machine of the agent. */
  readonly target: Placement | null;
}

const NO_SETTINGS: Settings = { delivery: {}, target: null };

/** What the blocks of the environments of a stack amount to: each amends those below it. */
export function settingsOf(evaluator: Evaluator, stack: readonly DeclaredEnvironment[]): Settings {
  const top = stack.at(-1);
  if (top === undefined || stack.every(({ declaration }) => declaration.settings === null))
    return NO_SETTINGS;
  const record = settingsType(evaluator.checked.checker);
  if (record === null) return NO_SETTINGS;
  const span = spanOf(top.module, top.declaration.name);
  const type = { kind: "record", record } as const;
  const settings = newContainer(baseShape(evaluator, type, null, span), top.name, "", span);
  stack.forEach(({ module, declaration, scope, name }, level) => {
    if (declaration.settings === null) return;
    const layer = level === 0 ? BODY : layerOf(evaluator, level, 0, name);
    placeBlock(
      evaluator,
      settings,
      declaration.settings,
      module,
      scope.onLayer(layer, scope.it),
      "normal",
      null,
    );
  });
  verify(evaluator, settings, span);
  const data = toJson(evaluator, settings, span)?.json;
  evaluator.needs = null;
  if (data === undefined || !isJsonObject(data)) return NO_SETTINGS;
  const { delivery = {}, target } = data;
  return {
    delivery: isJsonObject(delivery) ? withoutEmpty(inParts(delivery)) : {},
    target: placementOf(target),
  };
}

/** People write parts as percentages, the agent counts with parts of one. */
function inParts(delivery: JsonObject): JsonObject {
  const { limits } = delivery;
  if (limits === undefined || !isJsonObject(limits)) return delivery;
  const inOne = Object.entries(limits).map(([name, value]): [string, Json] =>
    (name === "share" || name === "surprise") && typeof value === "number"
      ? [name, value / 100]
      : [name, value],
  );
  return { ...delivery, limits: Object.fromEntries(inOne) };
}

/** What asks for nothing is not there; a time zone alone is no window. */
function withoutEmpty(record: JsonObject): JsonObject {
  const kept = Object.entries(record).filter(
    ([name, value]) =>
      !isJsonObject(value) || Object.keys(value).some((key) => !(name === "window" && key === "zone")),
  );
  return Object.fromEntries(kept);
}

function placementOf(target: Json | undefined): Placement | null {
  if (target === undefined || !isJsonObject(target)) return null;
  const { name, driver } = target;
  if (typeof name !== "string" || typeof driver !== "string") return null;
  return { name, driver, needs: new Map() };
}

// --- What one reads of another -----------------------------------------------------------------------------------------

/** The outputs of another environment, or those of each of a loop: data that is known, as its graph has it. */
export function readOutputs(
  evaluator: Evaluator,
  declaration: Environment,
  module: Module,
  span: Span,
  outputs: (environment: string) => JsonObject | null,
): Value {
  const { text } = declaration.name;
  const found = expand(evaluator, module, declaration).map((item) => {
    const data = outputs(item.name);
    if (data === null)
      reportAt(evaluator, "SP4006", { name: item.name, reader: evaluator.environment }, span, "read here");
    return { key: item.key, value: data === null ? POISONED : valueOf(data, item.name, "", span) };
  });
  const [only] = found;
  if (declaration.loop === null) return only?.value ?? POISONED;
  const entries = found.map(({ key, value }): [string, Cell] => [
    key ?? "",
    knownCell(text, key ?? "", span, value),
  ]);
  return containerOf(new Map(entries), text, "", span);
}

function valueOf(json: Json, up: Named, label: string, span: Span): Value {
  if (typeof json !== "object" || json === null) return json;
  if (isJsonArray(json)) {
    const items = json.map((item, index) => cellOf(item, up, `${label}[${index}]`, span));
    return { kind: "list", type: null, items };
  }
  // A reference to a secret is one here too: the compiler reads none of them.
  if (residualName(json) !== null) {
    const path = typeof up === "string" ? up : label;
    return { kind: "deferred", residual: json, size: partsOf(json), from: [], path };
  }
  const entries = new Map<string, Cell>();
  for (const [escaped, value] of Object.entries(json)) {
    const key = unescapeKey(escaped);
    entries.set(key, cellOf(value, up, label === "" ? key : `${label}.${key}`, span));
  }
  return containerOf(entries, up, label, span);
}

function cellOf(json: Json, up: Named, label: string, span: Span): Cell {
  return knownCell(up, label, span, valueOf(json, up, label, span));
}
