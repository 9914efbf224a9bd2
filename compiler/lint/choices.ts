// Choices that are none: arms of `match` that nothing reaches, conditions that are always the same, branches and operands
// that are twice the same.

import type { Chain, EachEntry, Expression, If, Match, Pattern, Policy, Slot, Unary } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { casesOf, covers, mayBe, patternTypeOf } from "../check/match.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import type { Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";

export function lintChoices(linter: Linter): void {
  for (const module of linter.modules) {
    walk(module.node, (node) => {
      if (node.kind === "match") lintArms(linter, module, node as unknown as Match);
      if (node.kind === "if") lintIf(linter, module, node as unknown as If);
      if (node.kind === "chain") lintOperands(linter, module, node as unknown as Chain);
      if (node.kind === "unary") lintTwiceNot(linter, module, node as unknown as Unary);
      if ("condition" in node && node.kind !== "if")
        lintCondition(linter, module, (node as unknown as Slot).condition);
      if (node.kind === "each") lintCondition(linter, module, (node as unknown as EachEntry).where);
      if (node.kind === "policy")
        lintCondition(linter, module, (node as unknown as Policy).on?.where ?? null);
    });
  }
}

// --- match -----------------------------------------------------------------------------------------------------------

function lintArms(linter: Linter, module: Module, match: Match): void {
  const { checker } = linter.checked;
  const subject = checker.subjects.get(match);
  if (subject === undefined || subject.kind === "poison") return;
  let left = casesOf(subject);
  const before: Pattern[] = [];
  for (const arm of match.arms) {
    for (const pattern of arm.patterns) {
      const why = unreached(pattern);
      if (why !== null) {
        const node = arm.patterns.length === 1 ? arm : pattern;
        const labels =
          why.by === null ? [] : [secondary(spanOf(module, why.by), "what it could be ends here")];
        find(linter, "SP7009", { why: why.text }, { module, node }, "never", { labels });
      }
      before.push(pattern);
      left = left.filter((member) => !covers(checker, pattern, member));
      if (pattern.kind === "any") left = [];
    }
  }

  function unreached(pattern: Pattern): { readonly text: string; readonly by: Pattern | null } | null {
    const any = before.find((other) => other.kind === "any");
    if (any !== undefined) return { text: "`_` above takes all that is left", by: any };
    if (left.length === 0) return { text: "the arms above take everything", by: before.at(-1) ?? null };
    const same = before.find((other) => isSame(module, other, pattern));
    if (same !== undefined) return { text: "an arm above takes the same", by: same };
    if (pattern.kind !== "type") return null;
    const type = patternTypeOf(checker, pattern);
    const reached = left.some((member: Type) => member.kind !== "poison" && mayBe(member, type));
    return type.kind === "poison" || reached
      ? null
      : { text: "the arms above take all of it", by: before.at(-1) ?? null };
  }
}

function isSame(module: Module, a: Pattern, b: Pattern): boolean {
  if (a.kind === "literal" && b.kind === "literal")
    return a.literal.type === b.literal.type && a.literal.value === b.literal.value;
  return a.kind === "type" && b.kind === "type" && sourceOf(module, a.name) === sourceOf(module, b.name);
}

// --- Conditions ------------------------------------------------------------------------------------------------------

function lintCondition(linter: Linter, module: Module, condition: Expression | null): void {
  if (condition?.kind !== "literal" || typeof condition.value !== "boolean") return;
  find(linter, "SP7025", { value: condition.value }, { module, node: condition }, "decides nothing");
}

function lintIf(linter: Linter, module: Module, { condition, yes, no }: If): void {
  lintCondition(linter, module, condition);
  if (no === null || sourceOf(module, yes) !== sourceOf(module, no)) return;
  const labels = [secondary(spanOf(module, yes), "the same here")];
  find(linter, "SP7024", { what: "branches" }, { module, node: no }, "the same as the other", { labels });
}

/** Operators whose result says nothing where both sides are the same. */
const IDLE = ["==", "!=", "<", "<=", ">", ">=", "and", "or", "-", "/"];

function lintOperands(linter: Linter, module: Module, { first, rest }: Chain): void {
  let left = first;
  for (const { operator, operand } of rest) {
    const same = IDLE.includes(operator) && sourceOf(module, left) === sourceOf(module, operand);
    if (same && left.kind !== "literal") {
      const labels = [secondary(spanOf(module, left), "the same here")];
      find(linter, "SP7024", { what: `sides of \`${operator}\`` }, { module, node: operand }, "the same", {
        labels,
      });
    }
    if ((operator === "and" || operator === "or") && isBool(operand)) lintCondition(linter, module, operand);
    left = operand;
  }
  const [link] = rest;
  if ((link?.operator === "and" || link?.operator === "or") && isBool(first))
    lintCondition(linter, module, first);
}

function isBool(node: Expression): boolean {
  return node.kind === "literal" && node.type === "Bool";
}

function lintTwiceNot(linter: Linter, module: Module, outer: Unary): void {
  const inner = outer.operand;
  if (outer.operator !== "not" || inner.kind !== "unary" || inner.operator !== "not") return;
  const value = sourceOf(module, inner.operand);
  const fixes = [fixAt(spanOf(module, outer), value, `write \`${value}\``, "safe")];
  find(linter, "SP7021", { value }, { module, node: outer }, "says it twice", { fixes });
}
