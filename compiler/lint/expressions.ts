// Expressions that say in many words what can be said in few.
//
// Surprising: a fix is safe only where the type of what is in it is known from a declaration; a `Bool?` compared with `true`
// is no needless comparison.

import type { Access, Chain, Declaration, Expression, If, Literal, Node, Template } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { memberType } from "../check/systems.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import { withoutOptional, type SystemInfo, type Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";
import { overlaySystem } from "./fields.ts";

interface Place {
  readonly linter: Linter;
  readonly module: Module;
  /** The system whose slots a bare name means here. */
  readonly system: SystemInfo | null;
}

export function lintExpressions(linter: Linter): void {
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      const place: Place = { linter, module, system: systemOfDeclaration(linter, module, declaration) };
      lintBelow(place, declaration, declaration.kind === "system" || declaration.kind === "type");
    }
    lintBelow({ linter, module, system: null }, module.node.checks, false);
  }
}

function lintBelow(place: Place, below: unknown, inSystem: boolean): void {
  walk(below, (node) => {
    const expression = node as unknown as Expression;
    if (node.kind === "chain") return lintChain(place, expression as Chain, inSystem);
    if (node.kind === "template") lintTemplate(place, expression as Template);
    if (node.kind === "if") lintIf(place, expression as If);
    return true;
  });
}

function systemOfDeclaration(linter: Linter, module: Module, declaration: Declaration): SystemInfo | null {
  if (declaration.kind === "system") return linter.checked.checker.systems.get(declaration) ?? null;
  return declaration.kind === "overlay" ? overlaySystem(linter, module, declaration) : null;
}

function lintChain(place: Place, chain: Chain, inSystem: boolean): boolean {
  const { operator } = chain.rest[0] ?? {};
  if (operator === "+") return lintJoin(place, chain);
  if (operator !== "==" && operator !== "!=") return true;
  const [link] = chain.rest;
  if (link === undefined || chain.rest.length > 1) return true;
  lintBoolean(place, chain, chain.first, link.operand, operator === "==");
  if (inSystem) lintEnvironmentName(place, chain.first, link.operand);
  return true;
}

/** Answers whether what is inside is still to be judged. */
function lintJoin(place: Place, chain: Chain): boolean {
  const operands = [chain.first, ...chain.rest.map((link) => link.operand)];
  const isText = (node: Expression) =>
    node.kind === "template" || (node.kind === "literal" && node.type === "String");
  if (!chain.rest.every((link) => link.operator === "+") || !operands.some(isText)) return true;
  const { linter, module } = place;
  const joined = operands.map((operand) => pieceOf(module, operand));
  const whole = joined.every((piece) => piece !== null) ? `"${joined.join("")}"` : null;
  // `x + ""` leaves `x`, which is text already.
  const only = whole === null ? null : /^"\$\{([\w.]+)\}"$/.exec(whole)?.[1];
  const replacement = only ?? whole;
  const fixes =
    replacement === null
      ? []
      : [fixAt(spanOf(module, chain), replacement, `write \`${replacement}\``, "safe")];
  const help = replacement === null ? {} : { help: `write \`${replacement}\`` };
  find(linter, "SP7019", {}, { module, node: chain }, "joined here", { fixes, ...help });
  return false;
}

/** What an operand is inside a string; null where it cannot be put there as it stands. */
function pieceOf(module: Module, operand: Expression): string | null {
  const source = sourceOf(module, operand);
  if (source.includes("\n")) return null;
  if (operand.kind === "template" || operand.kind === "literal")
    return source.startsWith('"') && !source.startsWith('"""') ? source.slice(1, -1) : null;
  return operand.kind === "name" || operand.kind === "access" ? `\${${source}}` : null;
}

function lintTemplate(place: Place, template: Template): void {
  const { linter, module } = place;
  const parts = template.parts.filter((part) => part !== "");
  const [only] = parts;
  if (only === undefined || typeof only === "string" || parts.length > 1) return;
  if (typeOf(place, only) !== "String") return;
  const value = sourceOf(module, only);
  const fixes = [fixAt(spanOf(module, template), value, `write \`${value}\``, "safe")];
  find(linter, "SP7020", { value }, { module, node: template }, "holds one value", { fixes });
}

function lintBoolean(place: Place, chain: Chain, a: Expression, b: Expression, equal: boolean): void {
  const literal = isBool(b) ? b : isBool(a) ? a : null;
  const other = literal === b ? a : b;
  if (literal === null || isBool(other) || typeOf(place, other) !== "Bool") return;
  replaceBy(place, chain, other, (literal.value === true) === equal);
}

function lintIf(place: Place, node: If): void {
  const { yes, no } = node;
  if (no === null || !isBool(yes) || !isBool(no) || yes.value === no.value) return;
  replaceBy(place, node, node.condition, yes.value === true);
}

/** `node` is `other`, or its opposite. */
function replaceBy(place: Place, node: Node, other: Expression, same: boolean): void {
  const { linter, module } = place;
  const source = sourceOf(module, other);
  const simple = other.kind === "name" || other.kind === "access" || other.kind === "literal";
  const value = same ? source : `not ${simple ? source : `(${source})`}`;
  // A chain inside another chain may need brackets that stood around it.
  const fixes = simple ? [fixAt(spanOf(module, node), value, `write \`${value}\``, "safe")] : [];
  find(linter, "SP7021", { value }, { module, node }, "says it twice", { fixes });
}

function isBool(node: Expression): node is Literal {
  return node.kind === "literal" && node.type === "Bool";
}

function lintEnvironmentName(place: Place, a: Expression, b: Expression): void {
  const { linter, module } = place;
  const literal = [a, b].find((node) => node.kind === "literal" && node.type === "String");
  if (literal?.kind !== "literal" || typeof literal.value !== "string") return;
  if (!linter.analysis.environments.includes(literal.value)) return;
  const environment = literal.value;
  const declared = linter.checked.program.modules
    .flatMap((other) => other.node.declarations.map((declaration) => ({ other, declaration })))
    .find(({ declaration }) => declaration.kind === "environment" && declaration.name.text === environment);
  const labels =
    declared === undefined
      ? []
      : [secondary(spanOf(declared.other, declared.declaration.name), "the environment")];
  find(linter, "SP7017", { environment }, { module, node: literal }, "the name of an environment", {
    labels,
  });
}

/** The scalar that an expression certainly is, as declarations say. */
function typeOf(place: Place, node: Expression): string | null {
  const type =
    node.kind === "name" ? nameType(place, node) : node.kind === "access" ? accessType(place, node) : null;
  return type?.kind === "scalar" ? type.name : null;
}

function nameType({ linter, system }: Place, node: Expression & { kind: "name" }): Type | null {
  const reference = linter.checked.references.get(node);
  if (reference?.kind === "slot") {
    const member = system?.members.get(reference.name);
    return member === undefined ? null : memberType(member);
  }
  if (reference?.kind === "global") return linter.checked.checker.globals.get(reference.declaration) ?? null;
  return null;
}

function accessType(place: Place, node: Access): Type | null {
  if (node.base.kind !== "name") return null;
  let type = nameType(place, node.base);
  for (const step of node.steps) {
    if (type === null || step.kind !== "field" || step.optional) return null;
    const inner = withoutOptional(type);
    if (inner.kind === "record" || inner.kind === "resource") {
      const field = inner.record.fields.get(step.name.text);
      // An output is known only later, but its type is known now.
      type = field?.type ?? null;
    } else if (inner.kind === "instance") {
      const member = inner.system.members.get(step.name.text);
      type = member === undefined ? null : memberType(member);
    } else return null;
  }
  return type;
}
