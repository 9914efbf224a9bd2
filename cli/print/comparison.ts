// Two graphs compared, as text: what came, went, moved and changed, and the places in the source that want it, on both sides.
//
// In:  a pair of sides and their comparison. Out: lines, in the manner of a plan: a sentence, a line with glyph, address and
// kind, and the fields, old → new. Colour only repeats what a glyph or a word already says.

import type { Graph, Pointer } from "../../compiler/graph.ts";
import type { DisplayFormat } from "../../compiler/quantities.ts";
import { showPlace } from "../../compiler/source.ts";
import { type Action, ACTION_GLYPHS } from "../../runtime/item.ts";
import {
  type Comparison,
  type FieldDifference,
  isSame,
  type Places,
  type ResourceDifference,
} from "../../runtime/plan/compare.ts";
import type { NamedSide, Pair } from "../sides.ts";
import type { Theme } from "../theme.ts";
import { printFields, type ShownField } from "./fields.ts";
import { count, printable, showPointer } from "./values.ts";

export function printComparison(pair: Pair, comparison: Comparison, theme: Theme): string {
  const lines = [theme.strong(printable(headOf(pair))), ""];
  for (const difference of comparison.resources) {
    lines.push(theme.strong(`# ${printable(sentence(difference))}`));
    lines.push(titleOf(difference, theme));
    lines.push(...resourceLines(pair, difference, theme).map((line) => `    ${line}`), "");
  }
  if (comparison.document.fields.length > 0) {
    lines.push(theme.strong("# besides the resources"));
    lines.push(...documentLines(comparison, theme).map((line) => `    ${line}`), "");
  }
  lines.push((isSame(comparison) ? theme.good : theme.strong)(summaryOf(pair, comparison)));
  return `${lines.join("\n")}\n`;
}

/** `prod: HEAD~1 (1a2b3c4d5e) → the working folder`, or `staging → prod`. */
export function headOf({ name, before, after }: Pair): string {
  const sides = `${sideName(before)} → ${sideName(after)}`;
  return name === sides ? name : `${name}: ${sides}`;
}

function sideName({ label, missing }: NamedSide): string {
  return missing ? `${label}, which does not have it` : label;
}

export function summaryOf(pair: Pair, comparison: Comparison): string {
  const { resources, same, document } = comparison;
  if (isSame(comparison)) {
    const { before, after } = pair;
    const other =
      before.graph.hash !== after.graph.hash && before.graph.environment === after.graph.environment;
    return `No difference: ${count(same, "resource")} the same.${other ? " Only the text of the source differs." : ""}`;
  }
  const number = (change: ResourceDifference["change"]): number =>
    resources.filter((each) => each.change === change).length;
  const replaced = resources.filter(isReplaced).length;
  const parts = [
    [number("added"), "added"],
    [number("changed"), "changed"],
    [number("moved"), "moved"],
    [number("removed"), "removed"],
  ] as const;
  const words = parts.flatMap(([many, word]) => (many > 0 ? [`${many} ${word}`] : []));
  if (replaced > 0) words.push(`${replaced} to be replaced`);
  if (document.fields.length > 0) words.push(`${count(document.fields.length, "difference")} besides`);
  return `Difference: ${words.join(", ")}; ${count(same, "resource")} the same.`;
}

export function isReplaced(difference: ResourceDifference): boolean {
  return "replaced" in difference && difference.replaced;
}

/** With which glyph and colour of a plan it is shown. A move has none there, since a plan does nothing about it. */
export function actionOf(difference: ResourceDifference): Action | "move" {
  switch (difference.change) {
    case "added":
      return "create";
    case "removed":
      return "delete";
    case "changed":
      return difference.replaced ? "replace" : "update";
    case "moved":
      return difference.replaced ? "replace" : "move";
  }
}

export function glyphOf(difference: ResourceDifference): string {
  const action = actionOf(difference);
  return action === "move" ? "→" : ACTION_GLYPHS[action];
}

function titleOf(difference: ResourceDifference, theme: Theme): string {
  const action = actionOf(difference);
  const paint = (text: string): string => theme.actions[action === "move" ? "adopt" : action](text);
  return `${paint(glyphOf(difference))} ${paint(printable(difference.address))}  ${whatOf(difference)}`;
}

