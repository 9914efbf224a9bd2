// The reference interpreter: the rules of overlays as the language's design states them, and nothing else.
//
// In:  the trees of a program's files, and the name of an environment. Out: what each resource is worth, by its address,
// or which rules are broken. It remembers nothing and computes everything anew from the definitions whenever it is read;
// it reads the same syntax trees as the compiler and shares no other line with it, so that two minds check each other.
//
// Left out, and so `unknown`: deferred values, secrets, edges, generics, functions.

import { printSegment } from "../../compiler/address.ts";
import type { FileNode, OverlayUse } from "../../compiler/ast.ts";
import type { Json } from "../../compiler/json.ts";
import { checkInstance, noteIn } from "./hits.ts";
import { programOf, type Program } from "./program.ts";
import { toJson } from "./values.ts";
import { Unknown, type Rule } from "./wrong.ts";
import { evaluate } from "./expressions.ts";
import { slotsOf, memberValue, turnsOf } from "./instances.ts";
import { itemOf, itemValue, matchingItself, isItemThere } from "./items.ts";
import { overlayDefinitions } from "./overlays.ts";
import { valueAt } from "./places.ts";
import { NOWHERE, guarded, type World, type Scope, type Instance } from "./world.ts";

export type Interpretation =
  | {
      readonly kind: "graph";
      readonly resources: Readonly<Record<string, Json>>;
      readonly outputs: Readonly<Record<string, Json>>;
    }
  | { readonly kind: "wrong"; readonly rules: ReadonlySet<Rule> }
  /** A form that the reference does not have. */
  | { readonly kind: "unknown"; readonly what: string };

export function interpret(files: readonly FileNode[], environment: string): Interpretation {
  try {
    return interpretEnvironment(programOf(files), environment);
  } catch (error) {
    if (error instanceof Unknown) return { kind: "unknown", what: error.message };
    // It keeps nothing that it has computed, so what needs much of other things may be too deep for it.
    if (error instanceof RangeError) return { kind: "unknown", what: "deeper than the machine's stack" };
    throw error;
  }
}

function interpretEnvironment(program: Program, environment: string): Interpretation {
  const world: World = {
    program,
    active: new Set(),
    steps: 0,
    evaluate,
    valueAt,
    itemValue,
    isItemThere,
    get files() {
      return files;
    },
  };
  const files: Scope = {
    world,
    lookup: (name) => {
      const found = program.lets.get(name);
      return found === undefined
        ? null
        : () => guarded(world, name, () => evaluate(found.value, files, NOWHERE));
    },
  };
  const root = rootOf(world, environment);
  const rules = new Set<Rule>();
  const note = noteIn(rules);
  checkInstance(root, note);
  const resources: Record<string, Json> = {};
  const outputs: Record<string, Json> = {};
  note(() => collect(root, [], resources));
  for (const member of root.system.members)
    if (member.kind === "output")
      note(() => {
        outputs[member.name.text] = toJson(memberValue(root, member));
      });
  return rules.size > 0 ? { kind: "wrong", rules } : { kind: "graph", resources, outputs };
}

/** Rule 1: "each overlay in the order the environment lists them"; those of the environment that it is based on are lower. */
function rootOf(world: World, environment: string): Instance {
  const uses: OverlayUse[] = [];
  const seen = new Set<string>();
  let name = environment;
  for (;;) {
    const declared = world.program.environments.get(name);
    if (declared === undefined || seen.has(name)) throw new Unknown(`the environment ${name}`);
    seen.add(name);
    if (declared.loop !== null) throw new Unknown("an environment with `for`");
    uses.unshift(...declared.with);
    name = declared.of.text;
    const system = world.program.systems.get(name);
    if (system === undefined) continue;
    const overlays = overlayDefinitions(uses, () => root, 0, world.files, world);
    const root: Instance = {
      world,
      path: "",
      system,
      depth: 0,
      stack: matchingItself(overlays, system, () => root),
      whole: () => root,
      cut: "",
    };
    return root;
  }
}

function collect(instance: Instance, above: readonly string[], resources: Record<string, Json>): void {
  for (const declared of slotsOf(instance))
    for (const { key } of turnsOf(declared)) {
      if (!isItemThere(instance, declared, key)) continue;
      const segments = [...above, declared.slot.name.text, ...(key === null ? [] : [key])];
      const item = itemOf(instance, declared, key);
      if (item.kind === "instance") collect(item.instance, segments, resources);
      else resources[segments.map(printSegment).join(".")] = toJson(valueAt(item.place));
    }
}
