// The parser: tokens in, the syntax tree of one file out.
//
// Chevrotain's recovery is on: a file with a mistake still gives a tree, with `missing` where something could not be read,
// so that the later passes can report what is wrong elsewhere. The parser is made once, when the first file is parsed.

import type { IRecognitionException, IToken } from "chevrotain";
import type { FileNode } from "./ast.ts";
import { diagnose, primary, type Diagnostic } from "./diagnostics.ts";
import { lex, MAX_NESTING } from "./lex.ts";
import * as t from "./lex/tokens.ts";
import { endOf, TooDeep, type FileContext } from "./parse/base.ts";
import { DeclarationParser } from "./parse/declarations.ts";
import { explainSyntax } from "./parse/explain.ts";
import { cutUnsupported } from "./parse/unsupported.ts";
import type { SourceFile } from "./source.ts";

export interface Parsed {
  readonly node: FileNode;
  readonly diagnostics: readonly Diagnostic[];
}

let parser: DeclarationParser | null = null;

export function parse(file: SourceFile): Parsed {
  const scan = lex(file);
  const diagnostics: Diagnostic[] = [...scan.diagnostics];
  const context: FileContext = { file, docs: scan.docs, diagnostics };
  const whole = { start: 0, end: file.text.length, file };
  parser ??= new DeclarationParser(false);
  parser.begin(context, cutUnsupported(scan.tokens, context));
  try {
    const items = parser.file();
    const rest = parser.rest;
    diagnostics.push(...syntaxErrors(parser.errors, scan.tokens, rest, context));
    return { node: { ...whole, ...items }, diagnostics };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const span = { file, start: error.offset, end: error.offset + 1 };
    const labels = [primary(span, `number ${MAX_NESTING + 1} inside another`)];
    diagnostics.push(diagnose("SP1105", { limit: MAX_NESTING }, { labels }));
    return { node: { ...whole, imports: [], declarations: [] }, diagnostics };
  }
}

function syntaxErrors(
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
  rest: IToken,
  context: FileContext,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const lines = new Set<number>();
  for (const error of errors) {
    const diagnostic = explainSyntax(error, context.file, tokens);
    const start = diagnostic.labels[0]?.span.start ?? 0;
    // A second report on one line is nearly always the echo of the first.
    const line = context.file.text.lastIndexOf("\n", start - 1);
    if (lines.has(line)) continue;
    lines.add(line);
    found.push(diagnostic);
  }
  if (found.length === 0 && context.diagnostics.length === 0 && rest.tokenType.name !== "EOF") {
    const span = { file: context.file, start: rest.startOffset, end: endOf(rest) };
    const shown = rest.tokenType === t.Newline ? "the end of the line" : `\`${rest.image}\``;
    found.push(
      diagnose(
        "SP1201",
        { expected: "a declaration", found: shown },
        { labels: [primary(span, "not expected here")] },
      ),
    );
  }
  return found;
}
