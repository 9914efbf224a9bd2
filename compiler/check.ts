// The static checker: every declaration of every module against its types, used or not, before anything is evaluated.
//
// In:  the bound modules. Out: what every name means, which method every call is, and diagnostics. The tables are keyed by
// node, so the tree stays as the parser made it.

import type { Declaration, Environment, Overlay, OverlayUse, System } from "./ast.ts";
import type { Binding, Module, Program } from "./bind.ts";
import { checkResourceBlock, checkSystemBlock } from "./check/blocks.ts";
import {
  fileScope,
  lookUp,
  newChecker,
  report,
  spanOf,
  type Checked,
  type Checker,
  type Scope,
} from "./check/context.ts";
import { recordOf, typeDeclared, typeOf } from "./check/declared.ts";
import { check as checkExpression } from "./check/expressions.ts";
import { checkKind } from "./check/kinds.ts";
import { systemOf, systemScope, typeOfGlobal } from "./check/systems.ts";
import { refuseUnbuilt } from "./check/unbuilt.ts";
import { diagnose, primary, secondary, type Diagnostic } from "./diagnostics.ts";
import { dropping, importing } from "./diagnostics/imports.ts";
import { nearest } from "./near.ts";
import { scalar, showType, type RecordInfo, type SystemInfo, type Type } from "./types.ts";

export function check(program: Program, diagnostics: Diagnostic[]): Checked {
  const checker = newChecker(program, diagnostics, checkExpression);
  for (const module of program.modules) {
    refuseUnbuilt(module.node, diagnostics);
    for (const declaration of module.node.declarations) checkDeclaration(checker, module, declaration);
  }
  for (const module of program.modules) {
    if (module.standard === null) warnUnused(checker, module);
  }
  return { program, references: checker.references, receivers: checker.receivers, checker };
}

function checkDeclaration(checker: Checker, module: Module, declaration: Declaration): void {
  switch (declaration.kind) {
    case "system":
      checkSystem(checker, module, declaration);
      return;
    case "type":
      if (declaration.is.kind === "alias") typeDeclared(checker, module, declaration);
      else checkFields(checker, module, recordOf(checker, module, declaration));
      return;
    case "kind": {
      const record = recordOf(checker, module, declaration);
      checkFields(checker, module, record);
      checkKind(checker, module, declaration, record);
      return;
    }
    case "overlay":
      checkOverlay(checker, module, declaration);
      return;
    case "environment":
      checkEnvironment(checker, module, declaration);
      return;
    case "let":
      typeOfGlobal(checker, module, declaration);
      return;
    case "fn":
      return;
  }
}

function checkFields(checker: Checker, module: Module, record: RecordInfo): void {
  for (const field of record.fields.values()) {
    const { type } = field;
    if (field.value === null) continue;
    const scope: Scope = { ...fileScope(module), siblings: record, self: field.name };
    checkExpression(checker, field.value, type, scope);
    if (type.kind === "optional") reportOptionalDefault(checker, module, field.value, type);
  }
}

function reportOptionalDefault(
  checker: Checker,
  module: Module,
  value: { start: number; end: number },
  type: Type,
): void {
  const why = "what has a default is never absent";
  const help =
    type.kind === "optional"
      ? `write \`${showType(type.inner)}\` with the default, or \`${showType(type)}\` without one`
      : null;
  report(checker, "SP2114", { why }, spanOf(module, value), "a default of what may be absent", { help });
}

