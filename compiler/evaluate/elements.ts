// What overlays say of the elements of a slot with `for`: of all of them, and of those that they name by their keys.
//
// In:  the blocks that stand on the slot. Out: which of them are for which element, in the order in which they are put on it.
// What is said of a key that the loop does not have is a mistake, and is reported with what the loop does have.

import type { Address } from "../address.ts";
import { isKeyed, type KeyedEntry } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { PlacedMember } from "../types.ts";
import type { Container, Placed } from "../values.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { reachesMember } from "./reach.ts";
import { onlyEach } from "./stack.ts";

/** The `each` in a block on the whole slot: they are for all of its elements, or for what is in them. */
export function eachesOf(evaluator: Evaluator, member: PlacedMember, from: Placed): readonly Placed[] {
  return from.block.entries.flatMap((entry): Placed[] => {
    const type = entry.kind === "each" ? evaluator.checked.checker.named.get(entry.of) : undefined;
    if (entry.kind !== "each" || type === undefined) return [];
    const reach = reachesMember(evaluator, member, type);
    if (reach === "none") return [];
    if (reach === "inside")
      return [{ ...from, block: onlyEach(evaluator, entry), each: true, fromEach: true }];
    const guard = entry.where === null ? null : { each: entry, module: from.module };
    return [{ ...from, block: entry.block, guard, each: true, fromEach: true }];
  });
}

/** What an entry of a block on the whole slot says of one element. */
export interface Keyed {
  readonly entry: KeyedEntry;
  readonly from: Placed;
}

/** The entries in the blocks on a slot with `for`, by the key that they name. */
export function groupByKey(layers: readonly Placed[]): Map<string, Keyed[]> | null {
  let byKey: Map<string, Keyed[]> | null = null;
  for (const from of layers) {
    if (from.each) continue;
    for (const entry of from.block.entries) {
      if (!isKeyed(entry)) continue;
      byKey ??= new Map();
      const list = byKey.get(entry.key.text);
      if (list === undefined) byKey.set(entry.key.text, [{ entry, from }]);
      else list.push({ entry, from });
    }
  }
  return byKey;
}

/** Of one overlay the `each` comes first, and what it names after it. */
export function inOrder(forAll: readonly Placed[], own: readonly Keyed[]): readonly Placed[] {
  const named = own.flatMap(({ entry, from }): Placed[] =>
    entry.kind === "amend"
      ? [
          {
            ...from,
            block: entry.block,
            strength: entry.strength === "normal" ? from.strength : entry.strength,
          },
        ]
      : [],
  );
  return [...forAll, ...named].toSorted((a, b) => a.scope.layer.level - b.scope.layer.level);
}

export function isRemoved(evaluator: Evaluator, owner: Address, key: string, own: readonly Keyed[]): boolean {
  const at = own.findIndex(({ entry }) => entry.kind === "remove");
  const gone = own[at];
  if (gone === undefined) return false;
  for (const { entry, from } of own.slice(at + 1)) {
    const labels = [secondary(spanOf(gone.from.module, gone.entry.key), "removed here")];
    const details = { labels, help: "drop one of the two" };
    const span = spanOf(from.module, entry.key);
    if (entry.kind === "remove")
      reportAt(evaluator, "SP2107", { name: key, owner, what: "entry" }, span, "already removed", details);
    else reportAt(evaluator, "SP2108", { name: key, owner }, span, "already removed", details);
  }
  return true;
}

/** What an overlay amends or removes by its key must be one of the loop's. */
export function reportNoKey(
  evaluator: Evaluator,
  address: Address,
  { entry, from }: Keyed,
  container: Container,
  over: Container | null,
): void {
  const name = entry.key.text;
  const { keys, tops } = container.shape;
  const dropped = over?.shape.gone.get(name);
  const near = dropped === undefined ? nearest(name, keys.keys()) : null;
  const other = near === null ? undefined : tops[keys.get(near) ?? 0];
  const labels = [];
  if (dropped !== undefined) {
    const { overlay } = dropped.layer;
    const who = overlay === null ? "dropped here" : `the overlay \`${overlay}\` drops it`;
    labels.push(secondary(dropped.span, who));
  }
  if (other !== undefined) labels.push(secondary(other.span, "did you mean this one?"));
  const there =
    tops.length === 0 ? `\`${address}\` is empty` : `there are ${[...keys.keys()].toSorted().join(", ")}`;
  const help = dropped !== undefined ? "drop one of the two" : near === null ? there : `write \`${near}\``;
  const details = { labels, help, near };
  const span = spanOf(from.module, entry.key);
  if (entry.kind === "remove") {
    const parameters = { name, owner: address, what: "entry" };
    reportAt(evaluator, "SP2107", parameters, span, "no such entry", details);
  } else reportAt(evaluator, "SP2108", { name, owner: address }, span, "no such entry", details);
}
