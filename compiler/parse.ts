// The parser: tokens in, the syntax tree of one file out.
//
// A file with mistakes still gives a tree, with `missing` where something could not be read, so that the later passes can
// report what is wrong elsewhere. The parser is made once, when the first file is parsed.

import type { Declaration, FileNode } from "./ast.ts";
import { diagnose, mainLabel, primary, type Diagnostic } from "./diagnostics.ts";
import { lex, MAX_NESTING, type Scan } from "./lex.ts";
import { endOf, TooDeep, type FileContext } from "./parse/base.ts";
import { DeclarationParser } from "./parse/declarations.ts";
import { explainError, explainUnexpected } from "./parse/explain.ts";
import { prepare, preparedGrammar, type Prepared } from "./parse/prepared.ts";
import type { SourceFile } from "./source.ts";

export interface Parsed {
  readonly node: FileNode;
  readonly diagnostics: readonly Diagnostic[];
  /** Its brackets do not match. */
  readonly unsure: boolean;
}

let parser: DeclarationParser | null = null;

export function parse(file: SourceFile): Parsed {
  return parseTokens(file, lex(file));
}

/** The formatter has the tokens already. */
export function parseTokens(file: SourceFile, scan: Scan): Parsed {
  const diagnostics: Diagnostic[] = [...scan.diagnostics];
  const context: FileContext = { file, docs: scan.docs };
  const whole = { start: 0, end: file.text.length, file };
  parser ??= new DeclarationParser(false, preparedGrammar());
  parser.begin(context, scan.tokens);
  try {
    const items = parser.readFile();
    diagnostics.push(...syntaxErrors(parser, file, scan));
    const declarations = items.declarations.map((declaration) => markLost(declaration, scan.guessed));
    return { node: { ...whole, ...items, declarations }, diagnostics, unsure: scan.unsure };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const span = { file, start: error.offset, end: error.offset + 1 };
    const labels = [primary(span, `number ${MAX_NESTING + 1} inside another`)];
    diagnostics.push(diagnose("SP1105", { limit: MAX_NESTING }, { labels }));
    return {
      node: { ...whole, imports: [], declarations: [], checks: [], lost: true },
      diagnostics,
      unsure: true,
    };
  }
}

/** For the build: what a parser need not find out when it is made. */
export function prepareGrammar(): Prepared {
  return prepare(new DeclarationParser(false));
}

/** A declaration in which brackets do not match: what belongs to it nobody knows. */
function markLost(declaration: Declaration, guessed: readonly number[]): Declaration {
  if (!guessed.some((offset) => declaration.start <= offset && offset <= declaration.end)) return declaration;
  switch (declaration.kind) {
    case "system":
    case "kind":
      return { ...declaration, lost: true };
    case "type": {
      const { is } = declaration;
      return is.kind === "record" ? { ...declaration, is: { ...is, lost: true } } : declaration;
    }
    case "overlay":
    case "environment":
    case "let":
    case "fn":
      return declaration;
  }
}

function syntaxErrors(
  { errors, unexpected }: DeclarationParser,
  file: SourceFile,
  { tokens, diagnostics }: Scan,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  // What the scanner has said at a place is not said again.
  const seen = new Set(diagnostics.map((diagnostic) => mainLabel(diagnostic)?.span.start ?? -1));
  for (const mistake of [...errors, ...unexpected]) {
    const { token } = mistake;
    // `readFile` notes what no declaration begins with.
    if ("name" in mistake && mistake.name === "NotAllInputParsedException") continue;
    // A bracket that the scanner closed, and reported.
    if (token.tokenType.name !== "EOF" && endOf(token) === token.startOffset) continue;
    // What follows it is missed because nobody knows where it was to be closed.
    const before = tokens[(token.tokenType.name === "EOF" ? tokens.length : tokens.indexOf(token)) - 1];
    if (before !== undefined && endOf(before) === before.startOffset) continue;
    if (seen.has(token.startOffset)) continue;
    seen.add(token.startOffset);
    found.push(
      "name" in mistake ? explainError(mistake, file, tokens) : explainUnexpected(mistake, file, tokens),
    );
  }
  return found;
}
