// Overlays where they are listed: `with production, eu(region = "eu"), (a, b), { … }`.
//
// Rule 1: "each overlay in the order the environment lists them". Rule 9: "Overlays in parentheses ... are siblings".

import type { Argument, Overlay, OverlayUse } from "../../compiler/ast.ts";
import { Unknown, Wrong } from "./wrong.ts";
import { PLAIN, within } from "./definitions.ts";
import { evaluate } from "./expressions.ts";
import { membersOf } from "./instances.ts";
import { NOWHERE, type World, type Layer, type Scope, type Definition, type Instance } from "./world.ts";

/** The overlays after `with`, in order: names with their arguments, blocks, and siblings in parentheses. */
export function overlayDefinitions(
  uses: readonly OverlayUse[],
  instance: () => Instance,
  depth: number,
  outside: Scope,
  world: World,
): readonly Definition[] {
  // The instance is made of these definitions, and they read it once it is there.
  const inside = within(world.files, (name) => membersOf(instance(), name));
  return uses.flatMap((use, index) =>
    flat(use).map((item, sibling): Definition => {
      const layer: Layer = { depth, index: index + 1, sibling };
      const base = { ...PLAIN, layer };
      if (item.block !== null) {
        // A block sees the system's slots, then what is around the list that it stands in.
        const scope = within(outside, (name) => membersOf(instance(), name));
        return { ...base, does: { kind: "amend", block: item.block, scope } };
      }
      const overlay = world.program.overlays.get(item.name?.text ?? "");
      if (overlay === undefined) throw new Unknown(`the overlay ${item.name?.text ?? ""}`);
      // The overlays of `on Shop with a` are below, or the program is refused: they are not listed by that.
      const inner = overlay.on === null ? world.files : inside;
      return {
        ...base,
        does: {
          kind: "amend",
          block: overlay.block,
          scope: overlayScope(overlay, item.args, inner, outside),
        },
      };
    }),
  );
}

/** "In an overlay: its parameters and lets, then the slots of the system it is `on`." */
function overlayScope(overlay: Overlay, args: readonly Argument[], inner: Scope, outside: Scope): Scope {
  const scope: Scope = within(inner, (name) => {
    const index = overlay.params.findIndex((param) => param.name.text === name);
    const param = overlay.params[index];
    if (param === undefined) return null;
    const given = args.find((argument) => argument.name?.text === name) ?? unnamed(args, index);
    if (given !== null) return () => evaluate(given.value, outside, NOWHERE);
    return () => {
      if (param.value === null) throw new Wrong("a param is missing", name);
      return evaluate(param.value, scope, NOWHERE);
    };
  });
  return scope;
}

function unnamed(args: readonly Argument[], index: number): Argument | null {
  const argument = args[index];
  return argument?.name === null ? argument : null;
}

/** Siblings of siblings are siblings. */
function flat(use: OverlayUse): readonly OverlayUse[] {
  return use.siblings === null ? [use] : use.siblings.flatMap(flat);
}
