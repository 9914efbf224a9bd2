// Of the members of a union, the one that a block is meant for; and which fields a record cannot do without.

import { isKeyed, type Block, type KeyedEntry } from "../ast.ts";
import { withoutOptional, type FieldInfo, type Type } from "../types.ts";
import { fits } from "../types/fits.ts";

/** Of the members of a union, the one whose literal fields are written so; else the one whose fields are. */
export function pickMember(members: readonly Type[], block: Block): Type | undefined {
  const written = new Map(
    block.entries.flatMap((entry) => (isKeyed(entry) ? [[entry.key.text, entry] as const] : [])),
  );
  let best: Type | undefined;
  let bestScore = -Infinity;
  for (const member of members) {
    const score = scoreOf(member, written);
    if (score > bestScore) [best, bestScore] = [member, score];
  }
  return bestScore === -Infinity ? undefined : best;
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
