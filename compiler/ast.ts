// The syntax tree: plain values with offsets. What the passes find out about a node lives in side tables, not on it.
//
// Surprising: what could be nested without end in one line is flat here. `a + b - c` is one chain and `a.b(c)[d]` is one
// access with three steps, so the depth of a tree is bounded by its brackets and no pass can run out of stack.

import type { Expression, Literal, Regex } from "./ast/expressions.ts";
import type { TypeExpression } from "./ast/types.ts";
import type { SourceFile } from "./source.ts";

export type * from "./ast/expressions.ts";
export type * from "./ast/types.ts";

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** A word where it stands. Empty where recovery made it up. */
export interface Word extends Node {
  readonly text: string;
}

/** A name of this file, or of a module that was imported whole: `rds.Instance`. */
export interface QualifiedName extends Word {
  readonly module: Word | null;
}

export interface FileNode extends Node {
  readonly file: SourceFile;
  readonly imports: readonly Import[];
  /** What has a name. */
  readonly declarations: readonly Declaration[];
  /** What has none: it judges the rest. */
  readonly checks: readonly Check[];
  /** A declaration could not be read: a name that is missing may have been it. */
  readonly lost: boolean;
}

// --- Declarations ----------------------------------------------------------------------------------------------------

export interface Import extends Node {
  /** A path in quotes, or the words of `std.file`. */
  readonly from:
    | { readonly kind: "path"; readonly path: Word }
    | { readonly kind: "module"; readonly words: readonly Word[] };
  readonly names: readonly ImportedName[];
  /** `import "people.yaml" as roster: [Person]`; without a type the module itself, `import std.rds as rds`. */
  readonly as: { readonly name: Word; readonly type: TypeExpression | null } | null;
}

export interface ImportedName {
  readonly name: Word;
  readonly as: Word | null;
}

export type Declaration = System | TypeDeclaration | KindDeclaration | Overlay | Environment | Let | Fn;

export interface System extends Node {
  readonly kind: "system";
  readonly name: Word;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
  /** What has a name. */
  readonly members: readonly Member[];
  readonly rules: readonly (Assert | Moved | Removed)[];
  /** A member could not be read. */
  readonly lost: boolean;
}

export type Member = Param | Let | Output | Slot;

