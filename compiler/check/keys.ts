// The keys of keyed lists: an entry's name gives the key field, so nothing else may give it.

import { isKeyed, type Block, type Entry } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";

/** `{ http = { name = "https" } }`: one record with two names. Answers whether it is so. */
export function refuseOtherKey(checker: Checker, entry: Entry, key: string, scope: Scope): boolean {
  const block = blockOf(entry);
  const field = block?.entries.filter(isKeyed).find((inner) => inner.key.text === key);
  if (field === undefined) return false;
  const given = field.kind === "set" && field.value.kind === "literal" ? field.value.value : null;
  const name = isKeyed(entry) ? entry.key : null;
  if (given !== null && given === name?.text) return false;
  const labels = name === null ? [] : [secondary(spanOf(scope.module, name), "this is its key")];
  const help =
    typeof given === "string" && name !== null
      ? `name the entry \`${given}\`, and leave \`${key}\` out`
      : `leave \`${key}\` out: it is filled in`;
  const why = "is the key of this entry, and its name gives it";
  report(checker, "SP2202", { name: key, why }, spanOf(scope.module, field), "another key", { labels, help });
  return true;
}

function blockOf(entry: Entry): Block | null {
  if (entry.kind === "amend") return entry.block;
  if (entry.kind !== "set" && entry.kind !== "computed") return null;
  if (entry.value.kind === "construct") return entry.value.block;
  return entry.value.kind === "block" ? entry.value : null;
}
