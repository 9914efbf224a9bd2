// Overlays by themselves: each against the system that it is on, whether any environment lists it or not.

import type { Overlay, OverlayUse } from "../ast.ts";
import type { Module } from "../bind.ts";
import type { SystemInfo } from "../types.ts";
import { checkEachPlaced, checkSystemBlock } from "./amend.ts";
import { fileScope, report, spanOf, type Checker, type Scope } from "./context.ts";
import { overlayScope } from "./frames.ts";
import { noteReplaced, readersOf } from "./replaced.ts";
import { systemNamed, withBlock, withUse } from "./systems.ts";
import { checkFit, checkUseArguments, overlayOf } from "./uses.ts";

export function checkOverlay(checker: Checker, module: Module, overlay: Overlay): void {
  const file: Scope = { ...fileScope(module), reader: overlay };
  if (overlay.on === null) {
    checkAnywhere(checker, overlay, overlayScope(checker, module, overlay.params, overlay.block, file));
    return;
  }
  const declared = systemNamed(checker, module, overlay.on);
  const below = declared === null ? null : checkRequired(checker, module, overlay.with, declared);
  const system = below === null ? null : withBlock(checker, module, below, overlay.block, overlay);
  const scope = overlayScope(checker, module, overlay.params, overlay.block, { ...file, system });
  if (below === null || system === null) return;
  noteReplaced(checker, below, system, readersOf(below), null);
  checkSystemBlock(checker, overlay.block, system, scope, true);
}

/** `on Shop with production`: the overlays that must be below this one. Which arguments they get there is their users' matter. */
function checkRequired(
  checker: Checker,
  module: Module,
  uses: readonly OverlayUse[],
  declared: SystemInfo,
): SystemInfo {
  let system = declared;
  for (const use of uses) {
    if (use.siblings !== null) {
      system = checkRequired(checker, module, use.siblings, system);
      continue;
    }
    if (use.block !== null) {
      const why = "what an overlay is on has a name, and a block in its place has none";
      const help = "declare the block with `overlay`, and name it here";
      report(checker, "SP2203", { why }, spanOf(module, use), "has no name", { help });
      continue;
    }
    const binding = overlayOf(checker, module, use);
    if (binding === null) continue;
    const scope = fileScope(module);
    if (use.args.length > 0) checkUseArguments(checker, use, binding, scope);
    checkFit(checker, use, binding, system, scope);
    system = withUse(checker, module, system, use);
  }
  return system;
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
