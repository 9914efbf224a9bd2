// A plan as text: what would be done to what, why, and where in the source that is wanted.
//
// In:  a plan, and the graph that it was made for (for counting what stays as it is). Out: lines. Each item is a sentence, a
// line with glyph, address and kind, and its fields: old → new, with the place of the definition that wants it.
// Colour only repeats what a glyph or a word already says.

import type { Graph, Pointer } from "../compiler/graph.ts";
import { isJsonObject, type Json, type JsonObject } from "../compiler/json.ts";
import { showFormatted, type DisplayFormat } from "../compiler/quantities.ts";
import { showPlace } from "../compiler/source.ts";
import { type Action, ACTION_GLYPHS, type FieldChange, type Item } from "../runtime/item.ts";
import type { Plan } from "../runtime/reconcile.ts";
import { diffLines } from "./print/lines-diff.ts";
import { sentence } from "./print/reasons.ts";
import { count, isText, printable, showPointer, showValue, textLines, valueLines } from "./print/values.ts";
import type { Theme } from "./theme.ts";

/** Longer texts are cut here: a plan is read, not archived. `--json` has them whole. */
const MAX_LINES = 60;

export function printPlan(plan: Plan, graph: Graph | null, theme: Theme): string {
  const lines: string[] = [];
  for (const item of plan.items) {
    if (!isWorthShowing(item)) continue;
    lines.push(...itemLines(item, graph, theme), "");
  }
  for (const [why, addresses] of unreadable(plan)) {
    const [first = "", ...others] = addresses;
    const what = others.length === 0 ? first : count(addresses.length, "resource");
    lines.push(`${theme.caution("?")} ${what} could not be read: ${printable(why)}`);
    if (others.length > 0) lines.push(`    ${addresses.join(", ")}`);
    lines.push("");
  }
  lines.push(summary(plan, theme));
  return `${lines.join("\n")}\n`;
}

/** One reason, said once: a target that is away is one problem and not a hundred. */
function unreadable(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const byReason = new Map<string, string[]>();
  for (const { address, why } of plan.unknown) {
    const addresses = byReason.get(why);
    if (addresses === undefined) byReason.set(why, [address]);
    else addresses.push(address);
  }
  return byReason;
}

export function isWorthShowing(item: Item): boolean {
  return item.action !== "none" || item.reason === "moved" || item.block !== null;
}

/** For machines: the plan as it is, without what is in step. */
export function planToJson(plan: Plan): Json {
  return {
    environment: plan.environment,
    commit: plan.commit,
    graph: plan.graph,
    digest: plan.digest,
    items: plan.items.filter(isWorthShowing).map(itemToJson),
    unknown: plan.unknown.map(({ address, why }) => ({ address, why })),
  };
}

/** A value that is absent is left out: JSON has no other way to tell it from null. Of a secret no value is in the patch. */
export function itemToJson(item: Item): Json {
  const secrets = item.changes.filter((change) => change.secret).map((change) => change.pointer);
  const patch = item.patch.filter(({ path }) => !secrets.includes(path));
  return JSON.parse(JSON.stringify({ ...item, patch })) as Json;
}

/** What `--only` or a saved plan leaves out is not forgotten. */
export function leftInWords(left: number): string {
  return left === 0 ? "" : `${count(left, "other change")} left out.\n`;
}

/** Whether carrying the plan out would do anything. */
export function hasChanges(plan: Plan): boolean {
  return plan.items.some((item) => item.action !== "none");
}

export function summary(plan: Plan, theme: Theme): string {
  const open = plan.items.filter((item) => item.block === null);
  const blocked = plan.items.length - open.length;
  const number = (action: Action): number => open.filter((item) => item.action === action).length;
  const moved = open.filter((item) => item.action === "none" && item.reason === "moved").length;
  const parts: string[] = [];
  const rare = (many: number, words: string): void => {
    if (many > 0) parts.push(`${many} ${words}`);
  };
  if (hasChanges(plan)) {
    parts.push(`${number("create")} to create`, `${number("update")} to update`);
    rare(number("replace"), "to replace");
    parts.push(`${number("delete")} to delete`);
    rare(number("adopt"), "to adopt");
    rare(number("release"), "to release");
  }
  rare(moved, "moved");
  rare(blocked, "blocked");
  rare(plan.unknown.length, "unreadable");
  if (parts.length > 0) return theme.strong(`Plan: ${parts.join(", ")}.`);
  return theme.good(`Nothing to change: ${count(plan.items.length, "resource")} in step.`);
}

function itemLines(item: Item, graph: Graph | null, theme: Theme): readonly string[] {
  const glyph = item.block === null ? ACTION_GLYPHS[item.action] : "!";
  const paint = (text: string): string =>
    item.block === null ? theme.action(item.action, text) : theme.caution(text);
  const lines = [
    theme.strong(`# ${sentence(item)}`),
    `${paint(glyph)} ${paint(item.address)}  ${item.kind} on ${item.target}`,
    ...fieldLines(item, graph, theme).map((line) => `    ${line}`),
  ];
  return lines;
}

