// What an explanation says, as data: the same for a terminal, for `--json` and for an editor.
//
// Surprising: places are spans and values are trees that know what must not be shown, so that whoever prints them needs
// neither the evaluator nor a second opinion about secrets.

import type { Address } from "../address.ts";
import type { Strength } from "../ast.ts";
import type { DisplayFormat } from "../quantities.ts";
import type { Place, Span } from "../source.ts";
import type { Operation } from "../values.ts";

/** A value as it may be shown. */
export type Shown =
  | {
      readonly kind: "plain";
      readonly value: string | number | boolean | null;
      readonly format: DisplayFormat | null;
    }
  | { readonly kind: "list"; readonly items: readonly Shown[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, Shown])[] }
  /** A resource or a system as a whole. */
  | { readonly kind: "reference"; readonly address: string }
  /** Known after these are applied; `path`: the first output that is in it, as people write it. */
  | { readonly kind: "deferred"; readonly after: readonly Address[]; readonly path: string }
  | { readonly kind: "secret" }
  | { readonly kind: "absent" }
  /** What is wrong with it was reported. */
  | { readonly kind: "wrong" };

/** Who wrote a definition. */
export interface Author {
  readonly kind: "type" | "system" | "overlay" | "block" | "value" | "data";
  /** The declaration's name; of a block without a name, of what it stands in; of data, the file. */
  readonly name: string;
  /** Where it stands in the list of the environment's overlays. */
  readonly overlay: Listed | null;
}

export interface Listed {
  /** From 1; those side by side share one. */
  readonly level: number;
  /** From 1 where there are several of this level, otherwise 0. */
  readonly sibling: number;
  /** As it is listed: `eu(region = "eu-west-1")`. */
  readonly text: string;
}

/** What a definition does; a slot is declared. */
export type Deed = Operation | "declare" | "annotate";

export interface Row {
  /**
   * `merges`: a block, which adds to what is below it. `agrees`: side by side with the winner, and the same. `skipped`: the
   * condition of its `each` does not hold here.
   */
  readonly state: "wins" | "merges" | "agrees" | "loses" | "skipped";
  readonly deed: Deed;
  readonly strength: Strength;
  readonly by: Author;
  /** Where the value stands, and the whole entry around it. */
  readonly span: Span;
  readonly entry: Span;
  /** null: it gives none of its own. */
  readonly value: Shown | null;
  /** What its `super` is; null: it has none. */
  readonly below: Shown | null;
  readonly each: EachFacts | null;
}

export interface EachFacts {
  /** The kind, the system or the record that it is about. */
  readonly of: string;
  readonly where: Span | null;
  /** null: there is no condition, or it is asked of each thing in here and not of this one. */
  readonly holds: boolean | null;
}

/** Where a key comes from that a loop made. */
export interface Naming {
  readonly key: string;
  /** What the loop goes over, and the element whose key it is. */
  readonly over: Span;
  readonly element: Span;
}

/** What a value is computed from. */
export interface Input {
  readonly name: string;
  readonly of: "slot" | "overlay" | "file" | "output";
  readonly value: Shown;
  /** The definition that gives it; null: it was given where it is listed, or is known only after apply. */
  readonly row: Row | null;
  readonly span: Span;
  /** What it was below all overlays; null: no overlay touches it. */
  readonly was: Shown | null;
  readonly overridden: boolean;
  /** Only those that lead to something that an overlay wrote, or to what is known after apply. */
  readonly inputs: readonly Input[];
}

/** One line about something inside. */
export interface Part {
  readonly path: string;
  readonly value: Shown;
  /** The definition that wins, or that took it away; null: it is declared and nothing more. */
  readonly row: Row | null;
  /** How many are below. */
  readonly others: number;
  readonly gone: boolean;
}

export interface Need {
  readonly address: Address;
  /** Where it is read; null: by what its place or its target needs. */
  readonly span: Span | null;
  /** Which field reads it: `content`, `@after`. */
  readonly by: string | null;
}

export interface Element {
  readonly key: string;
  readonly span: Span;
  readonly state: "there" | "left-out" | "removed";
  readonly row: Row | null;
}

interface Common {
  readonly environment: string;
  readonly path: string;
  readonly stack: readonly Row[];
  readonly named: Naming | null;
}

export type Role = "param" | "let" | "output" | "field" | "entry" | "element" | "annotation";

export interface ValueExplanation extends Common {
  readonly kind: "value";
  readonly role: Role;
  /** As the source would say it. */
  readonly type: string | null;
  readonly value: Shown;
  readonly inputs: readonly Input[];
  /** Fields and outputs that are computed from it. */
  readonly follows: readonly string[];
  readonly parts: readonly Part[];
}

export interface ResourceExplanation extends Common {
  readonly kind: "resource";
  readonly of: string;
  readonly address: Address;
  readonly existing: boolean;
  /** null: the environment does not compile. */
  readonly target: string | null;
  readonly condition: Span | null;
  readonly needs: readonly Need[];
  readonly neededBy: readonly Address[];
  readonly parts: readonly Part[];
}

export interface SystemExplanation extends Common {
  readonly kind: "system";
  readonly of: string;
  readonly condition: Span | null;
  readonly parts: readonly Part[];
}

/** A slot with `for`. */
export interface LoopExplanation extends Common {
  readonly kind: "loop";
  readonly of: string;
  readonly over: Span;
  readonly condition: Span | null;
  readonly inputs: readonly Input[];
  readonly elements: readonly Element[];
}

/** What is not there. */
export interface GoneExplanation extends Common {
  readonly kind: "gone";
  /** `removed`, dropped by a `replace` of what it was in, or its `if` does not hold. */
  readonly why: "removed" | "replaced" | "condition";
  readonly by: Row | null;
  readonly condition: Span | null;
  readonly was: Shown | null;
  /** What the condition is computed from. */
  readonly inputs: readonly Input[];
}

export type Explanation =
  ValueExplanation | ResourceExplanation | SystemExplanation | LoopExplanation | GoneExplanation;

export type Answer =
  | { readonly kind: "explained"; readonly explanation: Explanation }
  | { readonly kind: "unknown"; readonly message: string; readonly help: string | null };

// --- Environments ----------------------------------------------------------------------------------------------------

export interface EnvironmentExplanation {
  readonly environment: string;
  readonly system: string;
  readonly place: Place | null;
  readonly layers: readonly LayerExplanation[];
}

/** An overlay, where it is listed: for the environment, or for a system inside it. */
export interface LayerExplanation {
  /** The slot of the inner system; null: in the environment's own list. */
  readonly within: string | null;
  readonly listed: Listed;
  /** Where it is declared. */
  readonly place: Place | null;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly deed: Deed | "add" | "move" | "give-up";
  readonly path: string;
  readonly row: Row;
  /** null: there was nothing. */
  readonly from: Shown | null;
  readonly to: Shown | null;
  /** `same`: it is what it was below; `used`: a later one builds on it; `beaten`: a later one has the last word. */
  readonly outcome: "changes" | "same" | "used" | "beaten";
  readonly follows: readonly string[];
}
