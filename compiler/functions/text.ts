// The functions of strings. They count characters, never halves of one.

import type { NativeCall, Natives } from "../functions.ts";
import { compilePattern, type Pattern } from "../pattern.ts";
import { ABSENT, POISONED } from "../values.ts";
import { spend } from "../evaluate/context.ts";
import { listOfValues, madeText, number, numberOr, text } from "./arguments.ts";
import { base64, fromBase64, fromHex, hex, urlEncode } from "./encodings.ts";

const INT = /^[+-]?\d+$/;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export const TEXT_FUNCTIONS: Natives = {
  upper: (call, self) => madeText(call, text(self).length, () => text(self).toUpperCase()),
  lower: (call, self) => madeText(call, text(self).length, () => text(self).toLowerCase()),
  trim: (_, self) => text(self).trim(),
  trimStart: (_, self) => text(self).trimStart(),
  trimEnd: (_, self) => text(self).trimEnd(),
  length: (_, self) => characters(text(self)).length,
  isEmpty: (_, self) => text(self) === "",
  startsWith: (_, self, prefix) => text(self).startsWith(text(prefix)),
  endsWith: (_, self, suffix) => text(self).endsWith(text(suffix)),
  contains: (_, self, part) => text(self).includes(text(part)),
  matches: (call, self, pattern) => patternOf(call, text(pattern))?.test(text(self)) ?? POISONED,
  removePrefix: (_, self, prefix) =>
    text(self).startsWith(text(prefix)) ? text(self).slice(text(prefix).length) : text(self),
  removeSuffix: (_, self, suffix) =>
    text(suffix) !== "" && text(self).endsWith(text(suffix))
      ? text(self).slice(0, -text(suffix).length)
      : text(self),
  // What is empty stands nowhere.
  replace: (call, self, from, to) => {
    if (text(from) === "") return text(self);
    const parts = text(self).split(text(from));
    const length = text(self).length + parts.length * text(to).length;
    return madeText(call, length, () => parts.join(text(to)));
  },
  split: (call, self, separator) => {
    if (!spend(call.evaluator, "elements", text(self).length, call.span)) return POISONED;
    return listOfValues(
      call,
      text(separator) === "" ? characters(text(self)) : text(self).split(text(separator)),
    );
  },
  lines: (call, self) => {
    const lines = text(self).split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    return listOfValues(call, lines);
  },
  characters: (call, self) => listOfValues(call, characters(text(self))),
  slice: (_, self, from, to) => {
    const points = characters(text(self));
    return points.slice(number(from), numberOr(to, points.length)).join("");
  },
  indexOf: (_, self, part) => {
    const at = text(self).indexOf(text(part));
    return at < 0 ? ABSENT : characters(text(self).slice(0, at)).length;
  },
  repeat: (call, self, times) => {
    const count = number(times);
    if (count < 0) return call.refuse("a text cannot be repeated less than zero times");
    return madeText(call, text(self).length * count, () => text(self).repeat(count));
  },
  padStart: (call, self, width, fill) => pad(text(self), number(width), filler(fill), call, true),
  padEnd: (call, self, width, fill) => pad(text(self), number(width), filler(fill), call, false),
  toInt: (_, self) => {
    const value = Number(text(self));
    return INT.test(text(self)) && Number.isSafeInteger(value) ? value + 0 : ABSENT;
  },
  toNumber: (_, self) => {
    const value = Number(text(self));
    return NUMBER.test(text(self)) && Number.isFinite(value) ? value : ABSENT;
  },
  base64: (call, self) => madeText(call, text(self).length * 4, () => base64(text(self))),
  fromBase64: (_, self) => fromBase64(text(self)) ?? ABSENT,
  hex: (call, self) => madeText(call, text(self).length * 6, () => hex(text(self))),
  fromHex: (_, self) => fromHex(text(self)) ?? ABSENT,
  urlEncode: (call, self) => madeText(call, text(self).length * 9, () => urlEncode(text(self))),
  sha256: (call, self) => call.evaluator.sha256(text(self)),
};

function characters(value: string): readonly string[] {
  return Array.from(value);
}

function filler(value: Parameters<typeof text>[0]): string {
  return typeof value === "string" ? value : " ";
}

function pad(
  value: string,
  width: number,
  fill: string,
  call: Parameters<typeof madeText>[0],
  before: boolean,
): ReturnType<typeof madeText> {
  const missing = width - characters(value).length;
  if (missing <= 0 || fill === "") return value;
  return madeText(call, missing * 2 + value.length, () => {
    const points = characters(fill);
    const padding = Array.from({ length: missing }, (_, index) => points[index % points.length] ?? "").join(
      "",
    );
    return before ? padding + value : value + padding;
  });
}

/** The checker has refused the patterns that do not compile. */
function patternOf({ evaluator }: NativeCall, source: string): Pattern | null {
  const { patterns } = evaluator.memory;
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = compilePattern(source);
  if (typeof pattern === "string") return null;
  patterns.set(source, pattern);
  return pattern;
}
