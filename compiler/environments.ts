// What a package says of its environments: the system of each, the overlays from the lowest to the highest, and where all
// of it is declared. Read from the declarations alone, so a package that does not compile can still be listed.
//
// Surprising: an environment that stands on another one is listed with all that it inherits, because that is its stack.

import { addressSegments } from "./address.ts";
import type { Environment, OverlayUse, QualifiedName } from "./ast.ts";
import type { Binding, Module } from "./bind.ts";
import { lookUpQualified, spanOf, type Checked } from "./check/context.ts";
import { environmentNamed } from "./check/environments.ts";
import { placeOf, type Place } from "./source.ts";

export interface EnvironmentFacts {
  readonly name: string;
  /** null: it names none that there is. */
  readonly system: string | null;
  /** The environment that it stands on; null: none. */
  readonly base: string | null;
  /** Lowest first. */
  readonly overlays: readonly OverlayFacts[];
  readonly doc: string | null;
  readonly place: Place;
}

export interface OverlayFacts {
  /** As it is written: `production`, `eu(region = "eu-west-1")`, `{ … }`. */
  readonly text: string;
  /** Side by side with each other; null: it is one overlay. */
  readonly siblings: readonly OverlayFacts[] | null;
  /** The environment that lists it, where this one only stands on it. */
  readonly inheritedFrom: string | null;
  /** Where the overlay is declared; an inline one where it is listed. null: several, or there is none of that name. */
  readonly place: Place | null;
}

/** `names`: of those that are compiled, such as `prod.eu` of `environment prod for r in …`. */
export function describeEnvironments(
  checked: Checked,
  names: readonly string[],
): readonly EnvironmentFacts[] {
  const declared = new Map<string, Declared>();
  for (const module of checked.program.modules)
    for (const environment of module.node.declarations)
      if (environment.kind === "environment" && !declared.has(environment.name.text))
        declared.set(environment.name.text, { module, environment });
  return names.flatMap((name) => {
    const found = declared.get(addressSegments(name)?.[0] ?? name);
    return found === undefined ? [] : [describe(checked, name, found)];
  });
}

interface Declared {
  readonly module: Module;
  readonly environment: Environment;
}

function describe(checked: Checked, name: string, own: Declared): EnvironmentFacts {
  const stack = [own];
  for (let at: Declared = own; ;) {
    const below = environmentNamed(checked.checker, at.module, at.environment.of);
    // A circle is an error of its own.
    if (below === null || stack.some(({ environment }) => environment === below.environment)) break;
    at = { module: below.module, environment: below.environment };
    stack.push(at);
  }
  const { module: lowest, environment: root } = stack.at(-1) ?? own;
  const system = find(checked, lowest, root.of)?.declaration ?? null;
  return {
    name,
    system: system?.kind === "system" ? system.name.text : null,
    base: stack.length > 1 ? nameOf(own.environment.of) : null,
    overlays: stack.toReversed().flatMap(({ module, environment }, index) => {
      const inheritedFrom = index === stack.length - 1 ? null : environment.name.text;
      return environment.with.map((use) => describeOverlay(checked, module, use, inheritedFrom));
    }),
    doc: own.environment.doc,
    place: placeOf(spanOf(own.module, own.environment.name)),
  };
}

/** `prod`, or of a loop `prod.eu`. */
function nameOf({ module, text }: QualifiedName): string {
  return module === null ? text : `${module.text}.${text}`;
}

/** An overlay where it is listed, in an environment or for a system inside another. */
export function describeOverlay(
  checked: Checked,
  module: Module,
  use: OverlayUse,
  inheritedFrom: string | null,
): OverlayFacts {
  const found = use.name === null ? null : find(checked, module, use.name);
  const declared =
    found?.declaration?.kind === "overlay" ? spanOf(found.module, found.declaration.name) : null;
  const inline = use.block === null ? null : spanOf(module, use);
  const span = declared ?? inline;
  return {
    text: textOf(module, use),
    siblings:
      use.siblings?.map((sibling) => describeOverlay(checked, module, sibling, inheritedFrom)) ?? null,
    inheritedFrom,
    place: span === null ? null : placeOf(span),
  };
}

function find(checked: Checked, module: Module, name: QualifiedName): Binding | null {
  return name.text === "" ? null : lookUpQualified(checked.checker, module, name);
}

/** On one line; what stands in a block is left out. */
function textOf(module: Module, use: OverlayUse): string {
  if (use.block !== null) return "{ … }";
  if (use.siblings !== null) return `(${use.siblings.map((each) => textOf(module, each)).join(", ")})`;
  const { start, end } = spanOf(module, use);
  return module.file.text.slice(start, end).replaceAll(/\s+/g, " ").trim();
}
