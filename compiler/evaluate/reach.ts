// Where an `each` goes: which types are what it names, and which may hold one.

import { bare, type MemberInfo, type RecordInfo, type SystemInfo, type Type } from "../types.ts";
import type { Evaluator } from "./context.ts";

/** `is`: the thing itself; `inside`: something in it may be one. */
export type Reach = "is" | "inside" | "none";

export function reachesMember(evaluator: Evaluator, member: MemberInfo, wanted: Type): Reach {
  switch (member.kind) {
    case "resource":
      return reachesRecord(evaluator, member.record, wanted);
    case "instance":
      if (wanted.kind === "instance" && isSystem(member.system, wanted.system)) return "is";
      return systemHolds(evaluator, member.system, wanted) ? "inside" : "none";
    case "param":
    case "let":
    case "output":
      // What they hold reaches the graph only through a resource, and is met there.
      return "none";
  }
}

export function reaches(evaluator: Evaluator, type: Type | null, wanted: Type): Reach {
  if (type === null) return "none";
  const inner = bare(type);
  switch (inner.kind) {
    case "record":
      return reachesRecord(evaluator, inner.record, wanted);
    case "keyed":
      return reaches(evaluator, inner.element, wanted) === "none" ? "none" : "inside";
    case "map":
      return reaches(evaluator, inner.value, wanted) === "none" ? "none" : "inside";
    case "union":
      return inner.members.some((member) => reaches(evaluator, member, wanted) !== "none")
        ? "inside"
        : "none";
    case "list":
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return "none";
  }
}

function reachesRecord(evaluator: Evaluator, record: RecordInfo, wanted: Type): Reach {
  const named = wanted.kind === "record" || wanted.kind === "resource" ? wanted.record : null;
  if (named !== null && isRecord(record, named)) return "is";
  return recordHolds(evaluator, record, wanted) ? "inside" : "none";
}

function isRecord(record: RecordInfo, wanted: RecordInfo): boolean {
  return record === wanted || (record.generic !== null && record.generic.of === wanted.generic?.of);
}

/** An overlay's own view of a system has more members; it is the same system. */
function isSystem(system: SystemInfo, wanted: SystemInfo): boolean {
  return system.declaration === wanted.declaration;
}

function recordHolds(evaluator: Evaluator, record: RecordInfo, wanted: Type): boolean {
  return remembered(evaluator, record, wanted, () =>
    [...record.fields.values()].some(
      (field) => !field.output && reaches(evaluator, field.type, wanted) !== "none",
    ),
  );
}

function systemHolds(evaluator: Evaluator, system: SystemInfo, wanted: Type): boolean {
  return remembered(evaluator, system, wanted, () =>
    [...system.members.values()].some((member) => reachesMember(evaluator, member, wanted) !== "none"),
  );
}

function remembered(evaluator: Evaluator, at: object, wanted: Type, find: () => boolean): boolean {
  const { reaches: memory } = evaluator.memory;
  const key = wanted.kind === "instance" ? wanted.system : "record" in wanted ? wanted.record : wanted;
  const known = memory.get(key) ?? new Map<object, boolean>();
  memory.set(key, known);
  const answer = known.get(at);
  if (answer !== undefined) return answer;
  // A type that holds itself holds nothing new.
  known.set(at, false);
  const found = find();
  known.set(at, found);
  return found;
}
