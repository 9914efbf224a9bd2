// A plan as Markdown, for a pull request: a table to see it at a glance, and each item to open.
//
// In:  a plan and its graph. Out: GitHub-flavoured Markdown.

import type { Graph } from "../../compiler/graph.ts";
import { showPlace } from "../../compiler/source.ts";
import type { Item } from "../../runtime/item.ts";
import type { Plan } from "../../runtime/reconcile.ts";
import { fieldLines, glyphOf, isWorthShowing, summary } from "../print.ts";
import { themeOf } from "../theme.ts";
import { destroyedInWords, takeBack } from "./destroyed.ts";
import { heldInWords } from "./held.ts";
import { asManyAsFit, code, collapsed, inline } from "./markup.ts";
import { sentence } from "./reasons.ts";
import { count } from "./values.ts";

const PLAIN = themeOf(false);

export function planMarkdown(plan: Plan, graph: Graph | null): string {
  const items = plan.items.filter(isWorthShowing);
  const head = [`### \`${plan.environment}\`: ${summary(plan, graph, PLAIN)}`, ""];
  if (plan.destroyed !== null) {
    const said = inline(destroyedInWords(plan.environment, plan.destroyed));
    head.push(`**${said}** No version of it is taken until ${code(takeBack(plan.environment))}.`, "");
  }
  const table =
    items.length === 0
      ? []
      : [
          "| | Resource | Why | Where |",
          "| --- | --- | --- | --- |",
          ...items.map((item) => row(item, graph)),
          "",
        ];
  const unread = plan.unknown.map(
    ({ address, why }) => `- ${code(address)} could not be read: ${inline(why)}`,
  );
  const held = heldInWords(plan).map((line) => `- **Held now:** ${inline(line)}`);
  const foot = [`<sub>Plan digest \`${plan.digest}\`, graph \`${plan.graph}\`</sub>`];
  const parts = [...head, ...table, ...unread, ...(unread.length > 0 ? [""] : [])];
  if (held.length > 0) parts.push(...held, "");
  const texts = items.flatMap((item) => details(item, graph) ?? []).map((text) => ({ text }));
  const { kept, left } = asManyAsFit(texts, [...parts, ...foot]);
  parts.push(...kept.map(({ text }) => text));
  if (left > 0) parts.push(`${count(left, "more change")} are not shown here: there is no room.`, "");
  return `${[...parts, ...foot].join("\n")}\n`;
}

function row(item: Item, graph: Graph | null): string {
  const where = item.place === null ? "" : code(showPlace(item.place));
  return `| ${code(glyphOf(item, graph))} | ${code(item.address)} | ${inline(why(item, graph))} | ${where} |`;
}

function details(item: Item, graph: Graph | null): string | null {
  const lines = fieldLines(item, graph, PLAIN);
  if (lines.length === 0) return null;
  return collapsed(`${glyphOf(item, graph)} ${item.address}`, `${item.kind} on ${item.target}`, lines);
}

/** The sentence without the address, which has a column of its own. */
function why(item: Item, graph: Graph | null): string {
  return sentence(item, graph).slice(item.address.length + 1);
}
