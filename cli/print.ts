// A plan as text: what would be done to what, why, and where in the source that is wanted.
//
// In:  a plan, and the graph that it was made for (for counting what stays as it is). Out: text, a piece for each item, because a
// plan may be megabytes and nobody needs all of it at once. Each item is a sentence, a line with glyph, address and kind, and its
// fields: old → new, with the place of the definition that wants it. Colour only repeats what a glyph or a word already says.

import { type Graph, type Pointer, stepOf } from "../compiler/graph.ts";
import { parseIdentity } from "../compiler/identity.ts";
import { isJsonObject, type Json, type JsonObject } from "../compiler/json.ts";
import { type DisplayFormat, showFormatted } from "../compiler/quantities.ts";
import { showPlace } from "../compiler/source.ts";
import { type Action, ACTION_GLYPHS, type FieldChange, type Item } from "../runtime/item.ts";
import type { Plan } from "../runtime/reconcile.ts";
import { destroyedInWords, untilTakenBack } from "./print/destroyed.ts";
import { printFields, type ShownField } from "./print/fields.ts";
import { heldInWords } from "./print/held.ts";
import { isIfChanged, isOnlyReported, sentence } from "./print/reasons.ts";
import { count, printable, showPointer, showValue } from "./print/values.ts";
import type { Theme } from "./theme.ts";

