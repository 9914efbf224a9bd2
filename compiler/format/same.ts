// Is a formatted text still the same program? The formatter asks before it answers.

import type { IToken } from "chevrotain";
import type { FileNode } from "../ast.ts";
import { sameTree } from "../ast/same.ts";
import { lex } from "../lex.ts";
import * as t from "../lex/tokens.ts";
import { parseTokens } from "../parse.ts";
import type { SourceFile } from "../source.ts";

export interface Read {
  readonly file: SourceFile;
  readonly tokens: readonly IToken[];
  readonly node: FileNode;
}

export function isSame(before: Read, text: string): boolean {
  const file = { path: before.file.path, text, id: "" };
  const scan = lex(file);
  const tokens = [...scan.tokens];
  const { node, diagnostics } = parseTokens(file, scan);
  return (
    diagnostics.length === 0 &&
    sameTokens(before.tokens.filter(counts), tokens.filter(counts)) &&
    sameTree(before.node, node) &&
    sameTexts(commentsOf(before.file.text, before.tokens), commentsOf(text, tokens))
  );
}

function sameTokens(a: readonly IToken[], b: readonly IToken[]): boolean {
  return a.length === b.length && a.every((token, index) => sameToken(token, b[index]));
}

/** Separators may be written in two ways. */
function counts({ tokenType }: IToken): boolean {
  return tokenType !== t.Newline && tokenType !== t.Comma;
}

function sameToken(a: IToken, b: IToken | undefined): boolean {
  if (b === undefined || a.tokenType !== b.tokenType) return false;
  // A text block is indented anew; its value is what counts.
  return typeof a.payload === "string" ? a.payload === b.payload : a.image === b.image;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((comment, index) => comment === b[index]);
}

/** What stands between the tokens and is not blank; in order, as far as moving them up allows. */
function commentsOf(text: string, tokens: readonly IToken[]): readonly string[] {
  const comments: string[] = [];
  let end = 0;
  const gather = (until: number) => {
    for (const [comment] of text.slice(end, until).matchAll(/\/\/[^\n]*/g))
      comments.push(comment.replace(/^\/+/, "").trimEnd());
  };
  for (const token of tokens) {
    if (!counts(token) && token.tokenType !== t.Comma) continue;
    gather(token.startOffset);
    end = Math.max(end, (token.endOffset ?? token.startOffset) + 1);
  }
  gather(text.length);
  return comments.toSorted();
}
