// The functions that the compiler itself computes: those that the standard library declares without a value.
//
// The library says what they take and give (`stdlib/text.sp`, `stdlib/list.sp`, ...); here is what they do, by the module
// and the name. All are total functions of known values; a renderer's value may hold what is known only after apply.

import type { Evaluator } from "./evaluate/context.ts";
import { LIST_FUNCTIONS } from "./functions/lists.ts";
import { MAP_FUNCTIONS } from "./functions/maps.ts";
import { NET_FUNCTIONS } from "./functions/net.ts";
import {
  CPU_FUNCTIONS,
  DATE_FUNCTIONS,
  DURATION_FUNCTIONS,
  NUMBER_FUNCTIONS,
  PERCENT_FUNCTIONS,
  SIZE_FUNCTIONS,
} from "./functions/numbers.ts";
import { PRELUDE_FUNCTIONS } from "./functions/prelude.ts";
import { SECRET_FUNCTIONS } from "./functions/secrets.ts";
import { TEXT_FUNCTIONS } from "./functions/text.ts";
import { RENDERERS } from "./render.ts";
import type { Span } from "./source.ts";
import type { Cell, Named, Value } from "./values.ts";

export interface NativeCall {
  readonly evaluator: Evaluator;
  readonly span: Span;
  /** What the result is called: something, and the key in it. */
  readonly up: Named;
  readonly label: string;
  /** A function that was handed over, applied to values. */
  apply(fn: Value, args: readonly Value[]): Cell;
  /** Says why there is no result. */
  refuse(why: string): Value;
}

export type Native = (call: NativeCall, ...args: readonly Value[]) => Value;
export type Natives = Readonly<Record<string, Native>>;

const MODULES: Readonly<Record<string, Natives>> = {
  "std.prelude": PRELUDE_FUNCTIONS,
  "std.secret": SECRET_FUNCTIONS,
  "std.text": TEXT_FUNCTIONS,
  "std.list": LIST_FUNCTIONS,
  "std.map": MAP_FUNCTIONS,
  "std.number": NUMBER_FUNCTIONS,
  "std.duration": DURATION_FUNCTIONS,
  "std.size": SIZE_FUNCTIONS,
  "std.cpu": CPU_FUNCTIONS,
  "std.percent": PERCENT_FUNCTIONS,
  "std.date": DATE_FUNCTIONS,
  "std.net": NET_FUNCTIONS,
};

export function nativeOf(module: string | null, name: string): Native | null {
  if (module === null || !Object.hasOwn(MODULES, module)) return null;
  const natives = MODULES[module];
  return natives !== undefined && Object.hasOwn(natives, name) ? (natives[name] ?? null) : null;
}

/** Every name, for the test that holds this table and the library in step. */
export function nativeNames(): readonly string[] {
  return Object.entries(MODULES).flatMap(([module, natives]) =>
    Object.keys(natives).map((name) => `${module}.${name}`),
  );
}

/** What is known only after apply may be in the value: the runtime computes the function then. */
export function isResidualFunction(module: string | null, name: string): boolean {
  return module === "std.prelude" && RENDERERS.some((renderer) => renderer === name);
}
