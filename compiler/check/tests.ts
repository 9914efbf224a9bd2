// Tests in the language: what each of their entries asks for.
//
// Surprising: what is wrong in the block of `expect error` is what the test is about. It is kept beside the entry, for whoever
// runs the test, and reported to nobody; where the checker finds nothing wrong, the evaluator has to.

import type { ExpectError, Test, TestEntry } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { BOOL } from "../types.ts";
import { marked, marksOf } from "../types/marks.ts";
import { fileScope, refuseShadow, report, spanOf, type Checker, type Local, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { demand, refuseUnknown } from "./demand.ts";
import { checkPattern } from "./refine.ts";
import { checkReplaced } from "./replaced.ts";

export function checkTest(checker: Checker, module: Module, test: Test): void {
  checkEntries(checker, test.entries, { ...fileScope(module), judge: "test" }, false);
}

/** The title names a test for whoever runs it alone, and its snapshots. */
export function refuseSameTitles(checker: Checker, module: Module): void {
  const seen = new Map<string, Test>();
  for (const test of module.node.checks) {
    if (test.kind !== "test") continue;
    const { text } = test.title;
    const before = seen.get(text);
    if (before === undefined) seen.set(text, test);
    else {
      const labels = [secondary(spanOf(module, before.title), "first declared here")];
      report(checker, "SP2002", { name: text }, spanOf(module, test.title), "declared again", { labels });
    }
  }
}

/** `wrong`: in the block of `expect error`, where a value may stand alone. */
function checkEntries(checker: Checker, entries: readonly TestEntry[], outer: Scope, wrong: boolean): void {
  // Each entry sees the names above it.
  const names = new Map<string, Local>();
  const scope: Scope = { ...outer, frame: { names, outer: outer.frame } };
  for (const entry of entries) {
    switch (entry.kind) {
      case "let": {
        const { text } = entry.name;
        const declared = entry.type === null ? null : typeOf(checker, outer.module, entry.type);
        const found = checker.check(checker, entry.value, declared, { ...scope, self: text });
        const type = declared === null ? found : marked(declared, marksOf(found));
        const span = spanOf(outer.module, entry.name);
        const before = names.get(text);
        if (before === undefined) refuseShadow(checker, outer, text, span);
        else {
          const labels = [secondary(before.span, "first declared here")];
          report(checker, "SP2002", { name: text }, span, "declared again", { labels });
        }
        names.set(text, { type, span });
        break;
      }
      case "expect": {
        const found = checker.check(checker, entry.condition, null, scope);
        if (!refuseUnknown(checker, entry.condition, found, "an expectation", outer))
          demand(checker, entry.condition, found, BOOL, outer);
        break;
      }
      case "expect-error":
        checkExpectError(checker, entry, scope);
        break;
      case "expect-snapshot":
        checker.check(checker, entry.value, null, scope);
        break;
      case "value": {
        checker.check(checker, entry.value, null, scope);
        if (wrong) break;
        const why = "nothing is expected of this value";
        const help = "write `expect` before it, or give it a name with `let`";
        report(checker, "SP2114", { why }, spanOf(outer.module, entry), "stands alone", { help });
        break;
      }
    }
  }
}

function checkExpectError(checker: Checker, entry: ExpectError, scope: Scope): void {
  const { matching } = entry;
  if (matching !== null) checkPattern(checker, matching.source, spanOf(scope.module, matching));
  const before = checker.diagnostics.length;
  const replaced = checker.replaced.length;
  checkEntries(checker, entry.entries, scope, true);
  checkReplaced(checker, checker.replaced.splice(replaced));
  const found = checker.diagnostics.splice(before).filter(({ severity }) => severity === "error");
  checker.expected.set(entry, found);
}
