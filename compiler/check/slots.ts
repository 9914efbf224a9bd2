// Systems: their members one by one, and what stands between them (assertions, moves, removals).

import type { Param, Slot, System } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
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
        const loop = placed.kind === "instance" ? pathTo(placed.system, system, new Set()) : null;
        if (loop === null) checkSlot(checker, member, placed, scope);
        // Each system of the loop leads back to itself: the first of them says so.
        else if (loop.every((step) => isNotBefore(step.system, system))) {
          const labels = loop.flatMap(({ member: inner }) =>
            inner === null ? [] : [secondary(inner.span, `and here \`${inner.system.name}\` is in it`)],
          );
          const span = spanOf(module, member.of);
          const text = "leads back to the system that it stands in";
          report(checker, "SP2204", { name: system.name }, span, text, { labels });
        }
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

interface Held {
  readonly system: SystemInfo;
  /** By which it holds the next one of the path; null: it is what was looked for. */
  readonly member: (PlacedMember & { readonly kind: "instance" }) | null;
}

/** How `outer` holds `wanted`, at any depth; null: it does not. */
function pathTo(outer: SystemInfo, wanted: SystemInfo, seen: Set<SystemInfo>): readonly Held[] | null {
  if (outer === wanted) return [{ system: outer, member: null }];
  if (seen.has(outer)) return null;
  seen.add(outer);
  for (const member of outer.members.values()) {
    const rest = member.kind === "instance" ? pathTo(member.system, wanted, seen) : null;
    if (member.kind === "instance" && rest !== null) return [{ system: outer, member }, ...rest];
  }
  return null;
}

function isNotBefore(a: SystemInfo, b: SystemInfo): boolean {
  const [x, y] = [a.module.file.path, b.module.file.path];
  return x === y ? a.declaration.start >= b.declaration.start : x > y;
}
