// Of the members of a union, the one that a block is meant for; and which fields a record cannot do without.

import { isKeyed, type Block, type KeyedEntry } from "../ast.ts";
import { showType, withoutOptional, type FieldInfo, type RecordTypeOf, type Type } from "../types.ts";
import { fits } from "../types/fits.ts";
import { tellingField } from "../types/overlap.ts";
import { report, type Checker, type Scope } from "./context.ts";

/** Of the members of a union, the one whose literal fields are written so; else the one whose fields are. */
export function pickMember(members: readonly Type[], block: Block): Type | undefined {
  const written = writtenIn(block);
  let best: Type | undefined;
  let bestScore = -Infinity;
  for (const member of members) {
    const score = scoreOf(member, written);
    if (score > bestScore) [best, bestScore] = [member, score];
  }
  return bestScore === -Infinity ? undefined : best;
}

/**
 * A block for a union says which member it is, by the field that tells them apart or by what else stands in it. Where it is two
 * of them as well, the first is not what was meant. True: it was reported.
 */
export function refuseUndecided(
  checker: Checker,
  members: readonly Type[],
  block: Block,
  picked: Type,
  scope: Scope,
): boolean {
  // What is spread into it may say so, and is looked at by whoever checks the block.
  if (picked.kind !== "record" || !block.entries.every(isKeyed)) return false;
  const rival = members.find(
    (member): member is RecordTypeOf =>
      member.kind === "record" && member !== picked && isAlso(member, picked, block),
  );
  if (rival === undefined) return false;
  const [first, second] = [showType(picked), showType(rival)];
  const field = tellingField(picked, rival);
  const span = { file: scope.module.file, start: block.start, end: Math.min(block.end, block.start + 1) };
  const wrong = block.entries.filter(isKeyed).find((entry) => entry.key.text === field);
  if (wrong?.kind === "set") {
    const wanted = members.flatMap((member) => telling(member, field));
    checker.check(checker, wrong.value, { kind: "union", members: wanted }, scope);
    return true;
  }
  const given = telling(picked, field).map((type) => `\`${field} = ${showType(type)}\``);
  const help = `say which: put the type before it, \`${first} { ... }\`, or write ${given.join(" or ")} in it`;
  report(checker, "SP2118", { first, second }, span, "could be both", { help });
  return true;
}

/** As good a guess as the other: both have all that is written, and need no more; or both are told by a field that is wrong. */
function isAlso(member: RecordTypeOf, picked: RecordTypeOf, block: Block): boolean {
  const written = writtenIn(block);
  if (scoreOf(member, written) !== scoreOf(picked, written)) return false;
  const field = tellingField(picked, member);
  return field !== null && (written.has(field) || (isWhole(member, written) && isWhole(picked, written)));
}

function isWhole(type: RecordTypeOf, written: ReadonlyMap<string, KeyedEntry>): boolean {
  const { fields, open } = type.record;
  if (!open && [...written.keys()].some((key) => !fields.has(key))) return false;
  return [...fields.values()].every((field) => !isRequired(field) || written.has(field.name));
}

function telling(member: Type, field: string | null): readonly Type[] {
  const type = member.kind === "record" && field !== null ? member.record.fields.get(field)?.type : undefined;
  if (type === undefined) return [];
  return type.kind === "union" ? type.members : [type];
}

function writtenIn(block: Block): ReadonlyMap<string, KeyedEntry> {
  return new Map(
    block.entries.flatMap((entry) => (isKeyed(entry) ? [[entry.key.text, entry] as const] : [])),
  );
}

function scoreOf(type: Type, written: ReadonlyMap<string, KeyedEntry>): number {
  if (type.kind === "map" || type.kind === "keyed") return 0.5;
  if (type.kind !== "record") return -Infinity;
  let score = 0;
  for (const [key, entry] of written) {
    const field = type.record.fields.get(key);
    if (field === undefined) score -= 2;
    else if (
      entry.kind === "set" &&
      entry.value.kind === "literal" &&
      withoutOptional(field.type).kind !== "scalar"
    ) {
      score += fits({ kind: "literal", value: entry.value.value ?? "" }, field.type) ? 10 : -10;
    } else score++;
  }
  for (const field of type.record.fields.values()) if (isRequired(field) && !written.has(field.name)) score--;
  return score;
}

export function isRequired(field: FieldInfo): boolean {
  if (field.output || field.value !== null) return false;
  // A literal field is filled in by itself: it has only one value.
  return field.type.kind !== "optional" && field.type.kind !== "literal" && field.type.kind !== "poison";
}
