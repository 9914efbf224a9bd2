// An explanation as text: one screen, winner first, each definition with what it gives, who wrote it, where, and its source.
//
// Surprising: the marks at the left say what became of a definition, so colour only repeats them: `▸` wins, `+` adds to what
// is below, `=` says the same beside it, `-` took it away, `·` does not apply here, and what lost has none.

import type {
  Explanation,
  GoneExplanation,
  Input,
  LoopExplanation,
  Naming,
  Need,
  Part,
  ResourceExplanation,
  Row,
  ValueExplanation,
} from "../../compiler/explain/facts.ts";
import type { Theme } from "../theme.ts";
import {
  authorText,
  columns,
  deedText,
  didText,
  eachText,
  namesText,
  placeText,
  shortText,
  shownText,
  sourceText,
} from "./explained.ts";
import { count, printable } from "./values.ts";

interface Page {
  readonly theme: Theme;
  readonly width: number;
}

/** Farther down nobody reads; `--json` has all. */
const MANY = 8;
const MANY_PARTS = 60;

export function printExplanation(explanation: Explanation, theme: Theme, width: number): string {
  const page: Page = { theme, width };
  const sections = [head(page, explanation), stackLines(page, explanation), ...body(page, explanation)];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

function head(page: Page, explanation: Explanation): readonly string[] {
  const { theme, width } = page;
  const { environment, path, named } = explanation;
  const name = printable(path);
  const lines = (title: string, note: string): readonly string[] => [
    ...(title.length + note.length + 2 <= width
      ? [`${theme.strong(title)}  ${theme.dim(note)}`]
      : [theme.strong(title), theme.dim(note)]),
    ...namedLines(named, theme),
  ];
  switch (explanation.kind) {
    case "value": {
      const { role, type, value } = explanation;
      const what = role === "annotation" ? name : `${name} = ${shortText(value, width - name.length - 3)}`;
      const of = type === null ? "" : `: ${printable(type)}`;
      return lines(what, `${role}${of}, in ${printable(environment)}`);
    }
    case "resource": {
      const { of, target, existing, condition } = explanation;
      const on = target === null ? "" : ` on ${printable(target)}`;
      const when = condition === null ? "" : `, if ${sourceText(condition)}`;
      const how = existing ? ", only read" : "";
      return lines(`${name}: ${printable(of)}${on}`, `resource${how}${when}, in ${printable(environment)}`);
    }
    case "system": {
      const { of, condition } = explanation;
      const when = condition === null ? "" : `, if ${sourceText(condition)}`;
      return lines(`${name}: ${printable(of)}`, `system${when}, in ${printable(environment)}`);
    }
    case "loop": {
      const { of, over, condition } = explanation;
      const when = condition === null ? "" : ` if ${sourceText(condition)}`;
      return lines(
        `${name}: ${printable(of)} for each of ${sourceText(over)}${when}`,
        `in ${printable(environment)}`,
      );
    }
    case "gone":
      return [`${theme.strong(`${name} is not there`)}: ${whyGone(explanation)}`];
  }
}

function namedLines(named: Naming | null, theme: Theme): readonly string[] {
  if (named === null) return [];
  const { key, over, element } = named;
  return [
    theme.dim(
      `named by the loop over ${sourceText(over)}: element ${printable(key)} of ${placeText(element)}`,
    ),
  ];
}

function whyGone({ why, by, condition, was, named }: GoneExplanation): string {
  // A slot that is gone was itself.
  const it =
    was === null || was.kind === "absent" || was.kind === "reference" ? "" : `, it was ${shortText(was, 60)}`;
  if (condition !== null) {
    const of = named === null ? "" : ` for ${printable(named.key)} of ${placeText(named.element)}`;
    return `\`if ${sourceText(condition)}\` does not hold${of} (${placeText(condition)})`;
  }
  if (by === null) return "nobody says why";
  const at = `${authorText(by.by)} at ${placeText(by.span)}`;
  return why === "removed" ? `removed by ${at}${it}` : `what it was in was replaced by ${at}${it}`;
}

function body(page: Page, explanation: Explanation): readonly (readonly string[])[] {
  switch (explanation.kind) {
    case "value":
      return [
        partLines(page, explanation.path, explanation.parts),
        inputLines(page, explanation.inputs),
        followLines(page, explanation),
      ];
    case "resource":
      return [partLines(page, explanation.path, explanation.parts), needLines(page, explanation)];
    case "system":
      return [partLines(page, explanation.path, explanation.parts)];
    case "loop":
      return [elementLines(page, explanation), inputLines(page, explanation.inputs)];
    case "gone":
      return [inputLines(page, explanation.inputs)];
  }
}

// --- The stack -------------------------------------------------------------------------------------------------------

function stackLines({ theme, width }: Page, explanation: Explanation): readonly string[] {
  const { stack } = explanation;
  if (explanation.kind === "value" && explanation.value.kind === "absent" && stack.length === 0)
    return [theme.dim("nobody gives it, and it may be absent")];
  const texts = stack.map((row) => [
    markOf(row),
    row.value === null ? "" : shownText(row.value),
    deedText(row, isListedTwice(stack, row)),
    placeText(row.span),
    sourceText(row.entry),
  ]);
  return columns(texts, [1, 28, 48, 44], width).flatMap((line, index) => {
    const row = stack[index];
    if (row === undefined) return [];
    const [mark = "", value = "", ...rest] = line;
    const isLost = row.state === "loses" || row.state === "skipped";
    const text = [mark, value, ...rest.slice(0, 2)].filter((cell) => cell !== "").join("  ");
    const painted = isLost ? theme.dim(text) : row.state === "wins" ? theme.strong(text) : text;
    const indent = value === "" ? "   " : " ".repeat(value.length + 5);
    return [
      `${painted}  ${theme.dim(rest[2] ?? "")}`.trimEnd(),
      ...notesOf(row).map((note) => theme.dim(`${indent}${note}`)),
    ];
  });
}

function markOf({ state, deed }: Row): string {
  switch (state) {
    case "wins":
      return deed === "remove" ? "-" : "▸";
    case "merges":
      return "+";
    case "agrees":
      return "=";
    case "skipped":
      return "·";
    case "loses":
      return " ";
  }
}

/** An overlay that is listed several times is told apart by what it is given. */
function isListedTwice(stack: readonly Row[], { by }: Row): boolean {
  return stack.some(
    (other) =>
      other.by.name === by.name && other.by.overlay?.level !== by.overlay?.level && by.overlay !== null,
  );
}

function notesOf({ state, deed, strength, below, each }: Row): readonly string[] {
  const notes: string[] = [];
  if (below !== null) notes.push(`super is ${shownText(below)}`);
  if (each !== null) {
    const holds = each.holds === null ? "" : each.holds ? ", which holds here" : ", which does not hold here";
    // The row of an `each` itself shows it as its source.
    if (deed !== "amend") notes.push(`by ${eachText(each)}${holds}`);
    else if (holds !== "")
      notes.push(`the condition is ${each.where === null ? "" : sourceText(each.where)}${holds}`);
  }
  if (state === "agrees") notes.push("beside the one above, which gives the same");
  if (state === "wins" && strength === "final") notes.push("final: nothing above may change it");
  return notes;
}

// --- Where it comes from, and what follows ---------------------------------------------------------------------------

function inputLines(page: Page, inputs: readonly Input[], indent = ""): readonly string[] {
  const lines = inputs
    .slice(0, MANY)
    .flatMap((input) => [
      `${indent}${inputText(page, input)}`,
      ...inputLines(page, input.inputs, `${indent}  `),
    ]);
  const more = inputs.length - MANY;
  return more > 0 ? [...lines, page.theme.dim(`${indent}and ${more} more`)] : lines;
}

function inputText({ theme }: Page, { name, of, value, row, span, was, overridden }: Input): string {
  const own = printable(name);
  const known = shortText(value, 40);
  const at = placeText(span);
  if (of === "output") return `from ${theme.strong(own)} ${known}`;
  const from = `from ${theme.strong(own)} = ${known}`;
  if (row === null) return `${from}, given at ${at}`;
  if (!overridden) return `${from}, ${theme.dim(`${deedText(row)} (${at})`)}`;
  const before = was === null ? "" : `; it was ${shortText(was, 40)}`;
  return `${from}, which ${didText(row)} (${at})${before}`;
}

function followLines({ theme }: Page, { follows }: ValueExplanation): readonly string[] {
  if (follows.length === 0) return [];
  return [`${theme.dim("followed by")} ${namesText(follows, MANY)}`];
}

function needLines({ theme }: Page, { needs, neededBy }: ResourceExplanation): readonly string[] {
  const reason = ({ by, span }: Need): string => {
    if (by === null || span === null) return theme.dim(" by its target");
    return theme.dim(` by ${printable(by)} (${placeText(span)})`);
  };
  const lines = needs.slice(0, MANY).map((need) => `needs ${printable(need.address)}${reason(need)}`);
  if (needs.length > MANY) lines.push(theme.dim(`and ${needs.length - MANY} more`));
  if (neededBy.length > 0) lines.push(`needed by ${namesText(neededBy, MANY)}`);
  return lines;
}

// --- What is in it ---------------------------------------------------------------------------------------------------

function partLines({ theme, width }: Page, path: string, parts: readonly Part[]): readonly string[] {
  const texts = parts
    .slice(0, MANY_PARTS)
    .map((part) => [
      part.gone ? "-" : " ",
      printable(part.path.startsWith(`${path}.`) ? part.path.slice(path.length + 1) : part.path),
      part.gone ? wasText(part) : shownText(part.value),
      part.row === null ? "" : deedText(part.row),
      part.row === null ? "" : placeText(part.row.span),
      part.others === 0 || part.gone ? "" : `over ${count(part.others, "other")}`,
    ]);
  const lines = columns(texts, [1, 32, 32, 40, 44], width).map((line, index) => {
    const row = parts[index]?.row ?? null;
    const text = line.join("  ").trimEnd();
    if (row === null || row.deed === "default") return theme.dim(text);
    return row.by.kind === "overlay" || row.by.kind === "block" ? theme.strong(text) : text;
  });
  const more = parts.length - MANY_PARTS;
  return more > 0 ? [...lines, theme.dim(`and ${more} more; --json lists them all`)] : lines;
}

function wasText({ value }: Part): string {
  return value.kind === "absent" ? "" : `was ${shownText(value)}`;
}

function elementLines({ theme, width }: Page, { elements }: LoopExplanation): readonly string[] {
  const texts = elements
    .slice(0, MANY_PARTS)
    .map(({ key, span, state, row }) => [
      state === "there" ? "▸" : state === "removed" ? "-" : "·",
      printable(key),
      placeText(span),
      row !== null
        ? `${deedText(row)} (${placeText(row.span)})`
        : state === "left-out"
          ? "left out, because the condition does not hold"
          : "",
    ]);
  const lines = columns(texts, [1, 32, 44], width).map((line, index) => {
    const text = line.join("  ").trimEnd();
    return elements[index]?.state === "there" ? text : theme.dim(text);
  });
  const more = elements.length - MANY_PARTS;
  return more > 0 ? [...lines, theme.dim(`and ${more} more; --json lists them all`)] : lines;
}
