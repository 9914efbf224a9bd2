// The formatter: a text in, the same program in the one style out. There are no options.
//
// In:  a source file. Out: its formatted text, or the diagnostics of a file that cannot be read (it is left alone).
// Surprising: it prints the tokens and not the tree, so nothing that the tree forgets (parentheses, how a number is written,
// comments) can get lost; the tree only says which commas and brackets belong to what. What it is not sure of it does not
// do: the result is read again, and must have the same tokens, tree and comments.

import type { Diagnostic } from "./diagnostics.ts";
import { print } from "./format/doc.ts";
import { hintsOf } from "./format/hints.ts";
import { layoutFile } from "./format/layout.ts";
import { readItems } from "./format/pieces.ts";
import { isSame } from "./format/same.ts";
import { lex } from "./lex.ts";
import { parseTokens } from "./parse.ts";
import type { SourceFile } from "./source.ts";

export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** The file has mistakes. */
  | { readonly kind: "broken"; readonly diagnostics: readonly Diagnostic[] }
  /** The formatter has one: the text would not have stayed the same program. */
  | { readonly kind: "refused" };

export function format(file: SourceFile): Formatted {
  const scan = lex(file);
  const tokens = [...scan.tokens];
  const { node, diagnostics } = parseTokens(file, scan);
  if (diagnostics.length > 0) return { kind: "broken", diagnostics };
  const hints = hintsOf(node);
  const text = print(layoutFile(readItems(file.text, tokens, hints), hints));
  if (text === file.text || isSame({ file, tokens, node }, text)) return { kind: "formatted", text };
  return { kind: "refused" };
}