function checkSystem(checker: Checker, module: Module, declaration: System): void {
  const system = systemOf(checker, module, declaration);
  const seen = new Set<SystemInfo>([system]);
  for (const member of declaration.members) {
    const info = system.members.get(member.name.text);
    const scope = systemScope(system, null);
    switch (member.kind) {
      case "param": {
        const type = typeOf(checker, module, member.type);
        if (member.value === null) break;
        checkExpression(checker, member.value, type, systemScope(system, member.name.text));
        if (type.kind === "optional") reportOptionalDefault(checker, module, member.value, type);
        break;
      }
      case "let":
      case "output":
        if (info?.kind === "let" || info?.kind === "output") void info.type;
        break;
      case "slot":
        if (member.loop !== null) {
          const span = spanOf(module, member.loop);
          report(checker, "SP9001", { feature: "`for` on a declaration" }, span, "not supported yet");
        }
        if (member.condition !== null) {
          checkExpression(checker, member.condition, scalar("Bool"), scope);
          const span = spanOf(module, member.condition);
          report(checker, "SP9001", { feature: "`if` on a declaration" }, span, "not supported yet");
        }
        // What the block says about the loop's variable cannot be judged.
        if (member.loop !== null) break;
        if (info?.kind === "resource") {
          for (const use of member.with) {
            report(
              checker,
              "SP2203",
              { why: "only a system takes overlays" },
              spanOf(module, use),
              "not a system",
              { help: null },
            );
          }
          checkResourceBlock(checker, member.block, info.record, scope);
        }
        if (info?.kind === "instance") {
          if (holds(info.system, system, seen)) {
            const span = spanOf(module, member.of);
            report(
              checker,
              "SP2204",
              { name: system.name },
              span,
              "leads back to the system that it stands in",
            );
            break;
          }
          for (const use of member.with) checkUse(checker, module, use, info.system, scope);
          checkSystemBlock(checker, member.block, info.system, scope, false);
        }
        break;
    }
  }
}

/** Does `outer` hold `wanted`, at any depth? */
function holds(outer: SystemInfo, wanted: SystemInfo, seen: Set<SystemInfo>): boolean {
  if (outer === wanted) return true;
  if (seen.has(outer)) return false;
  seen.add(outer);
  return [...outer.members.values()].some(
    (member) => member.kind === "instance" && holds(member.system, wanted, seen),
  );
}

// --- Overlays and environments ---------------------------------------------------------------------------------------

function systemNamed(checker: Checker, module: Module, word: System["name"]): SystemInfo | null {
  if (word.text === "") return null;
  const found = lookUp(checker, module, word.text);
  const span = spanOf(module, word);
  if (found === null) {
    if (module.broken) return null;
    const fixes = importing(checker.program, module, word.text);
    const near = fixes.length > 0 ? null : nearest(word.text, module.names.keys());
    const help = fixes[0]?.title ?? (near === null ? "declare it, or import it" : `write \`${near}\``);
    report(checker, "SP2007", { name: word.text }, span, "no such system", { help, near, fixes });
    return null;
  }
  if (found.declaration?.kind === "system") return systemOf(checker, found.module, found.declaration);
  if (found.declaration !== null) {
    const is = `a ${found.declaration.kind}`;
    const labels = [secondary(found.span, "declared here")];
    report(checker, "SP2008", { name: word.text, is, wanted: "a system" }, span, "not a system", { labels });
  }
  return null;
}

type Frame = Map<string, { readonly type: Type; readonly span: ReturnType<typeof spanOf> }>;

function checkOverlay(checker: Checker, module: Module, overlay: Overlay): void {
  const frame: Frame = new Map();
  if (overlay.on === null) {
    const span = spanOf(module, overlay.name);
    report(checker, "SP9001", { feature: "an overlay without `on`" }, span, "not supported yet");
    return;
  }
  const system = systemNamed(checker, module, overlay.on);
  const outer: Scope = { ...fileScope(module), system };
  for (const param of overlay.params) {
    const type = typeOf(checker, module, param.type);
    if (param.value !== null) checkExpression(checker, param.value, type, { ...fileScope(module), frame });
    frame.set(param.name.text, { type, span: spanOf(module, param.name) });
  }
  for (const entry of overlay.block.entries) {
    if (entry.kind !== "let") continue;
    const { declaration } = entry;
    const declared = declaration.type === null ? null : typeOf(checker, module, declaration.type);
    const scope: Scope = { ...outer, frame: new Map(frame), self: declaration.name.text };
    const found = checkExpression(checker, declaration.value, declared, scope);
    const span = spanOf(module, declaration.name);
    const before = frame.get(declaration.name.text);
    if (before !== undefined) {
      const labels = [secondary(before.span, "first declared here")];
      report(checker, "SP2002", { name: declaration.name.text }, span, "declared again", { labels });
    }
    frame.set(declaration.name.text, { type: declared ?? found, span });
  }
  if (system !== null) checkSystemBlock(checker, overlay.block, system, { ...outer, frame }, true);
}

