// Which overlays changed what, as text: each layer in order, a line for each thing that it says, old → new.
//
// Surprising: what one line of source says of many places (an `each`, a loop) is one line here too.

import type { Change, EnvironmentExplanation, LayerExplanation } from "../../compiler/explain/facts.ts";
import { showPlace } from "../../compiler/source.ts";
import type { Theme } from "../theme.ts";
import { columns, eachText, namesText, placeText, shortText, shownText } from "./explained.ts";
import { count, printable } from "./values.ts";

const MANY = 6;

export function printEnvironment(explanation: EnvironmentExplanation, theme: Theme, width: number): string {
  const { environment, system, place, layers } = explanation;
  const own = layers.filter(({ within }) => within === null);
  const list = own.length === 0 ? "" : ` with ${listText(own)}`;
  const title = printable(`${environment} = ${system}${list}`);
  const at = place === null ? "" : theme.dim(`  ${showPlace(place)}`);
  const blocks = layers.map((layer) => layerLines(layer, theme, width).join("\n"));
  return `${[`${theme.strong(title)}${at}`, ...blocks, summary(layers)].join("\n\n")}\n`;
}

/** Those side by side in parentheses, as they are written. */
function listText(layers: readonly LayerExplanation[]): string {
  const levels = new Map<number, string[]>();
  for (const { listed } of layers)
    levels.set(listed.level, [...(levels.get(listed.level) ?? []), listed.text]);
  return [...levels.values()]
    .map((texts) => (texts.length > 1 ? `(${texts.join(", ")})` : texts[0]))
    .join(", ");
}

function summary(layers: readonly LayerExplanation[]): string {
  if (layers.length === 0) return "No overlay: the system as it is.";
  const changes = layers.reduce((sum, layer) => sum + layer.changes.filter(isEffective).length, 0);
  const idle = layers.filter((layer) => !layer.changes.some(isEffective)).length;
  const nothing = idle === 0 ? "" : `; ${idle} ${idle === 1 ? "changes" : "change"} nothing`;
  return `${count(changes, "change")} by ${count(layers.length - idle, "overlay")}${nothing}.`;
}

function isEffective({ outcome }: Change): boolean {
  return outcome === "changes" || outcome === "used";
}

function layerLines(layer: LayerExplanation, theme: Theme, width: number): readonly string[] {
  const { within, listed, place, changes } = layer;
  const number = listed.sibling === 0 ? `${listed.level}.` : `${listed.level}.${listed.sibling}`;
  const inner = within === null ? "" : `in ${printable(within)}: `;
  const at = place === null ? "" : theme.dim(`  ${showPlace(place)}`);
  const head = `${inner}${number} ${theme.strong(printable(listed.text))}${at}`;
  const idle = changes.some(isEffective) ? [] : [theme.dim("   changes nothing")];
  const groups = grouped(changes);
  const texts = groups.map((group) => {
    const [first] = group;
    return [
      VERBS[first.deed].padEnd(VERB_WIDTH),
      pathsText(group),
      changeText(group),
      placeText(first.row.span),
    ];
  });
  const lines = columns(texts, [VERB_WIDTH, PATHS_WIDTH, 44, 44], width - 3).flatMap((line, index) => {
    const notes = notesOf(groups[index] ?? [], theme);
    return [`   ${line.join("  ").trimEnd()}`, ...notes.map((note) => `             ${note}`)];
  });
  return [head, ...idle, ...lines];
}

type Group = readonly [Change, ...Change[]];

/** By the place that says it. */
function grouped(changes: readonly Change[]): readonly Group[] {
  const groups: [Change, ...Change[]][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const { span } = change.row;
    if (
      last?.[0].deed === change.deed &&
      last[0].row.span.file === span.file &&
      last[0].row.span.start === span.start
    )
      last.push(change);
    else groups.push([change]);
  }
  return groups;
}

const VERBS: Readonly<Record<Change["deed"], string>> = {
  add: "adds",
  set: "sets",
  default: "sets",
  amend: "amends",
  replace: "replaces",
  change: "changes",
  remove: "removes",
  declare: "declares",
  annotate: "says",
  move: "moves",
  "give-up": "gives up",
};

const VERB_WIDTH = 8;
const PATHS_WIDTH = 44;

/** Two of them where there is room for two. */
function pathsText(group: Group): string {
  const paths = group.map(({ path }) => path);
  const two = namesText(paths, 2);
  return two.length <= PATHS_WIDTH ? two : namesText(paths, 1);
}

function changeText([first, ...more]: Group): string {
  const text = textOf(first);
  return more.every((change) => textOf(change) === text) ? text : `${text}, and others`;
}

function textOf({ deed, from, to, outcome }: Change): string {
  if (deed === "move") return from === null ? "" : `from ${shownText(from)}`;
  if (deed === "remove" && to === null) return from === null ? "" : `was ${shortText(from, 60)}`;
  if (to === null) return "";
  const now = shortText(to, 40);
  if (from === null) return deed === "annotate" && now === "true" ? "" : now;
  const before = shortText(from, 40);
  return outcome === "same" ? `${now}, as before` : `${before} → ${now}`;
}

function notesOf(group: readonly Change[], theme: Theme): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const notes: string[] = [];
  const { each, strength, state } = first.row;
  if (each !== null) notes.push(theme.dim(`by ${eachText(each)}`));
  if (strength !== "normal") notes.push(theme.dim(strength));
  if (first.outcome === "beaten") notes.push(theme.dim("a later one has the last word"));
  if (first.outcome === "used") notes.push(theme.dim("a later one builds on it"));
  if (state === "agrees") notes.push(theme.dim("the same as beside it"));
  const follows = [...new Set(group.flatMap((change) => change.follows))];
  if (follows.length > 0) notes.push(`${theme.dim("followed by")} ${namesText(follows, MANY)}`);
  return notes;
}