export function* printPlan(plan: Plan, graph: Graph | null, theme: Theme): Iterable<string> {
  for (const item of plan.items) if (isWorthShowing(item)) yield `${printItem(item, graph, theme)}\n`;
  for (const [why, addresses] of unreadable(plan)) {
    const [first = "", ...others] = addresses;
    const what = others.length === 0 ? first : count(addresses.length, "resource");
    const all = others.length === 0 ? "" : `    ${addresses.join(", ")}\n`;
    yield `${theme.caution("?")} ${what} could not be read: ${printable(why)}\n${all}\n`;
  }
  if (plan.destroyed !== null) {
    const said = printable(destroyedInWords(plan.environment, plan.destroyed));
    yield `${theme.caution("!")} ${said}\n${theme.dim(`    ${untilTakenBack(plan.environment)}`)}\n\n`;
  }
  yield `${summary(plan, graph, theme)}\n`;
  for (const line of heldInWords(plan)) yield `${theme.caution("! Held now:")} ${printable(line)}\n`;
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
    held: plan.held.map((each) => ({ ...each })),
    destroyed: plan.destroyed === null ? null : { ...plan.destroyed },
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

export function summary(plan: Plan, graph: Graph | null, theme: Theme): string {
  const reported = plan.items.filter((item) => isOnlyReported(item, graph)).length;
  const open = plan.items.filter((item) => item.block === null && !isOnlyReported(item, graph));
  const blocked = plan.items.length - open.length - reported;
  const number = (action: Action): number => open.filter((item) => item.action === action).length;
  const moved = open.filter((item) => item.action === "none" && item.reason === "moved").length;
  const parts: string[] = [];
  const rare = (many: number, words: string): void => {
    if (many > 0) parts.push(`${many} ${words}`);
  };
  if (hasChanges(plan)) {
    const unsure = open.filter(isIfChanged).length;
    const ifChanged = unsure === 0 ? "" : ` (${unsure} of them if changed)`;
    parts.push(`${number("create")} to create`, `${number("update")} to update${ifChanged}`);
    rare(number("replace"), "to replace");
    parts.push(`${number("delete")} to delete`);
    rare(number("adopt"), "to adopt");
    rare(number("release"), "to release");
  }
  const purged = open.reduce((sum, item) => sum + (item.removes?.length ?? 0), 0);
  if (purged > 0) parts.push(`${count(purged, "undeclared thing")} to remove`);
  rare(moved, "moved");
  rare(blocked, "blocked");
  rare(reported, "only reported");
  rare(plan.unknown.length, "unreadable");
  if (parts.length > 0) return theme.strong(`Plan: ${parts.join(", ")}.`);
  return theme.good(`Nothing to change: ${count(plan.items.length, "resource")} in step.`);
}

function printItem(item: Item, graph: Graph | null, theme: Theme): string {
  const glyph = glyphOf(item, graph);
  const paint = glyph === "!" ? theme.caution : theme.actions[item.action];
  let text = `${theme.strong(`# ${printable(sentence(item, graph))}`)}\n${paint(glyph)} ${paint(item.address)}  ${item.kind} on ${item.target}\n`;
  for (const line of fieldLines(item, graph, theme)) text += `    ${line}\n`;
  return text;
}

export function glyphOf(item: Item, graph: Graph | null): string {
  return item.block !== null || isOnlyReported(item, graph) ? "!" : ACTION_GLYPHS[item.action];
}

/** The item's fields, from the first column on. */
export function fieldLines(item: Item, graph: Graph | null, theme: Theme): readonly string[] {
  const spec = graph?.resources[item.address]?.spec ?? null;
  const formats = graph?.kinds[item.kind]?.formats ?? {};
  const fields = item.changes.map((change) => shownField(change, item, formats[change.pointer] ?? null));
  const lines = printFields(fields, theme);
  const unchanged = item.changes.length === 0 || spec === null ? 0 : countUnchanged(spec, item.changes);
  if (unchanged > 0) lines.push(theme.dim(`  (${count(unchanged, "unchanged field")})`));
  return lines;
}

function shownField(change: FieldChange, item: Item, format: DisplayFormat | null): ShownField {
  const { secret, knownAfter, desired } = change;
  const live = change.live ?? replacedKey(item, change);
  return {
    name: showPointer(change.pointer),
    action: item.action === "create" ? "create" : actionOf({ ...change, live }),
    before: live,
    after: desired,
    format,
    secret,
    knownAfter,
    notes: notesOf(change, item, format),
  };
}

/** Where the new object will be there is nothing yet. What goes is the old one, and its key is what people know it by. */
function replacedKey({ replaces }: Item, { pointer, desired }: FieldChange): Json | undefined {
  const old = replaces === undefined ? undefined : parseIdentity(replaces)?.key[pointer];
  return old === desired ? undefined : old;
}

function actionOf(change: FieldChange): ShownField["action"] {
  if (change.live === undefined && !change.secret) return "create";
  return change.desired === undefined && change.knownAfter.length === 0 && !change.secret
    ? "delete"
    : "update";
}

function notesOf(change: FieldChange, item: Item, format: DisplayFormat | null): readonly string[] {
  const notes = change.place === null ? [] : [showPlace(change.place)];
  if (change.forces && item.action === "replace") notes.push("forces the replacement");
  // On a create everything that is absent would count as drift, which says nothing.
  if (item.action === "create" || item.reason === "found") return notes;
  if (change.class === "corrective") notes.push("was changed on the target");
  if (change.class === "both") {
    const applied =
      change.secret || change.applied === undefined ? "" : ` from ${short(change.applied, format)}`;
    notes.push(`was also changed on the target${applied}`);
  }
  return notes;
}

function short(value: Json, format: DisplayFormat | null): string {
  const text = format !== null && typeof value === "number" ? showFormatted(format, value) : showValue(value);
  return text.length <= 30 ? text : `${text.slice(0, 29)}…`;
}

function countUnchanged(spec: JsonObject, changes: readonly FieldChange[], at: Pointer = ""): number {
  let fields = 0;
  for (const key in spec) {
    const value = spec[key] ?? null;
    const pointer = `${at}/${stepOf(key)}`;
    if (changes.some((change) => change.pointer === pointer)) continue;
    const inside = isJsonObject(value) && changes.some((change) => change.pointer.startsWith(`${pointer}/`));
    fields += inside ? countUnchanged(value, changes, pointer) : 1;
  }
  return fields;
}
