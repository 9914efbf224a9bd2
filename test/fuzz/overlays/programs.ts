// A program by chance: the systems of schema.ts, amended by their bodies, by overlays and by overlays on overlays.
//
// In:  a draw (dice.ts). Out: the text. Nearly all programs are right; one edit in
// some of them ignores what is known, and then something is wrong with the program.

import { diceOf, pick, type Dice, type Draw } from "./dice.ts";
import { planOf, type Group, type OverlayPlan, type Plan } from "./plan.ts";
import { say } from "./sayings.ts";
import { DECLARATIONS, SYSTEMS, type Item } from "./schema.ts";
import { entriesOf, insert, type State, type Tree } from "./state.ts";
import { eachTargets, layersOf, startState, targetsOf, type Layer } from "./targets.ts";

export function programOf(draw: Draw): string {
  const plan = planOf(draw.shape);
  const layers = layersOf(plan);
  const state = startState(layers);
  const edits = draw.edits.map((numbers) => {
    const dice = diceOf(numbers);
    return { layer: pick(dice, layers), dice };
  });
  for (const { layer, dice } of edits.toSorted((a, b) => a.layer.index - b.layer.index))
    for (let tries = 0; tries < TRIES && !edit(layer, layers, dice, plan, state); tries++);
  return print(plan, layers);
}

// --- Edits -----------------------------------------------------------------------------------------------------------

/** What cannot be said is tried with other numbers. */
const TRIES = 4;

function edit(layer: Layer, layers: readonly Layer[], dice: Dice, plan: Plan, state: State): boolean {
  if (layer.instances.length === 0) return true;
  const careless = dice(24) === 23;
  const loose = layer.overlay?.loose === true;
  const eaches = layer.overlay !== null ? eachTargets(layer, dice) : [];
  const targets = loose || (eaches.length > 0 && dice(4) === 1) ? eaches : targetsOf(layer, plan);
  if (targets.length === 0) return false;
  const target = pick(dice, targets);
  const strength = pick(dice, ["", "", "", "", "default ", "final "]);
  const saying = say(layer, target, strength, dice, state, careless);
  if (saying === null) return false;
  const paths = target.absolute.map((path) => [path, ...saying.inner].join("."));
  const claim = {
    group: layer.group,
    layer: layer.index,
    paths,
    each: target.each,
    strength,
    leaf: saying.leaf && !target.entries,
  };
  if (!state.claim(claim)) return false;
  const path = [...target.path, ...saying.inner];
  insert(layer.tree, path, saying.text);
  // One that stands beside it may say the same, as long as it has the names.
  const beside = layers.find((other) => other.group === layer.group && other !== layer);
  const own = [...(layer.overlay?.ints ?? []), ...(layer.overlay?.strings ?? [])];
  const canBoth =
    beside?.overlay?.loose === layer.overlay?.loose && !own.some((name) => saying.text.includes(name));
  if (beside !== undefined && canBoth && saying.leaf && dice(2) === 1) insert(beside.tree, path, saying.text);
  for (const path of target.absolute) saying.known(path);
  return true;
}

// --- Text ------------------------------------------------------------------------------------------------------------

function print(plan: Plan, layers: readonly Layer[]): string {
  const lines: string[] = [DECLARATIONS.trim()];
  for (const schema of SYSTEMS) {
    const layer = layers.find(({ system, overlay }) => system === schema.name && overlay === null);
    if (layer === undefined) continue;
    const { people, names, sizes } = plan.collections;
    lines.push(`system ${schema.name} {`);
    for (const { text } of schema.params)
      lines.push(`  param ${text.replace("PEOPLE", people).replace("NAMES", names).replace("SIZES", sizes)}`);
    for (const { text } of schema.lets) lines.push(`  let ${text}`);
    for (const item of schema.items) {
      const said = layer.tree.get(item.name);
      const block = [...item.block, ...(said instanceof Map ? entriesOf(said) : [])].join(", ");
      lines.push(
        `  ${item.name}: ${item.of} ${usesOf(plan, item)}${item.head} { ${block} }`.replaceAll("  {", " {"),
      );
    }
    for (const { text } of schema.outputs) lines.push(`  output ${text}`);
    lines.push("}");
  }
  for (const { overlay, tree, system } of layers) {
    if (overlay === null || overlay.inline) continue;
    const on = overlay.loose ? "" : ` on ${system}`;
    lines.push(`overlay ${overlay.name}${overlay.params}${on} { ${entriesOf(tree).join(", ")} }`);
  }
  const inline = new Map(
    layers.flatMap(({ overlay, tree }) => (overlay === null ? [] : [[overlay, tree] as const])),
  );
  const listed = (groups: readonly Group[]) => withText(groups, inline);
  lines.push(`environment base = Shop${listed(plan.shop.slice(0, plan.base))}`);
  lines.push(`environment prod = base${listed(plan.shop.slice(plan.base))}`);
  return `${lines.join("\n")}\n`;
}

function usesOf(plan: Plan, item: Item): string {
  const count =
    item.name === "one"
      ? plan.uses.one
      : item.name === "many"
        ? plan.uses.many
        : item.name === "inner"
          ? plan.uses.nested
          : plan.uses.mid;
  if (item.of === "Inner") return `${withText(plan.inner.slice(0, count), new Map()).trim()} `;
  if (item.of === "Mid") return `${withText(plan.mid.slice(0, count), new Map()).trim()} `;
  return "";
}

function withText(groups: readonly Group[], inline: ReadonlyMap<OverlayPlan, Tree>): string {
  if (groups.length === 0) return "";
  const one = (overlay: OverlayPlan) => {
    const tree = inline.get(overlay);
    if (overlay.inline && tree !== undefined) return `{ ${entriesOf(tree).join(", ")} }`;
    return `${overlay.name}${overlay.args}`;
  };
  const text = groups.map((group) =>
    group.length === 1 ? group.map(one).join("") : `(${group.map(one).join(", ")})`,
  );
  return ` with ${text.join(", ")}`;
}