/** `std.file.File on local`. */
export function whatOf({ before, after }: ResourceDifference): string {
  const some = after ?? before;
  return some === null ? "" : printable(`${some.kind} on ${some.target}`);
}

/** `config changed: hello.sp:16:15 wants another value`. */
export function sentence(difference: ResourceDifference): string {
  const { address, places } = difference;
  switch (difference.change) {
    case "added":
      return `${address} is new${places.after === null ? "" : `: ${showPlace(places.after)} declares it`}`;
    case "removed":
      return `${address} is gone${places.before === null ? "" : `: ${showPlace(places.before)} declared it`}`;
    case "changed":
      return `${address} ${difference.replaced ? "must be replaced" : "changed"}${why(difference)}`;
    case "moved": {
      const changed =
        difference.fields.length === 0
          ? ""
          : difference.replaced
            ? ", and must be replaced"
            : ", and changed";
      return `${address} was ${difference.from}${changed}${changed === "" ? "" : why(difference)}`;
    }
  }
}

function why(difference: ResourceDifference): string {
  const { before, after, fields } = difference;
  if (before?.kind !== after?.kind) return `: it is now a ${after?.kind ?? ""}`;
  const forcing = fields.filter((field) => field.forces).map((field) => `\`${fieldName(field.pointer)}\``);
  if (forcing.length > 0) return `: ${forcing.join(", ")} cannot be changed in place`;
  const place = fields.find((field) => field.places.after !== null)?.places.after ?? null;
  return place === null ? "" : `: ${showPlace(place)} wants another value`;
}

// --- Fields ----------------------------------------------------------------------------------------------------------

/** From the first column on. */
export function resourceLines(pair: Pair, difference: ResourceDifference, theme: Theme): readonly string[] {
  const { fields, edges, change, after } = difference;
  const kind = after === null ? undefined : pair.after.graph.kinds[after.kind];
  const shown = fields.map((field) => shownField(field, formatOf(kind, field.pointer), change === "added"));
  const edge = (action: "create" | "delete", address: string): string =>
    `${theme.actions[action](ACTION_GLYPHS[action])} needs ${printable(address)}`;
  return [
    ...printFields(shown, theme),
    ...edges.added.map((address) => edge("create", address)),
    ...(change === "removed" ? [] : edges.removed.map((address) => edge("delete", address))),
  ];
}

export function documentLines({ document }: Comparison, theme: Theme): readonly string[] {
  return printFields(
    document.fields.map((field) => shownField(field, null, false)),
    theme,
  );
}

const MILLISECONDS: ReadonlySet<Pointer> = new Set(["/meta/every", "/meta/timeout"]);

function formatOf(kind: Graph["kinds"][string] | undefined, pointer: Pointer): DisplayFormat | null {
  if (MILLISECONDS.has(pointer)) return "duration";
  return pointer.startsWith("/spec/") ? (kind?.formats?.[pointer.slice("/spec".length)] ?? null) : null;
}

function shownField(field: FieldDifference, format: DisplayFormat | null, isNew: boolean): ShownField {
  const { pointer, change, before, after, secret, forces, places } = field;
  const order = change === "order" ? " (order)" : "";
  const notes = [...placesInWords(places), ...(forces ? ["cannot be changed in place"] : [])];
  return {
    name: `${fieldName(pointer)}${order}`,
    action: isNew || before === undefined ? "create" : after === undefined ? "delete" : "update",
    before: isNew ? undefined : before,
    after,
    format,
    secret,
    knownAfter: [],
    notes,
  };
}

/** What the source calls it: a field of the spec by its name, an annotation with its sign. */
export function fieldName(pointer: Pointer): string {
  if (pointer.startsWith("/spec/")) return showPointer(pointer.slice("/spec".length));
  if (pointer.startsWith("/meta/")) return `@${showPointer(pointer.slice("/meta".length))}`;
  return showPointer(pointer);
}

function placesInWords({ before, after }: Places): readonly string[] {
  const [was, is] = [before, after].map((place) => (place === null ? null : showPlace(place)));
  if (was === null || was === undefined || was === is) return is === null || is === undefined ? [] : [is];
  return [is === null || is === undefined ? was : `${was} → ${is}`];
}
