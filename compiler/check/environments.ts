// Environments: the system or the environment at which each begins, the overlays that it lists, its settings, and what one reads
// of another.

import { isKeyed, type Environment, type Loop, type QualifiedName } from "../ast.ts";
import type { Binding, Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import type { RecordInfo, SystemInfo } from "../types.ts";
import { checkRecord } from "./blocks.ts";
import {
  fileScope,
  lookUp,
  lookUpQualified,
  report,
  sortOf,
  spanOf,
  type Checker,
  type Scope,
} from "./context.ts";
import { recordOf } from "./declared.ts";
import { checkKeyedLoop } from "./loops.ts";
import { systemNamed, withUses } from "./systems.ts";
import { checkUses, refuseModule } from "./uses.ts";

export function checkEnvironment(checker: Checker, module: Module, environment: Environment): void {
  const system = systemBelow(checker, module, environment);
  const base = environmentNamed(checker, module, environment.of);
  if (base !== null) noteNeed(checker, environment, base.environment, spanOf(module, environment.of));
  const outer: Scope = { ...fileScope(module), within: environment };
  const scope = environment.loop === null ? outer : checkKeyedLoop(checker, environment.loop, outer);
  checkUses(checker, environment.with, system, scope);
  const { settings } = environment;
  const record = settings === null ? null : settingsType(checker);
  if (settings !== null && record !== null)
    checkRecord(checker, settings, record, scope, { given: null, whole: false });
}

/** What the block of an environment amends: `std.environment.Environment`. */
export function settingsType(checker: Checker): RecordInfo | null {
  const module = checker.program.standard("environment");
  const declaration = module?.names.get("Environment")?.declaration;
  return module === null || declaration?.kind !== "type" ? null : recordOf(checker, module, declaration);
}

// --- Where it begins -------------------------------------------------------------------------------------------------

/** The system of an environment with all overlays on it, those of the environments from which it inherits included. */
export function environmentSystem(
  checker: Checker,
  module: Module,
  environment: Environment,
  seen: readonly Environment[] = [],
): SystemInfo | null {
  const below = systemBelow(checker, module, environment, seen);
  return below === null ? null : withUses(checker, module, below, environment.with);
}

/** What an environment's own overlays are on. */
export function systemBelow(
  checker: Checker,
  module: Module,
  environment: Environment,
  seen: readonly Environment[] = [],
): SystemInfo | null {
  if (/^_?[A-Z]/.test(environment.of.text))
    return systemNamed(checker, module, environment.of, seen.length > 0);
  const base = baseOf(checker, module, environment, seen);
  return base === null
    ? null
    : environmentSystem(checker, base.module, base.environment, [...seen, environment]);
}

/** An environment, and of one with `for` the key of the one that is meant. */
export interface NamedEnvironment {
  readonly module: Module;
  readonly environment: Environment;
  readonly key: string | null;
}

/** What `prod`, `lib.prod` and `prod.eu` name, as far as it is an environment. */
export function environmentNamed(
  checker: Checker,
  module: Module,
  name: QualifiedName,
): NamedEnvironment | null {
  const outer = name.module === null ? null : lookUp(checker, module, name.module.text);
  if (outer?.declaration?.kind === "environment")
    return { module: outer.module, environment: outer.declaration, key: name.text };
  const found = lookUpQualified(checker, module, name);
  if (found?.declaration?.kind !== "environment") return null;
  return { module: found.module, environment: found.declaration, key: null };
}

/** `seen`: those that led here; what is wrong with one is reported where it stands, and so once. */
function baseOf(
  checker: Checker,
  module: Module,
  environment: Environment,
  seen: readonly Environment[],
): NamedEnvironment | null {
  const { of } = environment;
  if (of.text === "") return null;
  const base = environmentNamed(checker, module, of);
  if (base === null) {
    if (seen.length === 0) refuseBase(checker, module, of);
    return null;
  }
  const span = spanOf(module, of);
  if (base.environment !== environment && !seen.includes(base.environment)) {
    if (seen.length === 0) checkKey(checker, base, span);
    return base;
  }
  // Said once for each loop.
  const loop = [...seen, environment].slice([...seen, environment].indexOf(base.environment));
  if (loop.some((item) => checker.extending.has(item))) return null;
  for (const item of loop) checker.extending.add(item);
  const names = [...loop, base.environment].map((item) => item.name.text);
  const help = "let one of them name a system";
  report(checker, "SP3001", { loop: names }, span, "leads back here", { help });
  return null;
}

function refuseBase(checker: Checker, module: Module, of: QualifiedName): void {
  const span = spanOf(module, of);
  const found: Binding | null = lookUpQualified(checker, module, of);
  if (found === null) {
    if (module.broken) return;
    const environments = [...module.names.values()].filter(
      (item) => item.declaration?.kind === "environment",
    );
    const near = nearest(
      of.text,
      environments.map((item) => item.name),
    );
    const help = near === null ? "declare it, or import it" : `write \`${near}\``;
    report(checker, "SP2001", { name: of.text }, span, "no such environment", { help, near });
    return;
  }
  const { declaration } = found;
  if (declaration === null) {
    refuseModule(checker, module, of, found, "an environment");
    return;
  }
  const labels = [secondary(found.span, "declared here")];
  const parameters = { name: of.text, is: sortOf(declaration), wanted: "an environment" };
  report(checker, "SP2008", parameters, span, "not an environment", { labels });
}

/** Of several the name says which, and of one alone nothing more. */
function checkKey(checker: Checker, { module, environment, key }: NamedEnvironment, span: Span): void {
  const { text: name } = environment.name;
  const labels = [secondary(spanOf(module, environment.name), "declared here")];
  const keys = environment.loop === null ? [] : loopKeys(environment.loop);
  if (environment.loop !== null && key === null) {
    const example = keys?.[0] ?? "key";
    const parameters = { name, is: "several environments", wanted: "one" };
    report(checker, "SP2008", parameters, span, "which of them?", {
      labels,
      help: `write \`${name}.${example}\``,
    });
    return;
  }
  if (key === null || keys === null || keys.includes(key)) return;
  const near = nearest(key, keys);
  const help =
    environment.loop === null
      ? `write \`${name}\``
      : near === null
        ? `there are ${keys.map((item) => `${name}.${item}`).join(", ")}`
        : `write \`${name}.${near}\``;
  report(checker, "SP4003", { name: `${name}.${key}` }, span, "no such environment", { labels, help });
}

/** The keys of a loop, where they are written in it. */
export function loopKeys({ collection, by }: Loop): readonly string[] | null {
  if (by !== null) return null;
  if (collection.kind === "list") {
    const keys = collection.items.map((item) =>
      item.kind === "literal" && typeof item.value === "string" ? item.value : null,
    );
    return keys.every((key) => key !== null) ? keys : null;
  }
  if (collection.kind !== "block") return null;
  const keys = collection.entries.map((entry) => (isKeyed(entry) ? entry.key.text : null));
  return keys.every((key) => key !== null) ? keys : null;
}

// --- What one needs of another ---------------------------------------------------------------------------------------

export function noteNeed(checker: Checker, environment: Environment, needed: Environment, span: Span): void {
  const needs = checker.environmentReads.get(environment) ?? new Map<Environment, Span>();
  checker.environmentReads.set(environment, needs);
  if (!needs.has(needed)) needs.set(needed, span);
}

/** Environments that need each other's outputs: none of them could be compiled first. */
export function refuseEnvironmentLoops(checker: Checker): void {
  const done = new Set<Environment>();
  const path: { readonly environment: Environment; readonly span: Span | null }[] = [];
  const visit = (environment: Environment, span: Span | null): void => {
    const at = path.findIndex((item) => item.environment === environment);
    if (at >= 0) {
      reportLoop(checker, [...path.slice(at + 1), { environment, span }]);
      return;
    }
    if (done.has(environment)) return;
    path.push({ environment, span });
    for (const [next, read] of checker.environmentReads.get(environment) ?? []) visit(next, read);
    path.pop();
    done.add(environment);
  };
  for (const environment of checker.environmentReads.keys()) visit(environment, null);
}

type Loops = readonly { readonly environment: Environment; readonly span: Span | null }[];

function reportLoop(checker: Checker, loop: Loops): void {
  // Inheriting in a loop was reported where it stands.
  if (loop.every(({ environment }) => checker.extending.has(environment))) return;
  const last = loop.at(-1);
  const [first, ...rest] = loop;
  if (last === undefined || first === undefined || first.span === null) return;
  const names = [last, ...loop].map(({ environment }) => environment.name.text);
  const labels = rest.flatMap(({ span, environment }) =>
    span === null ? [] : [secondary(span, `needs \`${environment.name.text}\``)],
  );
  const help = "give one of them a value of its own";
  report(checker, "SP3001", { loop: names }, first.span, `needs \`${first.environment.name.text}\``, {
    labels,
    help,
  });
}
