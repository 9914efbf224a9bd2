// Systems: their members one by one, and what stands between them (assertions, moves, removals).

import type { Moved, Param, Removed, Slot, System } from "../ast.ts";
import { addressSegments } from "../address.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { BOOL, showType, STRING, type MemberInfo, type SystemInfo } from "../types.ts";
import { fits } from "../types/fits.ts";
import { checkResourceBlock, checkSystemBlock } from "./amend.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { refuseUnknown } from "./demand.ts";
import { checkCondition, checkLoop } from "./loops.ts";
import { checkUse } from "./overlays.ts";
import { checkAssert, refuseFunctions, reportOptionalDefault } from "./records.ts";
import { systemOf, systemScope } from "./systems.ts";

export function checkSystem(checker: Checker, module: Module, declaration: System): void {
  const system = systemOf(checker, module, declaration);
  for (const member of declaration.members) {
    const info = system.members.get(member.name.text);
    switch (member.kind) {
      case "param":
        checkParam(checker, module, member, system);
        break;
      case "let":
      case "output":
        if (member.type !== null)
          refuseFunctions(checker, module, typeOf(checker, module, member.type), member.type);
        if (info?.kind === "let" || info?.kind === "output") void info.type;
        break;
      case "slot":
        checkSlot(checker, module, member, info, system);
        break;
    }
  }
  const scope = systemScope(system, null);
  for (const rule of declaration.rules) {
    if (rule.kind === "assert") checkAssert(checker, rule.condition, rule.message, scope);
    else if (rule.kind === "moved") checkMoved(checker, rule, system);
    else checkRemoved(checker, rule, system);
  }
}

function checkParam(checker: Checker, module: Module, param: Param, system: SystemInfo): void {
  const type = typeOf(checker, module, param.type);
  refuseFunctions(checker, module, type, param.type);
  if (param.value === null) return;
  checker.check(checker, param.value, type, systemScope(system, param.name.text));
  if (type.kind === "optional") reportOptionalDefault(checker, module, param.value, type);
}

function checkSlot(
  checker: Checker,
  module: Module,
  slot: Slot,
  info: MemberInfo | undefined,
  system: SystemInfo,
): void {
  let scope = systemScope(system, null);
  if (slot.loop !== null) scope = checkSlotLoop(checker, slot, scope);
  checkCondition(checker, slot.condition, scope);
  if (info?.kind === "resource") {
    for (const use of slot.with) {
      const why = "only a system takes overlays";
      report(checker, "SP2203", { why }, spanOf(module, use), "not a system", { help: null });
    }
    checkResourceBlock(checker, slot.block, info.record, scope);
  }
  if (info?.kind !== "instance") return;
  if (slot.existing) {
    const why = "only a resource can be there already";
    report(checker, "SP2114", { why }, spanOf(module, slot.of), "a system", {
      help: "name a kind, or drop `existing`",
    });
  }
  if (holds(info.system, system, new Set([system]))) {
    const span = spanOf(module, slot.of);
    report(checker, "SP2204", { name: system.name }, span, "leads back to the system that it stands in");
    return;
  }
  for (const use of slot.with) checkUse(checker, module, use, info.system, scope);
  checkSystemBlock(checker, slot.block, info.system, scope, false);
}

/** The key of a declaration's loop names its resources, so there must be one. */
function checkSlotLoop(checker: Checker, slot: Slot, scope: Scope): Scope {
  const { loop } = slot;
  if (loop === null) return scope;
  const { inside, looped } = checkLoop(checker, loop, scope, true);
  if (loop.by !== null) {
    const found = checker.check(checker, loop.by, null, inside);
    if (!refuseUnknown(checker, loop.by, found, "an address", inside) && !fits(found, STRING))
      checker.check(checker, loop.by, STRING, inside);
    return inside;
  }
  if (looped.named) {
    // A list of strings: the strings are the keys.
    refuseUnknown(checker, loop.collection, looped.element, "an address", scope);
    return inside;
  }
  const why = "its resources would have no names";
  const element = showType(looped.element);
  const help = `write \`by ...\` with a string that tells the elements apart, or make it a keyed list: \`[${element} by name]\``;
  report(checker, "SP2114", { why }, spanOf(scope.module, loop.collection), "a list without keys", { help });
  return inside;
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

// --- Moves -----------------------------------------------------------------------------------------------------------

function checkMoved(checker: Checker, rule: Moved, system: SystemInfo): void {
  const { module } = system;
  checkOldAddress(checker, rule.from, system);
  const [first] = rule.to;
  if (first === undefined || first.text === "") return;
  const member = system.members.get(first.text);
  if (member?.kind === "resource" || member?.kind === "instance") return;
  const span = spanOf(module, first);
  if (member !== undefined) {
    const labels = [secondary(member.span, "declared here")];
    const parameters = { name: first.text, is: `a ${member.kind}`, wanted: "a resource or a system" };
    report(checker, "SP2008", parameters, span, "cannot have moved", { labels });
    return;
  }
  const names = [...system.members].filter(([, info]) => "slot" in info).map(([name]) => name);
  const near = nearest(first.text, names);
  const help = near === null ? "after `to` stands where it is now" : `write \`${near}\``;
  report(checker, "SP2001", { name: first.text }, span, "no such slot", { help, near });
}

function checkRemoved(checker: Checker, rule: Removed, system: SystemInfo): void {
  checkOldAddress(checker, rule.from, system);
  for (const entry of rule.block?.entries ?? []) {
    const span = spanOf(system.module, "key" in entry && "text" in entry.key ? entry.key : entry);
    if (entry.kind === "set" && entry.key.text === "destroy") {
      checker.check(checker, entry.value, BOOL, systemScope(system, null));
      continue;
    }
    const name = entry.kind === "set" ? entry.key.text : "this";
    report(checker, "SP2102", { name, owner: "removed" }, span, "no such setting", {
      help: "write `destroy = false`",
    });
  }
}

/** What is named by its old address must be gone from where it was. */
function checkOldAddress(checker: Checker, from: Moved["from"], system: SystemInfo): void {
  const span = spanOf(system.module, from);
  const path = addressSegments(from.text);
  if (path === null) {
    const why = "an address is slots with dots between them: `checkout.db`";
    report(checker, "SP2114", { why }, span, "not an address", { help: null });
    return;
  }
  const member = path.length === 1 ? system.members.get(path[0] ?? "") : undefined;
  if (member === undefined || !("slot" in member) || member.slot.loop !== null) return;
  const labels = [secondary(member.span, "it is declared here")];
  report(checker, "SP2114", { why: `\`${from.text}\` is still there` }, span, "still declared", {
    labels,
    help: "name the address that it had before",
  });
}
