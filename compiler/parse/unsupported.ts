// Declarations that the language has and this compiler does not do yet: each is reported once and cut out of the tokens,
// so that the rest of the file is still read.

import type { IToken, TokenType } from "chevrotain";
import { diagnose, primary } from "../diagnostics.ts";
import * as t from "../lex/tokens.ts";
import type { FileContext } from "./base.ts";
import { endOf } from "./base.ts";

export function cutUnsupported(tokens: IToken[], context: FileContext): IToken[] {
  const unsupported: readonly TokenType[] = [t.Policy, t.Test, t.Fn, t.Moved, t.Removed, t.Exempt];
  if (!tokens.some((token) => unsupported.includes(token.tokenType))) return tokens;
  const kept: IToken[] = [];
  let depth = 0;
  let cutting = false;
  let atStart = true;
  for (const token of tokens) {
    const type = token.tokenType;
    if (depth === 0 && atStart && type !== t.Newline) {
      cutting = unsupported.includes(type);
      if (cutting) {
        const span = { file: context.file, start: token.startOffset, end: endOf(token) };
        const labels = [primary(span, "not supported yet")];
        context.diagnostics.push(diagnose("SP9001", { feature: `\`${token.image}\`` }, { labels }));
      }
    }
    if (type === t.LCurly || type === t.LSquare || type === t.LParen) depth++;
    if (type === t.RCurly || type === t.RSquare || type === t.RParen) depth = Math.max(0, depth - 1);
    atStart = depth === 0 && (type === t.Newline || type === t.RCurly);
    if (!cutting) kept.push(token);
  }
  return kept;
}
