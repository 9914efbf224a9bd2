// What says nothing: tests that expect nothing, exemptions that nothing needs, and a strength inside the same strength.

import type { AmendEntry, Block, Exempt, SetEntry, Test, TestEntry } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { find, wants, type Linter } from "./context.ts";

export function lintChecks(linter: Linter): void {
  for (const module of linter.modules) {
    for (const check of module.node.checks) {
      if (check.kind === "test") lintTest(linter, module, check);
      if (check.kind === "exempt") lintExempt(linter, module, check);
    }
    walk(module.node, (node) => {
      if (!("strength" in node) || node.strength === "normal") return;
      const entry = node as unknown as SetEntry | AmendEntry;
      const inner = insideOf(entry);
      if (inner !== null) lintStrengths(linter, module, inner, entry);
    });
  }
}

function lintTest(linter: Linter, module: Module, test: Test): void {
  if (test.entries.some(expects)) return;
  find(linter, "SP7032", { title: test.title.text }, { module, node: test.title }, "no `expect`");
}

/** An exemption of which no policy of the environment has any use. Where it does not compile, nobody knows. */
function lintExempt(linter: Linter, module: Module, exempt: Exempt): void {
  if (!wants(linter, "SP7033")) return;
  const [environment = ""] = exempt.address.text.split("/");
  if (!linter.analysis.environments.includes(environment)) return;
  const { verdict, text, diagnostics } = linter.compiled(environment);
  const isJudged = text !== null || diagnostics.some(({ code }) => code.startsWith("SP50"));
  if (!isJudged || verdict.used.includes(exempt)) return;
  const parameters = { subject: exempt.address.text, title: exempt.policy.text };
  find(linter, "SP7033", parameters, { module, node: exempt.address }, "breaks nothing");
}

function expects(entry: TestEntry): boolean {
  return entry.kind !== "let" && entry.kind !== "value";
}

/** `final x { final a = 1 }`: all that is in `x` is final already. */
function lintStrengths(linter: Linter, module: Module, block: Block, outer: SetEntry | AmendEntry): void {
  const { strength } = outer;
  for (const entry of block.entries) {
    if (entry.kind !== "set" && entry.kind !== "amend") continue;
    if (entry.strength === "normal") {
      const inner = insideOf(entry);
      if (inner !== null) lintStrengths(linter, module, inner, outer);
    }
    if (entry.strength !== strength) continue;
    const labels = [secondary(wordOf(module, outer), `all of this is \`${strength}\``)];
    const word = wordOf(module, entry);
    const fixes = [fixAt({ ...word, end: word.end + 1 }, "", `drop this \`${strength}\``, "safe")];
    find(linter, "SP7031", { word: strength }, { module, node: word }, "said before", { labels, fixes });
  }
}

function insideOf(entry: SetEntry | AmendEntry): Block | null {
  if (entry.kind === "amend") return entry.block;
  if (entry.value.kind === "construct") return entry.value.block;
  return entry.value.kind === "block" ? entry.value : null;
}

function wordOf(module: Module, { start, strength }: SetEntry | AmendEntry): Span {
  return { file: module.file, start, end: start + strength.length };
}
