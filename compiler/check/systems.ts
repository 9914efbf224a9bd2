// Systems as types: their members, with the types that their declarations give or that their values have.

import type { Let, Member, System } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import { optionalOf, POISON, SCALARS, type MemberInfo, type SystemInfo, type Type } from "../types.ts";
import { marked, marksOf } from "../types/marks.ts";
import {
  deeper,
  fileScope,
  fileValue,
  lookUpQualified,
  report,
  spanOf,
  type Checker,
  type Scope,
} from "./context.ts";
import { reportNoType, typeOf, recordOf } from "./declared.ts";
import { touchesMistake } from "./mistakes.ts";

export function systemOf(checker: Checker, module: Module, declaration: System): SystemInfo {
  const known = checker.systems.get(declaration);
  if (known !== undefined) return known;
  const members = new Map<string, MemberInfo>();
  const system: SystemInfo = { name: declaration.name.text, module, declaration, members };
  checker.systems.set(declaration, system);
  for (const member of declaration.members) {
    const { text } = member.name;
    if (text === "") continue;
    const span = spanOf(module, member.name);
    if (text === "__proto__") {
      report(
        checker,
        "SP2114",
        { why: "this name has a meaning of its own in JSON tools" },
        span,
        "choose another name",
      );
      continue;
    }
    const other = members.get(text);
    if (other !== undefined) {
      const labels = [secondary(other.span, "first declared here")];
      report(checker, "SP2002", { name: text }, span, "declared again", { labels });
      continue;
    }
    const hidden = fileValue(module, text);
    if (hidden !== null) {
      const labels = [secondary(hidden, "this one would be hidden")];
      report(checker, "SP2009", { name: text }, span, "hides another", { labels });
    }
    // What is wrong with its kind was reported; its name is there all the same.
    const poison: MemberInfo = { kind: "param", type: POISON, span };
    members.set(text, memberOf(checker, system, member) ?? poison);
  }
  return system;
}

function memberOf(checker: Checker, system: SystemInfo, member: Member): MemberInfo | null {
  const { module } = system;
  const span = spanOf(module, member.name);
  switch (member.kind) {
    case "param": {
      const type = typeOf(checker, module, member.type);
      return { kind: "param", type, span };
    }
    case "let":
    case "output":
      return valueMember(checker, system, member, span);
    case "slot": {
      const { text } = member.of;
      if (text === "") return null;
      const found = lookUpQualified(checker, module, member.of);
      const at = spanOf(module, member.of);
      if (found === null) {
        // `port: Int = 5` lacks its `param`, and that was said.
        if (module.broken || touchesMistake(module, at)) return null;
        if (member.of.module === null && SCALARS.some((scalar) => scalar === text)) {
          const help = `a value is a parameter or a \`let\`: \`param ${member.name.text}: ${text} = ...\``;
          const parameters = { name: text, is: "a type", wanted: "a kind or a system" };
          report(checker, "SP2008", parameters, at, "cannot stand here", { help });
          return null;
        }
        if (member.of.module !== null) {
          reportNoType(checker, module, member.of);
          return null;
        }
        const fixes = importing(checker.program, module, text);
        const near = fixes.length > 0 ? null : nearest(text, module.names.keys());
        const otherwise =
          near === null ? "import the kind, as in `import std.file { File }`" : `write \`${near}\``;
        const help = fixes[0]?.title ?? otherwise;
        report(checker, "SP2007", { name: text }, at, "no such kind or system", { help, near, fixes });
        return null;
      }
      const { declaration } = found;
      if (declaration === null) return null;
      if (declaration.kind === "kind")
        return { kind: "resource", record: recordOf(checker, found.module, declaration), slot: member, span };
      if (declaration.kind === "system") {
        const inner = deeper(checker, at, null, () => systemOf(checker, found.module, declaration));
        if (inner === null) return null;
        return { kind: "instance", system: inner, slot: member, span };
      }
      const labels = [secondary(found.span, "declared here")];
      const is = `a ${declaration.kind}`;
      report(checker, "SP2008", { name: text, is, wanted: "a kind or a system" }, at, "cannot stand here", {
        labels,
      });
      return null;
    }
  }
}

