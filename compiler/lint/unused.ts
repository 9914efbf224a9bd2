// What nothing uses: lets, parameters, overlays, and declarations as a whole.
//
// Surprising: overlays, types and systems are judged only in a package that declares environments. Without any it is a
// library, and others use what it declares; except for `_name`, which nobody else can.

import type { Block, Declaration, Let, Member, Node, Overlay, OverlayUse, System, Word } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { find, type Linter } from "./context.ts";

export function lintUnused(linter: Linter): void {
  const uses = findUses(linter);
  const application = linter.analysis.environments.length > 0;
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      const { text } = declaration.name;
      if (text === "") continue;
      if (declaration.kind === "system") lintSystem(linter, module, declaration, uses);
      if (declaration.kind === "overlay") lintOverlay(linter, module, declaration);
      const judged = application || text.startsWith("_");
      if (judged && !uses.declarations.has(declaration)) lintWhole(linter, module, declaration);
    }
    for (const check of module.node.checks)
      if (check.kind !== "exempt") lintLets(linter, module, check.entries, check);
    // A block after `with` is an overlay without a name.
    walk(module.node, (node) => {
      if (!("siblings" in node)) return;
      const { block } = node as unknown as OverlayUse;
      if (block !== null) lintLets(linter, module, letsOf(block), block);
    });
  }
}

function letsOf(block: Block): readonly Let[] {
  return block.entries.flatMap((entry) => (entry.kind === "let" ? [entry.declaration] : []));
}

interface Uses {
  readonly declarations: ReadonlySet<unknown>;
  /** Names that are read behind a dot: `shop.port` reads a parameter from outside. */
  readonly accessed: ReadonlySet<string>;
  /** Slots that are read by their bare names outside systems: a block of an overlay sees those of what it is on. */
  readonly slots: ReadonlySet<string>;
}

function findUses(linter: Linter): Uses {
  const { program, references, checker } = linter.checked;
  const declarations = new Set<unknown>();
  for (const binding of checker.used) declarations.add(binding.declaration);
  for (const reference of references.values())
    if (reference.kind === "global") declarations.add(reference.declaration);
  const accessed = new Set<string>();
  const slots = new Set<string>();
  for (const module of program.modules) {
    const { declarations: all, checks } = module.node;
    const outside = [...all.filter(({ kind }) => kind !== "system"), ...checks];
    for (const name of slotsRead(linter, outside, "slot")) slots.add(name);
    walk(module.node, (node) => {
      if (node.kind === "access" && "steps" in node) {
        for (const step of node.steps as readonly { readonly kind: string; readonly name?: Word }[])
          if (step.name !== undefined) accessed.add(step.name.text);
      }
    });
  }
  return { declarations, accessed, slots };
}

function lintWhole(linter: Linter, module: Module, declaration: Declaration): void {
  const { name } = declaration;
  const kind: string = declaration.kind;
  const at = { module, node: name };
  switch (kind) {
    case "overlay":
      find(linter, "SP7003", { name: name.text }, at, "in no environment");
      return;
    case "let":
      find(linter, "SP7001", { name: name.text }, at, "never used");
      return;
    case "environment":
      return;
    default:
      find(linter, "SP7004", { name: name.text, what: kind === "fn" ? "function" : kind }, at, "never used");
  }
}

/** The slots that are read by their bare names below a node. */
function slotsRead(linter: Linter, node: unknown, kind: "slot" | "frame"): Set<string> {
  const found = new Set<string>();
  walk(node, (each) => {
    if (each.kind !== "name") return;
    const reference = linter.checked.references.get(each as never);
    if (reference?.kind === kind) found.add(reference.name);
  });
  return found;
}

function lintSystem(linter: Linter, module: Module, system: System, uses: Uses): void {
  const read = slotsRead(linter, system, "slot");
  for (const member of system.members) {
    const { text } = member.name;
    if (read.has(text) || uses.slots.has(text) || uses.accessed.has(text) || text === "") continue;
    lintMember(linter, module, system, member);
  }
}

function lintMember(linter: Linter, module: Module, system: System, member: Member): void {
  const { text } = member.name;
  const at = { module, node: member.name };
  if (member.kind === "let")
    find(linter, "SP7001", { name: text }, at, "never used", { fixes: lineRemoval(module, member, text) });
  else if (member.kind === "param")
    find(linter, "SP7002", { name: text, owner: system.name.text }, at, "never read");
}

function lintOverlay(linter: Linter, module: Module, overlay: Overlay): void {
  const read = slotsRead(linter, overlay, "frame");
  for (const param of overlay.params) {
    const { text } = param.name;
    if (text === "" || read.has(text)) continue;
    find(
      linter,
      "SP7002",
      { name: text, owner: overlay.name.text },
      { module, node: param.name },
      "never read",
    );
  }
  lintLets(linter, module, letsOf(overlay.block), overlay);
}

/** The `let`s among some entries that nothing below `inside` reads. */
function lintLets(
  linter: Linter,
  module: Module,
  entries: readonly { readonly kind: string }[],
  inside: unknown,
): void {
  const read = slotsRead(linter, inside, "frame");
  for (const entry of entries) {
    if (entry.kind !== "let") continue;
    const { name, start, end } = entry as Let;
    if (read.has(name.text)) continue;
    find(linter, "SP7001", { name: name.text }, { module, node: name }, "never used", {
      fixes: lineRemoval(module, { start, end }, name.text),
    });
  }
}

/** Where it has its lines for itself; otherwise a person has to look. */
function lineRemoval(module: Module, node: Node, name: string) {
  const { file } = module;
  const start = file.text.lastIndexOf("\n", node.start - 1) + 1;
  const after = file.text.indexOf("\n", node.end);
  const end = after < 0 ? file.text.length : after + 1;
  const around = file.text.slice(start, node.start) + file.text.slice(node.end, end);
  if (around.trim() !== "") return [];
  const above = file.text.slice(0, start).trimEnd();
  // A comment above may be about it.
  if (/\/\/.*$/.test(above.slice(above.lastIndexOf("\n") + 1))) return [];
  const edits = [{ span: { file, start, end }, replacement: "" }];
  return [{ title: `remove \`${name}\``, edits, applicability: "safe" as const }];
}