/** The item's fields, from the first column on. */
export function fieldLines(item: Item, graph: Graph | null, theme: Theme): readonly string[] {
  const spec = graph?.resources[item.address]?.spec ?? null;
  const formats = graph?.kinds[item.kind]?.formats ?? {};
  const lines: string[] = [];
  const fields = item.changes.map((change) => fieldOf(change, item, formats[change.pointer] ?? null));
  const width = Math.min(64, Math.max(0, ...fields.map((field) => field.head.length)));
  for (const field of fields) {
    const glyph = theme.action(field.action, ACTION_GLYPHS[field.action]);
    const note = field.note === "" ? "" : theme.dim(`  ${field.note}`);
    lines.push(`${glyph} ${note === "" ? field.head : field.head.padEnd(width)}${note}`);
    for (const line of field.body) lines.push(`    ${paintDiff(line, theme)}`);
  }
  const unchanged = item.changes.length === 0 || spec === null ? 0 : countUnchanged(spec, item.changes);
  if (unchanged > 0) lines.push(theme.dim(`  (${count(unchanged, "unchanged field")})`));
  return lines;
}

interface Field {
  readonly action: "create" | "update" | "delete";
  readonly head: string;
  readonly note: string;
  /** Lines that begin with `+ `, `- ` or two spaces. */
  readonly body: readonly string[];
}

function fieldOf(change: FieldChange, item: Item, format: DisplayFormat | null): Field {
  const name = showPointer(change.pointer);
  const action = actionOf(change);
  const note = notesOf(change, item).join("; ");
  if (change.secret) return { action, head: `${name}: (secret)`, note, body: [] };
  const old = formattedLines(change.live, format);
  if (change.knownAfter.length > 0) {
    const known = `(known after ${change.knownAfter.join(", ")})`;
    const was = old.length === 1 ? `${old[0]} → ` : "";
    return { action, head: `${name}: ${was}${known}`, note, body: [] };
  }
  const fresh = formattedLines(change.desired, format);
  if (isText(change.live) || isText(change.desired))
    return { action, head: `${name}:`, note, body: bodyOf(asLines(change.live), asLines(change.desired)) };
  if (old.length <= 1 && fresh.length <= 1) {
    const both = action === "update" ? `${old[0]} → ${fresh[0]}` : (fresh[0] ?? old[0] ?? "");
    return { action, head: `${name}: ${both}`, note, body: [] };
  }
  return { action, head: `${name}:`, note, body: bodyOf(old, fresh) };
}

function formattedLines(value: Json | undefined, format: DisplayFormat | null): readonly string[] {
  return format === null || typeof value !== "number" ? valueLines(value) : [showFormatted(format, value)];
}

/** Beside a text of lines a short text is lines as well. */
function asLines(value: Json | undefined): readonly string[] {
  return typeof value === "string" ? textLines(value) : valueLines(value);
}

function actionOf(change: FieldChange): Field["action"] {
  if (change.live === undefined && !change.secret) return "create";
  return change.desired === undefined && change.knownAfter.length === 0 && !change.secret
    ? "delete"
    : "update";
}

function notesOf(change: FieldChange, item: Item): readonly string[] {
  const notes = change.place === null ? [] : [showPlace(change.place)];
  if (change.forces && item.action === "replace") notes.push("forces the replacement");
  // On a create everything that is absent would count as drift, which says nothing.
  if (item.action === "create" || item.reason === "found") return notes;
  if (change.class === "corrective") notes.push("was changed on the target");
  if (change.class === "both") {
    const applied = change.secret || change.applied === undefined ? "" : ` from ${short(change.applied)}`;
    notes.push(`was also changed on the target${applied}`);
  }
  return notes;
}

function short(value: Json): string {
  const text = showValue(value);
  return text.length <= 30 ? text : `${text.slice(0, 29)}…`;
}

function bodyOf(old: readonly string[], fresh: readonly string[]): readonly string[] {
  const lines = diffLines(old, fresh).map((line) => {
    switch (line.kind) {
      case "same":
        return `  ${line.text}`;
      case "old":
        return `- ${line.text}`;
      case "new":
        return `+ ${line.text}`;
      case "gap":
        return `  (${count(line.lines, "unchanged line")})`;
    }
  });
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `  (${count(lines.length - MAX_LINES, "more line")})`];
}

function paintDiff(line: string, theme: Theme): string {
  if (line.startsWith("+ ")) return theme.good(line);
  if (line.startsWith("- ")) return theme.bad(line);
  return theme.dim(line);
}

function countUnchanged(spec: JsonObject, changes: readonly FieldChange[]): number {
  const changed = changes.map((change) => change.pointer);
  const count = (map: JsonObject, at: Pointer): number => {
    let fields = 0;
    for (const [key, value] of Object.entries(map)) {
      const pointer = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (changed.some((each) => each === pointer)) continue;
      const inside = changed.some((each) => each.startsWith(`${pointer}/`));
      fields += inside && isJsonObject(value) ? count(value, pointer) : 1;
    }
    return fields;
  };
  return count(spec, "");
}
