// Overlays and environments: an overlay against the system that it is on, and the lists after `with`.

import type { Environment, Overlay, OverlayUse, QualifiedName } from "../ast.ts";
import type { Binding, Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import type { SystemInfo } from "../types.ts";
import { checkEachPlaced, checkSystemBlock } from "./amend.ts";
import {
  fileScope,
  lookUpQualified,
  refuseShadow,
  report,
  spanOf,
  type Checker,
  type Local,
  type Scope,
} from "./context.ts";
import { typeOf } from "./declared.ts";
import { refuseFunctions } from "./records.ts";
import { systemOf } from "./systems.ts";

function systemNamed(
  checker: Checker,
  module: Module,
  name: QualifiedName,
  quiet = false,
): SystemInfo | null {
  if (name.text === "") return null;
  const found = lookUpQualified(checker, module, name);
  const span = spanOf(module, name);
  if (found?.declaration?.kind === "system") return systemOf(checker, found.module, found.declaration);
  if (quiet) return null;
  if (found === null) {
    if (module.broken) return null;
    const fixes = name.module === null ? importing(checker.program, module, name.text) : [];
    const near = fixes.length > 0 ? null : nearest(name.text, module.names.keys());
    const help = fixes[0]?.title ?? (near === null ? "declare it, or import it" : `write \`${near}\``);
    report(checker, "SP2007", { name: name.text }, span, "no such system", { help, near, fixes });
    return null;
  }
  if (found.declaration !== null) {
    const is = withArticle(found.declaration.kind);
    const labels = [secondary(found.span, "declared here")];
    const parameters = { name: name.text, is, wanted: "a system" };
    report(checker, "SP2008", parameters, span, "not a system", { labels });
  }
  return null;
}

export function checkOverlay(checker: Checker, module: Module, overlay: Overlay): void {
  const names = new Map<string, Local>();
  const system = overlay.on === null ? null : systemNamed(checker, module, overlay.on);
  const file = fileScope(module);
  const outer: Scope = { ...file, system };
  for (const param of overlay.params) {
    const type = typeOf(checker, module, param.type);
    refuseFunctions(checker, module, type, param.type);
    const before = { ...file, frame: { names: new Map(names), outer: null } };
    if (param.value !== null) checker.check(checker, param.value, type, before);
    declare(checker, outer, names, param.name.text, { type, span: spanOf(module, param.name) });
  }
  for (const entry of overlay.block.entries) {
    if (entry.kind !== "let") continue;
    const { declaration } = entry;
    const declared = declaration.type === null ? null : typeOf(checker, module, declaration.type);
    const scope: Scope = {
      ...outer,
      frame: { names: new Map(names), outer: null },
      self: declaration.name.text,
    };
    const found = checker.check(checker, declaration.value, declared, scope);
    const span = spanOf(module, declaration.name);
    declare(checker, outer, names, declaration.name.text, { type: declared ?? found, span });
  }
  const scope: Scope = { ...outer, frame: { names, outer: null } };
  if (overlay.on === null) checkAnywhere(checker, overlay, scope);
  else if (system !== null) checkSystemBlock(checker, overlay.block, system, scope, true);
}

/** Without `on` an overlay fits any system, so it may name no slot. */
function checkAnywhere(checker: Checker, overlay: Overlay, scope: Scope): void {
  for (const entry of overlay.block.entries) {
    if (entry.kind === "let") continue;
    if (entry.kind === "each") {
      checkEachPlaced(checker, entry, { kind: "anything" }, scope);
      continue;
    }
    const why = "without `on` it fits any system, so it holds `each` and nothing else";
    const help = `say which system has this: \`overlay ${overlay.name.text} on System { ... }\``;
    const at = "key" in entry && "text" in entry.key ? entry.key : entry;
    report(checker, "SP2203", { why }, spanOf(scope.module, at), "of which system?", { help });
  }
}

function declare(
  checker: Checker,
  outer: Scope,
  names: Map<string, Local>,
  name: string,
  local: Local,
): void {
  const before = names.get(name);
  if (before !== undefined) {
    const labels = [secondary(before.span, "first declared here")];
    report(checker, "SP2002", { name }, local.span, "declared again", { labels });
  } else refuseShadow(checker, outer, name, local.span);
  names.set(name, local);
}

// --- Environments ----------------------------------------------------------------------------------------------------

/** The system of an environment, through those from which it inherits. */
export function environmentSystem(
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
    const parameters = { name: of.text, is: withArticle(declaration.kind), wanted: "an environment" };
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
  const system = environmentSystem(checker, module, environment);
  for (const use of environment.with) checkUse(checker, module, use, system, fileScope(module));
}

// --- Uses ------------------------------------------------------------------------------------------------------------

export function checkUse(
  checker: Checker,
  module: Module,
  use: OverlayUse,
  system: SystemInfo | null,
  scope: Scope,
): void {
  if (use.block !== null && system !== null) {
    checkSystemBlock(checker, use.block, system, { ...fileScope(module), system }, false);
  }
  if (use.name === null || use.name.text === "") return;
  const name = use.name.text;
  const span = spanOf(module, use.name);
  const found = lookUpQualified(checker, module, use.name);
  if (found === null) {
    if (module.broken) return;
    const fixes = use.name.module === null ? importing(checker.program, module, name) : [];
    const overlays = [...module.names.values()].filter((item) => item.declaration?.kind === "overlay");
    const names = overlays.map((item) => item.name);
    const near = fixes.length > 0 ? null : nearest(name, names);
    const otherwise = near === null ? "declare it with `overlay`, or import it" : `write \`${near}\``;
    const help = fixes[0]?.title ?? otherwise;
    report(checker, "SP2001", { name }, span, "no such overlay", { help, near, fixes });
    return;
  }
  const { declaration } = found;
  if (declaration === null) {
    refuseModule(checker, module, use.name, found, "an overlay");
    return;
  }
  const labels = [secondary(found.span, "declared here")];
  if (declaration.kind !== "overlay") {
    const parameters = { name, is: withArticle(declaration.kind), wanted: "an overlay" };
    report(checker, "SP2008", parameters, span, "not an overlay", { labels });
    return;
  }
  checkUseArguments(checker, use, found, declaration, scope);
  if (declaration.on === null || system === null) return;
  const on = lookUpQualified(checker, found.module, declaration.on);
  if (on?.declaration?.kind !== "system") return;
  if (systemOf(checker, on.module, on.declaration) === system) return;
  const why = `\`${name}\` is on \`${on.declaration.name.text}\`, and this is \`${system.name}\``;
  report(checker, "SP2203", { why }, span, `on \`${on.declaration.name.text}\``, { labels, help: null });
}

function checkUseArguments(
  checker: Checker,
  use: OverlayUse,
  found: Binding,
  overlay: Overlay,
  scope: Scope,
): void {
  const { module } = scope;
  const given = new Set<string>();
  for (const [index, arg] of use.args.entries()) {
    const { name } = arg;
    const param =
      name === null ? overlay.params[index] : overlay.params.find((item) => item.name.text === name.text);
    const span = spanOf(module, name ?? arg);
    if (param === undefined) {
      const why = name === null ? "it has fewer parameters" : `it has no parameter \`${name.text}\``;
      const names = overlay.params.map((item) => item.name.text);
      const near = name === null ? null : nearest(name.text, names);
      const help = near === null ? null : `write \`${near}\``;
      report(checker, "SP2106", { name: overlay.name.text, why }, span, why, { help, near });
      continue;
    }
    if (given.has(param.name.text)) {
      report(checker, "SP2112", { name: param.name.text }, span, "given again");
    }
    given.add(param.name.text);
    const type = typeOf(checker, found.module, param.type);
    checker.check(checker, arg.value, type, { ...scope, self: null });
  }
  for (const param of overlay.params) {
    const may = param.value !== null || param.type.kind === "optional" || given.has(param.name.text);
    if (may || use.name === null) continue;
    const why = `its parameter \`${param.name.text}\` has no default`;
    const labels = [secondary(spanOf(found.module, param.name), "required here")];
    const help = `write \`${overlay.name.text}(${param.name.text} = ...)\``;
    const label = `needs \`${param.name.text}\``;
    const parameters = { name: overlay.name.text, why };
    report(checker, "SP2106", parameters, spanOf(module, use.name), label, { labels, help });
  }
}

/** A module that was imported whole is none of what has a name in it. */
function refuseModule(
  checker: Checker,
  module: Module,
  name: QualifiedName,
  found: Binding,
  wanted: string,
): void {
  if (found.namespace === null) return;
  const parameters = { name: name.text, is: "a module", wanted };
  report(checker, "SP2008", parameters, spanOf(module, name), `not ${wanted}`, { help: null });
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}