function checkEnvironment(checker: Checker, module: Module, environment: Environment): void {
  // An environment on an environment is refused as unbuilt.
  const system = /^_?[A-Z]/.test(environment.of.text) ? systemNamed(checker, module, environment.of) : null;
  for (const use of environment.with) checkUse(checker, module, use, system, fileScope(module));
}

function checkUse(
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
  const found = lookUp(checker, module, name);
  if (found === null) {
    if (module.broken) return;
    const overlays = [...module.names.values()].filter((item) => item.declaration?.kind === "overlay");
    const fixes = importing(checker.program, module, name);
    const names = overlays.map((item) => item.name);
    const near = fixes.length > 0 ? null : nearest(name, names);
    const otherwise = near === null ? "declare it with `overlay`, or import it" : `write \`${near}\``;
    const help = fixes[0]?.title ?? otherwise;
    report(checker, "SP2001", { name }, span, "no such overlay", { help, near, fixes });
    return;
  }
  const { declaration } = found;
  if (declaration === null) return;
  const labels = [secondary(found.span, "declared here")];
  if (declaration.kind !== "overlay") {
    report(
      checker,
      "SP2008",
      { name, is: `a ${declaration.kind}`, wanted: "an overlay" },
      span,
      "not an overlay",
      { labels },
    );
    return;
  }
  checkUseArguments(checker, use, found, declaration, scope);
  const on = declaration.on === null ? undefined : found.module.names.get(declaration.on.text);
  if (on?.declaration?.kind !== "system" || system === null) return;
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
    const param =
      arg.name === null
        ? overlay.params[index]
        : overlay.params.find((item) => item.name.text === arg.name?.text);
    if (param === undefined) {
      const why = arg.name === null ? "it has fewer parameters" : `it has no parameter \`${arg.name.text}\``;
      const near =
        arg.name === null
          ? null
          : nearest(
              arg.name.text,
              overlay.params.map((item) => item.name.text),
            );
      const help = near === null ? null : `write \`${near}\``;
      report(checker, "SP2106", { name: overlay.name.text, why }, spanOf(module, arg.name ?? arg), why, {
        help,
        near,
      });
      continue;
    }
    if (given.has(param.name.text)) {
      report(checker, "SP2112", { name: param.name.text }, spanOf(module, arg.name ?? arg), "given again");
    }
    given.add(param.name.text);
    checkExpression(checker, arg.value, typeOf(checker, found.module, param.type), { ...scope, self: null });
  }
  for (const param of overlay.params) {
    if (
      param.value !== null ||
      param.type.kind === "optional" ||
      given.has(param.name.text) ||
      use.name === null
    )
      continue;
    const why = `its parameter \`${param.name.text}\` has no default`;
    const labels = [secondary(spanOf(found.module, param.name), "required here")];
    const help = `write \`${overlay.name.text}(${param.name.text} = ...)\``;
    report(
      checker,
      "SP2106",
      { name: overlay.name.text, why },
      spanOf(module, use.name),
      `needs \`${param.name.text}\``,
      { labels, help },
    );
  }
}

function warnUnused(checker: Checker, module: Module): void {
  if (module.broken) return;
  for (const binding of module.names.values()) {
    if (!binding.imported || binding.declaration === null || checker.used.has(binding)) continue;
    const labels = [primary(binding.span, "never used")];
    const fixes = dropping(module, binding.span, binding.name);
    checker.diagnostics.push(diagnose("SP2005", { name: binding.name }, { labels, fixes }));
  }
}
