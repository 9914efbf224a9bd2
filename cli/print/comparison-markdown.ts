// Comparisons of graphs as Markdown, for a pull request: for each environment a table to see it at a glance, and each resource
// to open.

import { showPlace } from "../../compiler/source.ts";
import { type Comparison, isSame, type ResourceDifference } from "../../runtime/plan/compare.ts";
import type { Pair } from "../sides.ts";
import { themeOf } from "../theme.ts";
import { documentLines, glyphOf, headOf, resourceLines, sentence, summaryOf, whatOf } from "./comparison.ts";
import { asManyAsFit, code, collapsed, inline } from "./markup.ts";
import { count } from "./values.ts";

const PLAIN = themeOf(false);

export interface Compared {
  readonly pair: Pair;
  readonly comparison: Comparison;
}

export function comparisonsMarkdown(compared: readonly Compared[]): string {
  const tables = compared.map(({ pair, comparison }) => tableOf(pair, comparison));
  const texts = compared.flatMap(({ pair, comparison }, of) =>
    detailsOf(pair, comparison).map((text) => ({ of, text })),
  );
  const { kept, left } = asManyAsFit(texts, tables);
  const parts = tables.map((table, index) =>
    [table, ...kept.filter(({ of }) => of === index).map(({ text }) => text)].join("\n"),
  );
  if (left > 0) parts.push(`${count(left, "more change")} are not shown here: there is no room.\n`);
  return parts.join("\n");
}

function tableOf(pair: Pair, comparison: Comparison): string {
  const head = `### ${inline(headOf(pair))}\n\n${inline(summaryOf(pair, comparison))}\n`;
  if (isSame(comparison) || comparison.resources.length === 0) return head;
  const rows = comparison.resources.map(rowOf).join("\n");
  return `${head}\n| | Resource | What | Where |\n| --- | --- | --- | --- |\n${rows}\n`;
}

function rowOf(difference: ResourceDifference): string {
  const { address, places } = difference;
  const place = places.after ?? places.before;
  const where = place === null ? "" : code(showPlace(place));
  return `| ${code(glyphOf(difference))} | ${code(address)} | ${inline(sentence(difference).slice(address.length + 1))} | ${where} |`;
}

function detailsOf(pair: Pair, comparison: Comparison): readonly string[] {
  const texts = comparison.resources.flatMap((difference) => {
    const lines = resourceLines(pair, difference, PLAIN);
    if (lines.length === 0) return [];
    return [collapsed(`${glyphOf(difference)} ${difference.address}`, whatOf(difference), lines)];
  });
  const besides = documentLines(comparison, PLAIN);
  return besides.length === 0 ? texts : [...texts, collapsed("besides the resources", pair.name, besides)];
}
