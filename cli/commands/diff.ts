// `setpoint diff`: how two graphs differ. It reads the source and compares what it means; the world and the ledger it does not
// look at.
//
// Surprising: that there is a difference is no failure, as with `git diff`; `--exit-code` makes it one.

import { canonicalJson, type Json } from "../../compiler/json.ts";
import { compare, type Comparison, isSame, type ResourceDifference } from "../../runtime/plan/compare.ts";
import type { CommandRun } from "../command.ts";
import { UsageFailure } from "../failure.ts";
import { isOn } from "../input.ts";
import { printComparison } from "../print/comparison.ts";
import { comparisonsMarkdown } from "../print/comparison-markdown.ts";
import { type NamedSide, type Pair, readPairs } from "../sides.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const markdown = isOn(input, "markdown");
  if (host.json && markdown)
    throw new UsageFailure(
      "--json and --markdown are two ways to print one comparison",
      "choose one of them",
    );
  const pairs = await readPairs(input, host);
  const compared = pairs.map((pair) => ({ pair, comparison: compare(pair.before, pair.after) }));
  if (host.json) {
    const each = compared.map(({ pair, comparison }) => [pair.name, toJson(pair, comparison)] as const);
    const json = isOn(input, "all") ? { environments: Object.fromEntries(each) } : each[0]?.[1];
    host.out.write(`${canonicalJson(json ?? null)}\n`);
  } else if (markdown) {
    host.out.write(comparisonsMarkdown(compared));
  } else {
    const theme = themeOf(host.out.color);
    const texts = compared.map(({ pair, comparison }) => printComparison(pair, comparison, theme));
    host.out.write(texts.join("\n"));
  }
  const differs = compared.some(({ comparison }) => !isSame(comparison));
  return isOn(input, "exit-code") && differs ? 1 : 0;
};

/** A value that is absent is left out: JSON has no other way to tell it from null. */
function toJson({ before, after }: Pair, comparison: Comparison): Json {
  const { resources, same, document } = comparison;
  return plain({
    before: sideToJson(before),
    after: sideToJson(after),
    isSame: isSame(comparison),
    resources: resources.map(resourceToJson),
    same,
    document,
  });
}

/** Without the resources themselves: they are in the graphs, and what a kind calls secret is in nothing that is printed. */
function resourceToJson(difference: ResourceDifference): Json {
  const { before, after, ...rest } = difference;
  const some = after ?? before;
  return plain({ ...rest, kind: some?.kind, target: some?.target });
}

function sideToJson({ label, missing, graph }: NamedSide): Json {
  return { label, environment: missing ? null : graph.environment, graph: missing ? null : graph.hash };
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
