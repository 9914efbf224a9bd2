// A plan as Markdown, for a pull request: a table to see it at a glance, and each item to open.
//
// In:  a plan and its graph. Out: GitHub-flavoured Markdown. Nothing that comes from a file or from the world can break out of
// its place: fences are longer than any run of backticks inside, and cells hold no pipe and no line break.
// A comment has a limit of 65,536 characters on the usual forges, so what is too much is left out and counted.

import type { Graph } from "../../compiler/graph.ts";
import { showPlace } from "../../compiler/source.ts";
import { ACTION_GLYPHS, type Item } from "../../runtime/item.ts";
import type { Plan } from "../../runtime/reconcile.ts";
import { fieldLines, isWorthShowing, summary } from "../print.ts";
import { themeOf } from "../theme.ts";
import { sentence } from "./reasons.ts";
import { count, printable } from "./values.ts";

const PLAIN = themeOf(false);
const LIMIT = 60_000;

export function planMarkdown(plan: Plan, graph: Graph | null): string {
  const items = plan.items.filter(isWorthShowing);
  const head = [`### \`${plan.environment}\`: ${summary(plan, PLAIN)}`, ""];
  const table =
    items.length === 0
      ? []
      : ["| | Resource | Why | Where |", "| --- | --- | --- | --- |", ...items.map(row), ""];
  const unread = plan.unknown.map(
    ({ address, why }) => `- ${code(address)} could not be read: ${inline(why)}`,
  );
  const foot = [`<sub>Plan digest \`${plan.digest}\`, graph \`${plan.graph}\`</sub>`];
  const parts = [...head, ...table, ...unread, ...(unread.length > 0 ? [""] : [])];
  let room = LIMIT - [...parts, ...foot].join("\n").length;
  let left = 0;
  for (const item of items) {
    const text = details(item, graph);
    if (text === null) continue;
    room -= text.length + 1;
    if (room < 0) left++;
    else parts.push(text);
  }
  if (left > 0) parts.push(`${count(left, "more change")} are not shown here: there is no room.`, "");
  return `${[...parts, ...foot].join("\n")}\n`;
}

function row(item: Item): string {
  const where = item.place === null ? "" : code(showPlace(item.place));
  return `| ${code(glyphOf(item))} | ${code(item.address)} | ${inline(why(item))} | ${where} |`;
}

function details(item: Item, graph: Graph | null): string | null {
  const lines = fieldLines(item, graph, PLAIN);
  if (lines.length === 0) return null;
  const body = lines.map(diffLine).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `<details><summary>${html(`${glyphOf(item)} ${item.address}`)} <i>${html(item.kind)} on ${html(item.target)}</i></summary>\n\n${fence}diff\n${body}\n${fence}\n\n</details>\n`;
}

function glyphOf(item: Item): string {
  return item.block === null ? ACTION_GLYPHS[item.action] : "!";
}

/** The sentence without the address, which has a column of its own. */
function why(item: Item): string {
  return sentence(item).slice(item.address.length + 1);
}

/** In a diff only the first column has a colour: what changes in place is marked as such. */
function diffLine(line: string): string {
  const match = /^(\s*)([-+~])( .*)$/s.exec(line);
  if (match === null) return ` ${line}`;
  const [, space = "", glyph = "", rest = ""] = match;
  return `${glyph === "~" ? "!" : glyph}${space}${rest}`;
}

function inline(text: string): string {
  return printable(text)
    .replaceAll(/[\\|*_<>[\]#]/g, (mark) => `\\${mark}`)
    .replaceAll("\n", " ");
}

function code(text: string): string {
  const shown = printable(text).replaceAll("|", "\\|").replaceAll("\n", " ");
  const fence = "`".repeat(longestRun(shown) + 1);
  return fence.length === 1 ? `\`${shown}\`` : `${fence} ${shown} ${fence}`;
}

function html(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
