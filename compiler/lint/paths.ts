// Paths that should be references, and paths that do not last.

import type { Expression, Literal, Template } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import type { SystemInfo } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";
import { forEachField, type Written } from "./fields.ts";

export function lintPaths(linter: Linter): void {
  forEachField(linter, (written) => {
    if (written.field?.key === true && written.value?.kind === "literal")
      lintVolatile(linter, written, written.value);
  });
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      if (declaration.kind !== "system") continue;
      const system = linter.checked.checker.systems.get(declaration);
      if (system !== undefined) lintRepeated(linter, system);
    }
  }
}

interface KnownPath {
  readonly slot: string;
  readonly path: string;
  readonly value: Literal;
}

/** The resources of a system whose path is written out, the longest first. */
function knownPaths(system: SystemInfo): readonly KnownPath[] {
  const found: KnownPath[] = [];
  for (const [slot, info] of system.members) {
    if (info.kind !== "resource" || info.slot.loop !== null || info.slot.condition !== null) continue;
    if (info.record.fields.get("path")?.key !== true) continue;
    const entry = info.slot.block.entries.find((item) => item.kind === "set" && item.key.text === "path");
    if (entry?.kind !== "set" || entry.value.kind !== "literal") continue;
    const { value } = entry.value;
    if (typeof value === "string" && /^\/[^/]/.test(value))
      found.push({ slot, path: value.replace(/\/+$/, ""), value: entry.value });
  }
  return found.toSorted((a, b) => b.path.length - a.path.length);
}

function lintRepeated(linter: Linter, system: SystemInfo): void {
  const known = knownPaths(system);
  if (known.length === 0) return;
  for (const [name, info] of system.members) {
    if (info.kind !== "resource") continue;
    walk(info.slot.block, (node) => {
      if (node.kind !== "literal" && node.kind !== "template") return;
      judge(linter, system, known, name, node as unknown as Literal | Template);
    });
  }
}

function judge(
  linter: Linter,
  system: SystemInfo,
  known: readonly KnownPath[],
  owner: string,
  node: Literal | Template,
): void {
  const text = leadOf(node);
  if (text === null) return;
  const whole = node.kind === "literal";
  const hit = known.find(
    ({ slot, path, value }) =>
      slot !== owner && value !== node && (text.startsWith(`${path}/`) || (whole && text === path)),
  );
  if (hit === undefined) return;
  const { module } = system;
  // The outer folder must not be made to wait for what lies in it.
  const own = known.find(({ slot }) => slot === owner);
  if (own !== undefined && hit.path.startsWith(`${own.path}/`)) return;
  const below = text !== hit.path;
  const source = sourceOf(module, node);
  const span = spanOf(module, node);
  const plain = source.startsWith('"') && !source.startsWith('"""') && source.startsWith(`"${hit.path}`);
  const replacement = below
    ? `"\${${hit.slot}.path}${source.slice(1 + hit.path.length)}`
    : `${hit.slot}.path`;
  const fixes = plain ? [fixAt(span, replacement, `write \`${replacement}\``, "maybe")] : [];
  find(linter, "SP7016", { path: text, slot: hit.slot, below }, { module, node }, "written out here", {
    fixes,
    labels: [secondary(spanOf(module, hit.value), `the path of \`${hit.slot}\``)],
  });
}

/** What a string certainly begins with. */
function leadOf(node: Literal | Template): string | null {
  if (node.kind === "literal") return typeof node.value === "string" ? node.value : null;
  const [first] = node.parts;
  return typeof first === "string" ? first : null;
}

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/^\/(?:tmp|dev\/shm|run|var\/run)\//, "is gone after a restart"],
  [/^\/var\/tmp\//, "is swept from time to time"],
  [/^\/Users\/[^/]+\//, "is in one person's folder"],
  [/^[A-Za-z]:[\\/]/, "is a path of Windows"],
];

function lintVolatile(linter: Linter, { module }: Written, value: Expression & { kind: "literal" }): void {
  const path = value.value;
  if (typeof path !== "string") return;
  const why = VOLATILE.find(([pattern]) => pattern.test(path))?.[1];
  if (why !== undefined) find(linter, "SP7018", { path, why }, { module, node: value }, "does not last");
}
