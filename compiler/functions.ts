// The standard functions: methods of strings, lists and numbers, and the renderers.
//
// One table holds what the checker must know (types) and what the evaluator does (a total function of known values).

import { type Renderer, RENDERERS } from "./render.ts";
import { scalar, type Type } from "./types.ts";

export type Plain = string | number | boolean | readonly string[];

export interface Method {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly run: (self: Plain, args: readonly Plain[]) => Plain;
}

const S = scalar("String");
const I = scalar("Int");
const N = scalar("Number");
const B = scalar("Bool");
const STRINGS: Type = { kind: "list", element: S, size: null };

const text = (value: Plain | undefined): string => (typeof value === "string" ? value : "");
const number = (value: Plain | undefined): number => (typeof value === "number" ? value : 0);
const list = (value: Plain): readonly string[] => (typeof value === "object" ? value : []);

function method(params: readonly Type[], result: Type, run: Method["run"]): Method {
  return { params, result, run };
}

const STRING_METHODS: Readonly<Record<string, Method>> = {
  upper: method([], S, (self) => text(self).toUpperCase()),
  lower: method([], S, (self) => text(self).toLowerCase()),
  trim: method([], S, (self) => text(self).trim()),
  startsWith: method([S], B, (self, [prefix]) => text(self).startsWith(text(prefix))),
  endsWith: method([S], B, (self, [suffix]) => text(self).endsWith(text(suffix))),
  contains: method([S], B, (self, [part]) => text(self).includes(text(part))),
  // What is empty stands nowhere; and an empty separator gives characters, never halves of a surrogate pair.
  replace: method([S, S], S, (self, [from, to]) =>
    text(from) === "" ? text(self) : text(self).split(text(from)).join(text(to)),
  ),
  split: method([S], STRINGS, (self, [separator]) =>
    text(separator) === "" ? Array.from(text(self)) : text(self).split(text(separator)),
  ),
  length: method([], I, (self) => Array.from(text(self)).length),
};

const LIST_METHODS: Readonly<Record<string, Method>> = {
  join: method([S], S, (self, [separator]) => list(self).join(text(separator))),
  contains: method([S], B, (self, [item]) => list(self).includes(text(item))),
  length: method([], I, (self) => list(self).length),
};

const NUMBER_METHODS: Readonly<Record<string, Method>> = {
  mod: method([I], I, (self, [by]) => {
    const divisor = number(by);
    return ((number(self) % divisor) + divisor) % divisor;
  }),
  floor: method([], I, (self) => Math.floor(number(self))),
  ceil: method([], I, (self) => Math.ceil(number(self))),
  min: method([N], N, (self, [other]) => Math.min(number(self), number(other))),
  max: method([N], N, (self, [other]) => Math.max(number(self), number(other))),
};

/** The methods of a type by name; none for what has none. */
export function methodsOf(type: Type): Readonly<Record<string, Method>> {
  if (type.kind === "literal")
    return typeof type.value === "string"
      ? STRING_METHODS
      : typeof type.value === "number"
        ? NUMBER_METHODS
        : {};
  if (type.kind === "scalar") {
    if (type.name === "String") return STRING_METHODS;
    return type.name === "Int" || type.name === "Number" ? NUMBER_METHODS : {};
  }
  if (type.kind !== "list") return {};
  // `join` and `contains` look at strings; the length is there for every list.
  const { element } = type;
  const strings = element.kind === "poison" || (element.kind === "scalar" && element.name === "String");
  const literal = element.kind === "literal" && typeof element.value === "string";
  return strings || literal ? LIST_METHODS : { length: LIST_METHODS["length"] as Method };
}

export function asRenderer(name: string): Renderer | null {
  return RENDERERS.find((renderer) => renderer === name) ?? null;
}

/** Renderers of the language that this compiler does not have yet. */
export const LATER_FUNCTIONS: readonly string[] = [
  "yaml",
  "ini",
  "env",
  "base64",
  "sha256",
  "urlEncode",
  "trim",
  "slot",
];