/** The type of a `let` or an output is found when somebody asks, so that they may mention each other in any order. */
function valueMember(
  checker: Checker,
  system: SystemInfo,
  member: Extract<Member, { kind: "let" | "output" }>,
  span: MemberInfo["span"],
): MemberInfo {
  let type: Type | null = null;
  let asking = false;
  return {
    kind: member.kind,
    span,
    get type() {
      if (type !== null) return type;
      if (asking) {
        reportLoop(checker, member);
        return POISON;
      }
      asking = true;
      checker.asking.push({ name: member.name.text, span: spanOf(system.module, member.value), key: member });
      const scope = systemScope(system, member.name.text);
      const declared = member.type === null ? null : typeOf(checker, system.module, member.type);
      const found = checker.check(checker, member.value, declared, scope);
      type = declared === null ? found : marked(declared, marksOf(found));
      checker.asking.pop();
      return type;
    },
  };
}

/** A loop of `let`s is one whatever overlays do. One that goes through a slot may be broken by them: the evaluator sees. */
function reportLoop(checker: Checker, again: object): void {
  const loop = checker.asking.slice(checker.asking.findIndex((item) => item.key === again));
  const [first, ...rest] = loop;
  if (first === undefined || loop.some((item) => !("kind" in item.key && item.key.kind === "let"))) return;
  const names = [...loop.map((item) => item.name), first.name];
  const label = rest.length === 0 ? "needs itself" : `1. \`${first.name}\``;
  const labels = rest.map((item, index) => secondary(item.span, `${index + 2}. \`${item.name}\``));
  report(checker, "SP3001", { loop: names }, first.span, label, { labels });
}

/** Does the system have more members than could be read? Then nobody knows what it lacks. */
export function mayHaveMore({ declaration, module }: SystemInfo): boolean {
  return declaration.lost || module.unsure;
}

export function systemScope(system: SystemInfo, self: string | null): Scope {
  return { ...fileScope(system.module), system, self };
}

export function typeOfGlobal(checker: Checker, module: Module, declaration: Let): Type {
  const known = checker.globals.get(declaration);
  if (known === null) {
    reportLoop(checker, declaration);
    return POISON;
  }
  if (known !== undefined) return known;
  checker.globals.set(declaration, null);
  // Data stands in a file of its own, and its type in the file that imports it.
  const from = checker.program.data.get(declaration) ?? module;
  checker.asking.push({
    name: declaration.name.text,
    span: spanOf(from, declaration.value),
    key: declaration,
  });
  const declared = declaration.type === null ? null : typeOf(checker, module, declaration.type);
  const scope = { ...fileScope(from), self: declaration.name.text };
  const found = checker.check(checker, declaration.value, declared, scope);
  const type = declared === null ? found : marked(declared, marksOf(found));
  checker.asking.pop();
  checker.globals.set(declaration, type);
  return type;
}

export function memberType(info: MemberInfo): Type {
  switch (info.kind) {
    case "param":
    case "let":
    case "output":
      return info.type;
    case "resource":
    case "instance":
      return placedType(info);
  }
}

/** With `for` a map by the keys of the collection, with `if` what may be absent. */
function placedType(info: Extract<MemberInfo, { kind: "resource" | "instance" }>): Type {
  const { slot } = info;
  const one = oneOf(info);
  if (slot.loop !== null) return { kind: "map", key: null, value: one };
  return slot.condition === null ? one : optionalOf(one);
}

function oneOf(info: Extract<MemberInfo, { kind: "resource" | "instance" }>): Type {
  if (info.kind === "instance") return { kind: "instance", system: info.system };
  if (!info.slot.existing) return { kind: "resource", record: info.record };
  const lookup = new Set(
    info.slot.block.entries.flatMap((entry) => (entry.kind === "set" ? [entry.key.text] : [])),
  );
  return { kind: "resource", record: info.record, lookup };
}
