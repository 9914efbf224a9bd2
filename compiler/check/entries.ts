// What holds for the entries of every block: each key at most once, and what cannot stand in it at all.

import { isKeyed, type Block, type Entry, type Word } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";

/** Each key at most once. */
export function refuseTwice(checker: Checker, block: Block, scope: Scope): void {
  if (!mayRepeat(block.entries)) return;
  const seen = new Map<string, Word>();
  // `env.A = 1` beside `env.B = 2` writes two leaves of one container.
  const whole = new Set(block.entries.map((entry) => (entry.kind === "amend" ? null : keyOf(entry)?.text)));
  for (const entry of block.entries) {
    const key = keyOf(entry);
    if (key === null || key.text === "") continue;
    const before = seen.get(key.text);
    if (before === undefined) seen.set(key.text, key);
    else if (whole.has(key.text)) reportTwice(checker, key, before, scope);
  }
  refuseAcross(checker, block.entries, scope);
}

/** So many entries are compared with one another faster than they are put into a table. */
const FEW = 16;

function mayRepeat(entries: readonly Entry[]): boolean {
  if (entries.length > FEW) return true;
  for (let at = 1; at < entries.length; at++) {
    const text = keyOf(entries[at] as Entry)?.text;
    if (text === undefined) continue;
    for (let before = 0; before < at; before++)
      if (keyOf(entries[before] as Entry)?.text === text) return true;
  }
  return false;
}

/** `m { a = 1 }` beside `m { a = 2 }` writes one leaf twice: what stands in a later block, against the blocks before it. */
function refuseAcross(checker: Checker, entries: readonly Entry[], scope: Scope): void {
  const blocks = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.kind !== "amend" || entry.key.text === "") continue;
    const before = blocks.get(entry.key.text);
    if (before === undefined) {
      blocks.set(entry.key.text, [...entry.block.entries]);
      continue;
    }
    for (const inner of entry.block.entries) {
      const key = keyOf(inner);
      const other = key === null ? undefined : before.find((item) => keyOf(item)?.text === key.text);
      const first = other === undefined ? null : keyOf(other);
      if (key === null || other === undefined || first === null) continue;
      if (inner.kind === "amend" && other.kind === "amend") refuseAcross(checker, [other, inner], scope);
      else reportTwice(checker, key, first, scope);
    }
    before.push(...entry.block.entries);
  }
}

function reportTwice(checker: Checker, key: Word, before: Word, scope: Scope): void {
  const labels = [secondary(spanOf(scope.module, before), "first written here")];
  report(checker, "SP2112", { name: key.text }, spanOf(scope.module, key), "written again", { labels });
}

function keyOf(entry: Entry): Word | null {
  return isKeyed(entry) ? entry.key : entry.kind === "declare" ? entry.slot.name : null;
}

export function refuse(checker: Checker, entry: Entry, scope: Scope): void {
  const span = spanOf(scope.module, entry);
  switch (entry.kind) {
    case "set":
      return;
    case "amend": {
      const help = `write \`${entry.key.text} = { ... }\``;
      const parameters = { name: entry.key.text, owner: "this new value" };
      report(checker, "SP2108", parameters, span, "nothing is below it", { help });
      return;
    }
    case "remove": {
      const parameters = { name: entry.key.text, owner: "this new value", what: "field" };
      report(checker, "SP2107", parameters, span, "nothing is below it");
      return;
    }
    case "let": {
      const why = "a `let` stands in a file, a system or an overlay";
      report(checker, "SP2114", { why }, span, "inside a value", { help: "move it out of this block" });
      return;
    }
    case "computed":
    case "spread": {
      const why = "the fields and slots that stand here have names of their own";
      const help = "computed keys and `...` go into maps and new values";
      report(checker, "SP2114", { why }, span, "no map", { help });
      return;
    }
    case "each": {
      const why = "`each` amends what is below, and nothing is below a new value";
      const help = "write it into a block that amends: `name { each ... { } }`";
      report(checker, "SP2114", { why }, span, "in a new value", { help });
      return;
    }
    case "declare": {
      const why = "a slot is declared in a system, in an overlay, or in the block of an instance";
      const help = `a value is given with \`=\`: \`${entry.slot.name.text} = ...\``;
      report(checker, "SP2114", { why }, spanOf(scope.module, entry.slot.name), "no slot here", { help });
      return;
    }
    case "moved":
    case "removed": {
      const why = `\`${entry.kind}\` stands in a system or in an overlay`;
      report(checker, "SP2114", { why }, span, "not here", { help: "move it out of this block" });
      return;
    }
    case "annotation":
      report(checker, "SP2115", { name: entry.name.text }, span, "not inside a resource");
      return;
  }
}
