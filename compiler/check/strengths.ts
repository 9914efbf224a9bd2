// Where `final` and `default` may stand: before what something above could still change.
//
// In:  a parsed file. Out: SP2206 for each of the two words that says nothing. Strength belongs to leaves, so what is asked is
// whether a block is written *on* something (a slot, a resource, a system, a field of one of them) or is a value by itself.
// Surprising: a block that is the value of an entry, or of a parameter's default, counts as written on it, so that
// `ports = { http = { port = 80, final tls = true } }` can be said in one piece.

import type {
  AmendEntry,
  Block,
  Environment,
  Expression,
  FileNode,
  Node,
  Overlay,
  OverlayUse,
  SetEntry,
  Slot,
  Strength,
  System,
} from "../ast.ts";
import { diagnose, primary, secondary, type Diagnostic, type Label } from "../diagnostics.ts";
import type { SourceFile } from "../source.ts";

interface Walk {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[];
}

/** What stands around a block: whether it can be changed from above, and the strength that its leaves have from there. */
interface Around {
  readonly layered: boolean;
  readonly word: { readonly strength: Strength; readonly at: Node } | null;
}

const FREE: Around = { layered: false, word: null };
const LAYERED: Around = { layered: true, word: null };

export function checkStrengths(tree: FileNode, diagnostics: Diagnostic[]): void {
  // Few files have either word, and a walk through a tree costs more than a look at its text.
  if (!/\b(?:final|default)\b/.test(tree.file.text)) return;
  const walk: Walk = { file: tree.file, diagnostics };
  visit(walk, tree.declarations);
  visit(walk, tree.checks);
}

/** What holds the blocks that are written on something; every other block is a value by itself. */
type Holder = System | Slot | Overlay | Environment | Block | (OverlayUse & { readonly kind?: never });

function visit(walk: Walk, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(walk, item);
    return;
  }
  const { kind } = value as Holder;
  if (kind === "block") {
    visitBlock(walk, value as Block, FREE);
    return;
  }
  if (kind === "system") {
    const system = value as System;
    for (const member of system.members) {
      // What a parameter or an output is by itself is the lowest definition on its slot.
      if (member.kind === "param" || member.kind === "output") visitValue(walk, member.value, LAYERED);
      else visit(walk, member);
    }
    visit(walk, system.rules);
    return;
  }
  const on = kind === "slot" || kind === "overlay" || (kind === undefined && "siblings" in value);
  for (const key in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if ((on && key === "block") || (kind === "environment" && key === "settings"))
      visitBlock(walk, inner as Block | null, LAYERED);
    else visit(walk, inner);
  }
}

function visitBlock(walk: Walk, block: Block | null, around: Around): void {
  for (const entry of block?.entries ?? []) {
    switch (entry.kind) {
      case "set":
        visitValue(walk, entry.value, judge(walk, entry, around));
        break;
      case "amend":
        visitBlock(walk, entry.block, judge(walk, entry, around));
        break;
      case "each":
        visit(walk, entry.where);
        visitBlock(walk, entry.block, around);
        break;
      case "let":
      case "declare":
      case "computed":
      case "spread":
      case "remove":
      case "moved":
      case "removed":
      case "annotation":
        visit(walk, entry.kind === "declare" ? entry.slot : Object.values(entry));
        break;
    }
  }
}

/** A block that is a value as a whole, with its type or without; a block inside another expression is by itself. */
function visitValue(walk: Walk, value: Expression | null, around: Around): void {
  if (value?.kind === "block") visitBlock(walk, value, around);
  else if (value?.kind === "construct") visitBlock(walk, value.block, around);
  else visit(walk, value);
}

/** Reports a strength that says nothing; gives what stands around the entry's own leaves. */
function judge(walk: Walk, entry: SetEntry | AmendEntry, around: Around): Around {
  const { strength } = entry;
  if (strength === "normal") return around;
  const at: Node = { start: entry.start, end: entry.start + strength.length };
  if (!around.layered) {
    const why = "this is a value by itself, and nothing can be written on it";
    const help = "put it before the slot, the field or the entry that takes the value";
    say(walk, strength, why, at, "nothing to hold on to", [], help);
    return around;
  }
  const { word } = around;
  if (word !== null && word.strength !== strength) {
    const why = `it stands inside \`${word.strength}\``;
    const labels = [secondary({ file: walk.file, ...word.at }, `all of this is \`${word.strength}\``)];
    say(
      walk,
      strength,
      why,
      at,
      "another strength",
      labels,
      "write a strength before each leaf that it is for",
    );
  }
  return { layered: true, word: { strength, at } };
}

function say(
  { file, diagnostics }: Walk,
  word: Strength,
  why: string,
  at: Node,
  text: string,
  more: readonly Label[],
  help: string,
): void {
  const labels = [primary({ file, start: at.start, end: at.end }, text), ...more];
  diagnostics.push(diagnose("SP2206", { word, why }, { labels, help }));
}
