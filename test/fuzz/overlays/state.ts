// What is known while a program is made: what stands where, so that most of what is said hits something.
//
// Paths are absolute, from the environment's system on, with the keys of loops: `many.a.web.env.A`. What a definition in a
// system's body or in an overlay on a nested system is about has a path for each instance.

/** One thing that a body or an overlay says. */
export interface Claim {
  /** Siblings have one, and may not say two things of one slot. */
  readonly group: number;
  readonly layer: number;
  readonly paths: readonly string[];
  readonly each: boolean;
  readonly strength: string;
  /** A leaf, and not something with an inside. */
  readonly leaf: boolean;
}

export interface State {
  isDefined(path: string): boolean;
  /** Something stands there or inside that is not the type's default. */
  isTouched(path: string): boolean;
  isFinal(path: string): boolean;
  /** Also where a condition decides that. */
  hasFinal(path: string): boolean;
  /** Whether it may be said beside what was said in the same overlay, and in its siblings; if so it is noted. */
  claim(claim: Claim): boolean;
  define(path: string, isFinal: boolean): void;
  /** Final where a condition holds. */
  mayBeFinal(path: string): void;
  drop(path: string): void;
  /** The elements of a list, where they are known. */
  readonly lists: Map<string, readonly string[]>;
}

export function newState(): State {
  const defined = new Set<string>();
  const touched = new Set<string>();
  const finals = new Set<string>();
  const maybe = new Set<string>();
  const claims: Claim[] = [];
  const below = (set: ReadonlySet<string>, path: string) =>
    [...set].filter((other) => other === path || other.startsWith(`${path}.`));
  const related = (one: string, other: string) =>
    one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
  return {
    lists: new Map(),
    isDefined: (path) => defined.has(path),
    isTouched: (path) => below(touched, path).length > 0,
    isFinal: (path) => finals.has(path),
    hasFinal: (path) => below(finals, path).length + below(maybe, path).length > 0,
    claim(claim) {
      const clashes = claims.some((other) => {
        if (other.group !== claim.group) return false;
        const overlaps = other.paths.some((one) => claim.paths.some((two) => related(one, two)));
        if (!overlaps) return false;
        // A named entry beats an `each` of the same overlay.
        const beats =
          other.layer === claim.layer &&
          other.each !== claim.each &&
          other.strength === claim.strength &&
          other.leaf &&
          claim.leaf;
        return !beats;
      });
      if (!clashes) claims.push(claim);
      return !clashes;
    },
    define(path, isFinal) {
      defined.add(path);
      touched.add(path);
      if (isFinal) finals.add(path);
    },
    mayBeFinal(path) {
      maybe.add(path);
    },
    drop(path) {
      for (const inner of below(defined, path)) defined.delete(inner);
      for (const inner of below(touched, path)) touched.delete(inner);
    },
  };
}

/** The entries of a block, by their keys; a text is a whole entry. */
export type Tree = Map<string, Tree | string>;

export function insert(tree: Tree, path: readonly string[], text: string): void {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error("an entry has a key");
  if (rest.length === 0) {
    tree.set(key, text);
    return;
  }
  const inner = tree.get(key);
  const next: Tree = inner instanceof Map ? inner : new Map();
  tree.set(key, next);
  insert(next, rest, text);
}

export function entriesOf(tree: Tree): readonly string[] {
  return [...tree].map(([key, inner]) =>
    typeof inner === "string" ? inner : `${key} { ${entriesOf(inner).join(", ")} }`,
  );
}
