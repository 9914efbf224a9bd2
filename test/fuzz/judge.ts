// What an input must do: be read to its end in bounded time, without an exception, and with every error at its place. What
// has no mistake must stand being formatted.

import { analyze } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics.ts";
import { format } from "../../compiler/format.ts";
import { reportDiagnostic } from "../../compiler/report.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";

/** Milliseconds after which an input counts as a hang. */
export const HANG = 2000;

/** So many diagnostics are drawn too. */
const SHOWN = 20;

/** These say what the package lacks, and there is no place where it is not. */
const PLACELESS = new Set(["SP4001", "SP4002", "SP4003"]);

/** What is wrong, in a line; null: nothing is. */
export function judge(text: string, clock: () => number): string | null {
  const start = clock();
  const wrong = judgeText(text);
  if (wrong !== null) return wrong;
  const took = clock() - start;
  return took > HANG ? `it takes ${Math.round(took)} ms` : null;
}

function judgeText(text: string): string | null {
  try {
    // A reader hands over whole characters only.
    if (!text.isWellFormed()) return null;
    const formatted = format({ path: "main.sp", text, id: "" });
    if (formatted.kind === "refused") return "the formatter is not sure of itself";
    if (formatted.kind === "formatted") {
      const again = format({ path: "main.sp", text: formatted.text, id: "" });
      if (again.kind !== "formatted") return "what was formatted cannot be formatted again";
      if (again.text !== formatted.text) return "formatting it twice is not formatting it once";
    }
    const analysis = analyze({ host: hostOf({ "main.sp": text }), std: STANDARD, entries: ["main.sp"] });
    const broken = formatted.kind === "broken";
    if (broken && analysis.diagnostics.length === 0) return "the parser has errors and the compiler none";
    for (const [index, diagnostic] of analysis.diagnostics.entries()) {
      const wrong = judgeDiagnostic(diagnostic, index < SHOWN);
      if (wrong !== null) return `${diagnostic.code} (${diagnostic.message}): ${wrong}`;
    }
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}\n${stackOf(error)}` : String(error);
  }
}

function stackOf({ stack = "" }: Error): string {
  return stack.split("\n").slice(1, 6).join("\n");
}

function judgeDiagnostic(diagnostic: Diagnostic, shown: boolean): string | null {
  if (diagnostic.labels.length === 0) return PLACELESS.has(diagnostic.code) ? null : "it has no label";
  if (diagnostic.message.includes("undefined") || diagnostic.message.includes("[object"))
    return "its text is broken";
  for (const { span, text } of diagnostic.labels) {
    const { length } = span.file.text;
    if (text === "") return "a label says nothing";
    const inside = span.start >= 0 && span.start <= span.end && span.start <= length;
    if (!inside || Number.isNaN(span.start + span.end)) return `a label stands at ${span.start}..${span.end}`;
  }
  if (shown) reportDiagnostic(diagnostic, { color: false, width: 100 });
  return null;
}

/** The same failure, whatever its numbers. */
function sortOf(wrong: string): string {
  return (wrong.split("\n")[0] ?? "").replace(/\d+/g, "0").replace(/\(.*\)/, "");
}

/** Leaves out what is not needed to fail in the same way: lines first, then ever fewer characters. */
export function shrink(text: string, wrong: string, clock: () => number): string {
  const sort = sortOf(wrong);
  const fails = (candidate: string) => {
    const found = judge(candidate, clock);
    return found !== null && sortOf(found) === sort;
  };
  let best = text;
  const until = clock() + 20_000;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && clock() < until;) {
      const candidate = best.slice(0, at) + best.slice(at + size);
      if (fails(candidate)) best = candidate;
      else at += size;
    }
  }
  return best;
}
