// Suppressions: `// lint: allow SP7014 because the folder is shared`.
//
// Alone on its line, the comment speaks for the declaration, member or entry that begins on the next line of code, whole;
// behind code, for its line; with `in this file`, for the file. A reason is required, since nobody can judge one that is
// not there. Surprising: one that allows nothing is a finding itself, and cannot be suppressed.

import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { isLintCode, type LintCode } from "../diagnostics/lint-rules.ts";
import { lex } from "../lex.ts";
import { lineIndex, lineStarts } from "../source.ts";
import { find, wants, type Linter } from "./context.ts";

interface Suppression {
  readonly module: Module;
  readonly start: number;
  readonly end: number;
  readonly code: LintCode;
  /** What it speaks for. */
  readonly from: number;
  readonly to: number;
}

export function suppress(linter: Linter): void {
  const suppressions = linter.modules.flatMap((module) => suppressionsOf(linter, module));
  const used = new Set<Suppression>();
  const kept = linter.findings.filter((finding) => {
    const hits = suppressions.filter((item) => covers(item, finding));
    for (const hit of hits) used.add(hit);
    return hits.length === 0;
  });
  linter.findings.splice(0, linter.findings.length, ...kept);
  for (const item of suppressions) {
    // What is switched off cannot be found, so nobody can say that there is nothing.
    if (used.has(item) || !wants(linter, item.code)) continue;
    find(linter, "SP7090", { code: item.code }, { module: item.module, node: item }, "allows nothing", {
      fixes: removal(item),
    });
  }
}

function covers(item: Suppression, finding: Diagnostic): boolean {
  const span = finding.labels.find((label) => label.primary)?.span;
  if (span === undefined || finding.code !== item.code || span.file !== item.module.file) return false;
  return item.from <= span.start && span.start < item.to;
}

const COMMENT = /\/\/[ \t]*lint:[ \t]*(.*)/g;
const FORM =
  /^allow[ \t]+(\S+(?:[ \t]*,[ \t]*\S+)*?)(?:[ \t]+(in this file))?(?:[ \t]+because[ \t]+(\S.*))?$/;

function suppressionsOf(linter: Linter, module: Module): readonly Suppression[] {
  const { text } = module.file;
  const comments = Array.from(text.matchAll(COMMENT));
  if (comments.length === 0) return [];
  const inside = insideTokens(module);
  return comments.flatMap((match): readonly Suppression[] => {
    const start = match.index;
    const end = start + match[0].trimEnd().length;
    // `///` is a doc comment, and a string is no comment.
    if (text[start - 1] === "/" || inside(start)) return [];
    const [, list, whole, reason] = FORM.exec((match[1] ?? "").trim()) ?? [];
    const complain = (why: string): readonly Suppression[] => {
      find(linter, "SP7091", { why }, { module, node: { start, end } }, "is not understood");
      return [];
    };
    if (list === undefined) return complain("it does not say `allow` and a code");
    if (reason === undefined) return complain("it gives no reason");
    const codes = list.split(/[ \t]*,[ \t]*/);
    const unknown = codes.find((code) => !isLintCode(code) || code === "SP7090" || code === "SP7091");
    if (unknown !== undefined) return complain(`${unknown} is no rule that can be allowed`);
    const [from, to] = whole === undefined ? reach(module, start, end) : [0, text.length + 1];
    return codes.filter(isLintCode).map((code) => ({ module, start, end, code, from, to }));
  });
}

/** From where to where the comment speaks. */
function reach(module: Module, start: number, end: number): readonly [number, number] {
  const { file, node } = module;
  const starts = lineStarts(file);
  const line = lineIndex(file, start);
  const lineStart = starts[line] as number;
  if (file.text.slice(lineStart, start).trim() !== "") return [lineStart, end];
  let next = line + 1;
  while (next < starts.length && /^[ \t\r]*(?:\/\/.*)?$/.test(lineText(file.text, starts, next))) next++;
  const from = starts[next] ?? file.text.length;
  const lineEnd = starts[next + 1] ?? file.text.length + 1;
  let to = lineEnd;
  walk(node, (each) => {
    if (each.end <= from || each.start >= lineEnd) return false;
    if (each.start >= from && each.kind !== undefined) to = Math.max(to, each.end);
    return true;
  });
  return [from, to];
}

function lineText(text: string, starts: Int32Array, line: number): string {
  const end = starts[line + 1];
  return text.slice(starts[line], end === undefined ? undefined : end - 1);
}

/** Whether an offset lies in a token: all that is no token is blank or comment. */
function insideTokens(module: Module): (offset: number) => boolean {
  const { tokens } = lex(module.file);
  return (offset) => {
    let low = 0;
    let high = tokens.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((tokens[middle]?.startOffset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const token = tokens[low];
    if (token === undefined || token.tokenType.name === "Newline") return false;
    return token.startOffset <= offset && offset <= (token.endOffset ?? token.startOffset);
  };
}

function removal({ module, start, end, code }: Suppression): Diagnostic["fixes"] {
  const { file } = module;
  const { text } = file;
  // Of several codes the others may be right.
  if (
    text
      .slice(start, end)
      .split(/\bbecause\b/)[0]
      ?.includes(",") === true
  )
    return [];
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const alone = text.slice(line, start).trim() === "";
  const after = text.indexOf("\n", end);
  const from = alone ? line : text.slice(0, start).trimEnd().length;
  const to = alone && after >= 0 ? after + 1 : end;
  const edits = [{ span: { file, start: from, end: to }, replacement: "" }];
  return [{ title: `remove the suppression of ${code}`, edits, applicability: "safe" }];
}
