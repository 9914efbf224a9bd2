// Where a path leads in one file: `web.replicas`, `production.web.replicas`, `headers.cache`.
//
// In:  the tree and the names of the path. Out: every value that the path could mean, each with the whole path that begins
// with its declaration. Surprising: nothing is looked up across files and nothing is evaluated. What an overlay writes under
// `web` is what stands under `web` in its own block; so a path may leave the declaration out, and then mean several.

import type {
  Block,
  Declaration,
  Expression,
  FileNode,
  Member,
  Node,
  OverlayUse,
  Slot,
  Word,
} from "../ast.ts";

/** What a step of a path leads to. */
export type Spot =
  | { readonly kind: "value"; readonly at: Node; readonly value: Expression }
  /** Declared, and given nothing here: a parameter, or a field of a type. */
  | { readonly kind: "empty"; readonly at: Node }
  /** Something that only holds others. */
  | { readonly kind: "holder"; readonly at: Node; readonly inside: readonly Named[] };

export interface Named {
  readonly name: string;
  readonly spot: Spot;
}

export interface Found {
  /** From the declaration on. */
  readonly path: readonly string[];
  readonly spot: Spot;
}

export type Search =
  | { readonly kind: "found"; readonly found: readonly [Found, ...Found[]] }
  /** `known` steps lead somewhere, and none from there on by the name of the next. */
  | {
      readonly kind: "lost";
      readonly known: number;
      readonly last: readonly Found[];
      readonly names: readonly string[];
    };

/** A path that begins with a declaration's name means what stands in that declaration, if anything does. */
export function findPath(node: FileNode, path: readonly string[]): Search {
  const whole = node.declarations.map((declaration) => ({
    path: [declaration.name.text],
    spot: spotOfDeclaration(declaration),
  }));
  const named = follow(whole, path);
  if (named.kind === "found") return named;
  // The fields of a value are nothing without its name.
  const short = follow(whole.filter(({ spot }) => spot.kind === "holder").flatMap(stepsOf), path);
  if (short.kind === "found" || short.known > named.known) return short;
  return short.known < named.known ? named : { ...named, names: [...named.names, ...short.names] };
}

function follow(starts: readonly Found[], path: readonly string[]): Search {
  let now: readonly Found[] = [];
  for (const [index, step] of path.entries()) {
    const next = index === 0 ? starts : now.flatMap(stepsOf);
    const hit = next.filter((found) => found.path.at(-1) === step);
    if (hit.length === 0) {
      const names = new Set(next.map((found) => found.path.at(-1) ?? ""));
      return { kind: "lost", known: index, last: now, names: [...names] };
    }
    now = hit;
  }
  const [first, ...more] = now;
  return first === undefined
    ? { kind: "lost", known: 0, last: [], names: [] }
    : { kind: "found", found: [first, ...more] };
}

function stepsOf({ path, spot }: Found): readonly Found[] {
  return inside(spot).map((named) => ({ path: [...path, named.name], spot: named.spot }));
}

function inside(spot: Spot): readonly Named[] {
  switch (spot.kind) {
    case "holder":
      return spot.inside;
    case "empty":
      return [];
    case "value":
      if (spot.value.kind === "block") return entriesOf(spot.value);
      return spot.value.kind === "construct" ? entriesOf(spot.value.block) : [];
  }
}

function spotOfDeclaration(declaration: Declaration): Spot {
  const at = declaration.name;
  switch (declaration.kind) {
    case "system":
      return { kind: "holder", at, inside: declaration.members.map(memberOf) };
    case "type":
      return {
        kind: "holder",
        at,
        inside: declaration.is.kind === "record" ? declaration.is.fields.map(given) : [],
      };
    case "kind":
      return { kind: "holder", at, inside: declaration.fields.map(given) };
    case "overlay": {
      const { params, block } = declaration;
      return {
        kind: "holder",
        at,
        inside: [...params.map(given), ...entriesOf(block), ...usesOf(declaration.with)],
      };
    }
    case "environment": {
      const settings = declaration.settings === null ? [] : entriesOf(declaration.settings);
      return { kind: "holder", at, inside: [...settings, ...usesOf(declaration.with)] };
    }
    case "let":
      return { kind: "value", at, value: declaration.value };
    case "fn":
      return { kind: "holder", at, inside: declaration.params.map(given) };
  }
}

function memberOf(member: Member): Named {
  return member.kind === "slot" ? slotOf(member) : given(member);
}

function slotOf(slot: Slot): Named {
  const inside = [...entriesOf(slot.block), ...usesOf(slot.with)];
  return { name: slot.name.text, spot: { kind: "holder", at: slot.name, inside } };
}

/** A parameter, a field, a `let`, an output. */
function given({ name, value }: { readonly name: Word; readonly value: Expression | null }): Named {
  return {
    name: name.text,
    spot: value === null ? { kind: "empty", at: name } : { kind: "value", at: name, value },
  };
}

/** The arguments of overlays by the overlay's name; what stands in a block without one, as if it stood outside. */
function usesOf(uses: readonly OverlayUse[]): readonly Named[] {
  return uses.flatMap((use): readonly Named[] => {
    const own = [...(use.block === null ? [] : entriesOf(use.block)), ...usesOf(use.siblings ?? [])];
    if (use.name === null) return own;
    const args = use.args.flatMap(({ name, value }) => (name === null ? [] : [given({ name, value })]));
    return [{ name: use.name.text, spot: { kind: "holder", at: use.name, inside: args } }, ...own];
  });
}

function entriesOf(block: Block): readonly Named[] {
  return block.entries.flatMap((entry): readonly Named[] => {
    switch (entry.kind) {
      case "set":
        return [{ name: entry.key.text, spot: { kind: "value", at: entry.key, value: entry.value } }];
      case "amend":
        return [
          { name: entry.key.text, spot: { kind: "holder", at: entry.key, inside: entriesOf(entry.block) } },
        ];
      case "declare":
        return [slotOf(entry.slot)];
      case "let":
        return [given(entry.declaration)];
      // They have no name, or give none a value.
      case "remove":
      case "computed":
      case "spread":
      case "each":
      case "moved":
      case "removed":
      case "annotation":
        return [];
    }
  });
}
