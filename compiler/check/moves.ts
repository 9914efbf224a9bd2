// `moved "old" to new` and `removed "old"`: the old address must be gone from where it was, the new one must be there.

import { addressSegments } from "../address.ts";
import type { Moved, Removed } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { BOOL, type SystemInfo } from "../types.ts";
import { report, sortOf, spanOf, type Checker, type Scope } from "./context.ts";

/** `gone`: slots that the block in which the rule stands removes. */
export function checkMove(
  checker: Checker,
  rule: Moved | Removed,
  system: SystemInfo,
  gone: ReadonlySet<string>,
  scope: Scope,
): void {
  checkOldAddress(checker, rule.from, system, gone, scope);
  if (rule.kind === "moved") checkMoved(checker, rule, system, scope);
  else checkRemoved(checker, rule, scope);
}

function checkMoved(checker: Checker, rule: Moved, system: SystemInfo, scope: Scope): void {
  const [first] = rule.to;
  if (first === undefined || first.text === "") return;
  const member = system.members.get(first.text);
  if (member?.kind === "resource" || member?.kind === "instance") return;
  const span = spanOf(scope.module, first);
  if (member !== undefined) {
    const labels = [secondary(member.span, "declared here")];
    const parameters = { name: first.text, is: sortOf(member), wanted: "a resource or a system" };
    report(checker, "SP2008", parameters, span, "cannot have moved", { labels });
    return;
  }
  const names = [...system.members].filter(([, info]) => "slot" in info).map(([name]) => name);
  const near = nearest(first.text, names);
  const help = near === null ? "after `to` stands where it is now" : `write \`${near}\``;
  report(checker, "SP2001", { name: first.text }, span, "no such slot", { help, near });
}

function checkRemoved(checker: Checker, rule: Removed, scope: Scope): void {
  for (const entry of rule.block?.entries ?? []) {
    const span = spanOf(scope.module, "key" in entry && "text" in entry.key ? entry.key : entry);
    if (entry.kind === "set" && entry.key.text === "destroy") {
      checker.check(checker, entry.value, BOOL, scope);
      continue;
    }
    const name = entry.kind === "set" ? entry.key.text : "this";
    report(checker, "SP2102", { name, owner: "removed" }, span, "no such setting", {
      help: "write `destroy = false`",
    });
  }
}

/** What is named by its old address must be gone from where it was. */
function checkOldAddress(
  checker: Checker,
  from: Moved["from"],
  system: SystemInfo,
  gone: ReadonlySet<string>,
  scope: Scope,
): void {
  const span = spanOf(scope.module, from);
  const path = addressSegments(from.text);
  if (path === null) {
    const why = "an address is slots with dots between them: `checkout.db`";
    report(checker, "SP2114", { why }, span, "not an address", { help: null });
    return;
  }
  const [first = "", ...rest] = path;
  const member = rest.length > 0 || gone.has(first) ? undefined : system.members.get(first);
  if (member === undefined || !("slot" in member) || member.slot.loop !== null) return;
  const labels = [secondary(member.span, "it is declared here")];
  report(checker, "SP2114", { why: `\`${from.text}\` is still there` }, span, "still declared", {
    labels,
    help: "name the address that it had before",
  });
}
