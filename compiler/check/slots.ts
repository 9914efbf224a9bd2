// Systems: their members one by one, and what stands between them (assertions, moves, removals).

import type { Param, Slot, System } from "../ast.ts";
import type { Module } from "../bind.ts";
import { type PlacedMember, type SystemInfo } from "../types.ts";
import { checkResourceBlock, checkSystemBlock } from "./amend.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { checkCondition, checkKeyedLoop } from "./loops.ts";
import { checkMove } from "./moves.ts";
import { checkAssert, refuseFunctions, reportOptionalDefault } from "./records.ts";
import { noteReplaced, readersOf } from "./replaced.ts";
import { slotMember, systemOf, systemScope } from "./systems.ts";
import { checkUses } from "./uses.ts";

export function checkSystem(checker: Checker, module: Module, declaration: System): void {
  const system = systemOf(checker, module, declaration);
  const scope = systemScope(system, null);
  for (const member of declaration.members) {
    switch (member.kind) {
      case "param":
        checkParam(checker, module, member, system);
        break;
      case "let":
      case "output": {
        const type = member.type === null ? null : typeOf(checker, module, member.type);
        if (member.type !== null && type !== null && !(member.kind === "let" && type.kind === "pattern"))
          refuseFunctions(checker, module, type, member.type);
        const info = system.members.get(member.name.text);
        if (info?.kind === "let" || info?.kind === "output") void info.type;
        break;
      }
      case "slot": {
        const placed = slotMember(checker, module, member);
        if (placed === null) break;
        if (placed.kind === "instance" && holds(placed.system, system, new Set([system]))) {
          const span = spanOf(module, member.of);
          report(
            checker,
            "SP2204",
            { name: system.name },
            span,
            "leads back to the system that it stands in",
          );
        } else checkSlot(checker, member, placed, scope);
        break;
      }
    }
  }
  for (const rule of declaration.rules) {
    if (rule.kind === "assert") checkAssert(checker, rule.condition, rule.message, scope);
    else checkMove(checker, rule, system, new Set(), scope);
  }
}

function checkParam(checker: Checker, module: Module, param: Param, system: SystemInfo): void {
  const type = typeOf(checker, module, param.type);
  refuseFunctions(checker, module, type, param.type);
  if (param.value === null) return;
  checker.check(checker, param.value, type, systemScope(system, param.name.text));
  if (type.kind === "optional") reportOptionalDefault(checker, module, param.value, type);
}

/** A slot in the scope in which it is declared; what it holds is known. */
export function checkSlot(checker: Checker, slot: Slot, member: PlacedMember, scope: Scope): void {
  const { module } = scope;
  const inside = slot.loop === null ? scope : checkKeyedLoop(checker, slot.loop, scope);
  checkCondition(checker, slot.condition, inside);
  if (member.kind === "resource") {
    for (const use of slot.with) {
      const why = "only a system takes overlays";
      report(checker, "SP2203", { why }, spanOf(module, use), "not a system", { help: null });
    }
    checkResourceBlock(checker, slot.block, member.record, inside);
    return;
  }
  if (slot.existing) {
    const why = "only a resource can be there already";
    report(checker, "SP2114", { why }, spanOf(module, slot.of), "a system", {
      help: "name a kind, or drop `existing`",
    });
  }
  const declared = systemOf(checker, member.system.module, member.system.declaration);
  const below = checkUses(checker, slot.with, declared, inside);
  if (below !== null) noteReplaced(checker, below, member.system, readersOf(below), null);
  checkSystemBlock(checker, slot.block, member.system, inside, false);
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
