// Environments: the system or the environment at which each begins, and the overlays that it lists.

import type { Environment } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { SystemInfo } from "../types.ts";
import { fileScope, lookUpQualified, report, sortOf, spanOf, type Checker } from "./context.ts";
import { systemNamed, withUses } from "./systems.ts";
import { checkUses, refuseModule } from "./uses.ts";

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
function systemBelow(
  checker: Checker,
  module: Module,
  environment: Environment,
  seen: readonly Environment[],
): SystemInfo | null {
  if (/^_?[A-Z]/.test(environment.of.text))
    return systemNamed(checker, module, environment.of, seen.length > 0);
  const base = baseOf(checker, module, environment, seen);
  return base === null
    ? null
    : environmentSystem(checker, base.module, base.environment, [...seen, environment]);
}

interface Base {
  readonly module: Module;
  readonly environment: Environment;
}

function baseOf(
  checker: Checker,
  module: Module,
  environment: Environment,
  seen: readonly Environment[],
): Base | null {
  const { of } = environment;
  if (of.text === "") return null;
  const span = spanOf(module, of);
  const found = lookUpQualified(checker, module, of);
  if (found === null) {
    if (module.broken || seen.length > 0) return null;
    const environments = [...module.names.values()].filter(
      (item) => item.declaration?.kind === "environment",
    );
    const near = nearest(
      of.text,
      environments.map((item) => item.name),
    );
    const help = near === null ? "declare it, or import it" : `write \`${near}\``;
    report(checker, "SP2001", { name: of.text }, span, "no such environment", { help, near });
    return null;
  }
  const { declaration } = found;
  if (declaration === null) {
    refuseModule(checker, module, of, found, "an environment");
    return null;
  }
  if (declaration.kind !== "environment") {
    if (seen.length > 0) return null;
    const labels = [secondary(found.span, "declared here")];
    const parameters = { name: of.text, is: sortOf(declaration), wanted: "an environment" };
    report(checker, "SP2008", parameters, span, "not an environment", { labels });
    return null;
  }
  if (declaration !== environment && !seen.includes(declaration))
    return { module: found.module, environment: declaration };
  // Said once for each loop.
  const loop = [...seen, environment].slice([...seen, environment].indexOf(declaration));
  if (loop.some((item) => checker.extending.has(item))) return null;
  for (const item of loop) checker.extending.add(item);
  const names = [...loop, declaration].map((item) => item.name.text);
  const help = "let one of them name a system";
  report(checker, "SP3001", { loop: names }, span, "leads back here", { help });
  return null;
}

export function checkEnvironment(checker: Checker, module: Module, environment: Environment): void {
  const system = systemBelow(checker, module, environment, []);
  checkUses(checker, environment.with, system, fileScope(module));
}