export interface Param extends Node {
  readonly kind: "param";
  readonly name: Word;
  readonly type: TypeExpression;
  readonly value: Expression | null;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

export interface Let extends Node {
  readonly kind: "let";
  readonly name: Word;
  readonly type: TypeExpression | null;
  readonly value: Expression;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

export interface Output extends Node {
  readonly kind: "output";
  readonly name: Word;
  readonly type: TypeExpression | null;
  readonly value: Expression;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

/** `name: Kind { }` and `name: System { }`. */
export interface Slot extends Node {
  readonly kind: "slot";
  readonly name: Word;
  /** `existing name: Kind { }`: read and not managed. */
  readonly existing: boolean;
  readonly of: QualifiedName;
  readonly with: readonly OverlayUse[];
  readonly loop: Loop | null;
  readonly condition: Expression | null;
  readonly block: Block;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

/** `for x in xs`, `for key, x in xs`, `for x in xs by x.id`. */
export interface Loop extends Node {
  readonly key: Word | null;
  readonly variable: Word;
  readonly collection: Expression;
  readonly by: Expression | null;
}

/** `assert cond else "why"`. */
export interface Assert extends Node {
  readonly kind: "assert";
  readonly condition: Expression;
  readonly message: Expression | null;
}

/** `moved "old.path" to new.path`. */
export interface Moved extends Node {
  readonly kind: "moved";
  /** An address, in quotes. */
  readonly from: Word;
  readonly to: readonly Word[];
}

/** `removed "path" { destroy = false }`. */
export interface Removed extends Node {
  readonly kind: "removed";
  /** An address, in quotes. */
  readonly from: Word;
  readonly block: Block | null;
}

/** `fn f<T>(a: Int, b: Int = 1): Int = a + b`; without a value where the compiler itself computes it. */
export interface Fn extends Node {
  readonly kind: "fn";
  readonly name: Word;
  readonly generics: readonly Word[];
  readonly params: readonly Param[];
  readonly result: TypeExpression;
  readonly value: Expression | null;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

export interface TypeDeclaration extends Node {
  readonly kind: "type";
  readonly name: Word;
  readonly generics: readonly Word[];
  readonly annotations: readonly Annotation[];
  /** A record, or another type's name with refinements. */
  readonly is: RecordBody | { readonly kind: "alias"; readonly type: TypeExpression };
  readonly doc: string | null;
}

export interface RecordBody {
  readonly kind: "record";
  /** The record whose fields are copied. */
  readonly extends: TypeExpression | null;
  readonly fields: readonly Field[];
  readonly asserts: readonly Assert[];
  /** Where `...` stands: fields that are not declared are let in. */
  readonly open: Node | null;
  /** A field could not be read. */
  readonly lost: boolean;
}

export interface Field extends Node {
  readonly name: Word;
  readonly type: TypeExpression;
  readonly value: Expression | null;
  readonly annotations: readonly Annotation[];
  readonly output: boolean;
  readonly doc: string | null;
}

export interface KindDeclaration extends Node {
  readonly kind: "kind";
  readonly name: Word;
  readonly driver: Word;
  /** `target kind`: its resources are places where others live. */
  readonly target: boolean;
  readonly annotations: readonly Annotation[];
  readonly extends: TypeExpression | null;
  readonly fields: readonly Field[];
  readonly asserts: readonly Assert[];
  readonly open: Node | null;
  readonly lost: boolean;
  readonly doc: string | null;
}

export interface Overlay extends Node {
  readonly kind: "overlay";
  readonly name: Word;
  readonly params: readonly Param[];
  readonly annotations: readonly Annotation[];
  /** null: it holds `each` only, and fits any system. */
  readonly on: QualifiedName | null;
  readonly with: readonly OverlayUse[];
  readonly block: Block;
  readonly doc: string | null;
}

/** One of the overlays after `with`: by its name, as a block, or several side by side in parentheses. */
export interface OverlayUse extends Node {
  readonly name: QualifiedName | null;
  readonly args: readonly Argument[];
  readonly block: Block | null;
  readonly siblings: readonly OverlayUse[] | null;
}

export interface Environment extends Node {
  readonly kind: "environment";
  readonly name: Word;
  readonly loop: Loop | null;
  /** A system, or (lower case) the environment from which this one inherits: `prod`, `prod.eu`. */
  readonly of: QualifiedName;
  readonly with: readonly OverlayUse[];
  readonly settings: Block | null;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

// --- Checks ----------------------------------------------------------------------------------------------------------

export type Check = Policy | Exempt | Test;

/** `policy "name" warn on Kind as r where cond { require cond else "why" }`. */
export interface Policy extends Node {
  readonly kind: "policy";
  readonly title: Word;
  readonly level: "deny" | "warn";
  /** null: over the whole graph. */
  readonly on: {
    readonly of: QualifiedName;
    readonly as: Word | null;
    readonly where: Expression | null;
  } | null;
  readonly entries: readonly (Let | Require)[];
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

export interface Require extends Node {
  readonly kind: "require";
  readonly condition: Expression;
  readonly message: Expression | null;
}

/** `exempt "name" for "prod/web" until 2027-01-31 because "why"`. */
export interface Exempt extends Node {
  readonly kind: "exempt";
  readonly policy: Word;
  readonly address: Word;
  readonly until: Literal | null;
  readonly because: Expression;
}

export interface Test extends Node {
  readonly kind: "test";
  readonly title: Word;
  readonly entries: readonly TestEntry[];
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

export type TestEntry = Let | Expect | ExpectError | ExpectSnapshot | TestValue;

/** `expect cond`. */
export interface Expect extends Node {
  readonly kind: "expect";
  readonly condition: Expression;
}

/** `expect error matching /re/ { }`: what stands in the block must fail to compile. */
export interface ExpectError extends Node {
  readonly kind: "expect-error";
  readonly matching: Regex | null;
  readonly entries: readonly TestEntry[];
}

/** `expect g matches snapshot`. */
export interface ExpectSnapshot extends Node {
  readonly kind: "expect-snapshot";
  readonly value: Expression;
}

/** A value alone, in the block of `expect error`. */
export interface TestValue extends Node {
  readonly kind: "value";
  readonly value: Expression;
}

// --- Blocks ----------------------------------------------------------------------------------------------------------

export interface Block extends Node {
  readonly kind: "block";
  readonly entries: readonly Entry[];
}

/** What stands in a block under a key. */
export type KeyedEntry = SetEntry | AmendEntry | RemoveEntry;
export type Entry =
  | KeyedEntry
  | ComputedEntry
  | SpreadEntry
  | EachEntry
  | DeclareEntry
  | LetEntry
  | Moved
  | Removed
  | Annotation;

export function isKeyed(entry: Entry): entry is KeyedEntry {
  return entry.kind === "set" || entry.kind === "amend" || entry.kind === "remove";
}

export type Strength = "default" | "normal" | "final";

/** `a = 1`, `a += [1]`, `replace a = { }`; the shorthand `a` has the name as its value too. */
export interface SetEntry extends Node {
  readonly kind: "set";
  readonly key: Word;
  readonly strength: Strength;
  readonly replace: boolean;
  readonly operator: "=" | "+=" | "-=";
  readonly value: Expression;
}

/** `a { }`, and `a.b = 1`, which is `a { b = 1 }`. */
export interface AmendEntry extends Node {
  readonly kind: "amend";
  readonly key: Word;
  readonly strength: Strength;
  readonly block: Block;
}

export interface RemoveEntry extends Node {
  readonly kind: "remove";
  readonly key: Word;
}

/** `[k] = v`, and the comprehension `[k] = v for k, v in m if c`. */
export interface ComputedEntry extends Node {
  readonly kind: "computed";
  readonly key: Expression;
  readonly value: Expression;
  readonly loop: Loop | null;
  readonly condition: Expression | null;
}

/** `...xs`. */
export interface SpreadEntry extends Node {
  readonly kind: "spread";
  readonly value: Expression;
}

/** `each Kind where cond { }`. */
export interface EachEntry extends Node {
  readonly kind: "each";
  readonly of: QualifiedName;
  readonly where: Expression | null;
  readonly block: Block;
}

/** `name: Kind { }` in an overlay; `replace name: Kind { }` changes the kind of what is there. */
export interface DeclareEntry extends Node {
  readonly kind: "declare";
  readonly replace: boolean;
  readonly slot: Slot;
}

export interface LetEntry extends Node {
  readonly kind: "let";
  readonly declaration: Let;
}

export interface Annotation extends Node {
  readonly kind: "annotation";
  readonly name: Word;
  readonly args: readonly Argument[];
}

export interface Argument extends Node {
  readonly name: Word | null;
  readonly value: Expression;
}
