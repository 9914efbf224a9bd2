// The functions of numbers, quantities and dates. A quantity is the number of its smallest units.

import type { Native, NativeCall, Natives } from "../functions.ts";
import { daysOf, showQuantity, type Dimension } from "../quantities.ts";
import type { Value } from "../values.ts";
import { number, text } from "./arguments.ts";

/** -0 is nobody's number. */
function plain(value: number): number {
  return value + 0;
}

export const NUMBER_FUNCTIONS: Natives = {
  // The remainder has the sign of the divisor, so that `(-1).mod(7)` is a place in a week.
  mod: (call, self, by) => {
    const divisor = number(by);
    if (divisor === 0) return call.refuse("it divides by zero");
    return plain(((number(self) % divisor) + divisor) % divisor);
  },
  div: (call, self, by) =>
    number(by) === 0 ? call.refuse("it divides by zero") : plain(Math.floor(number(self) / number(by))),
  floor: (_, self) => plain(Math.floor(number(self))),
  ceil: (_, self) => plain(Math.ceil(number(self))),
  // Half away from zero, as people round.
  round: (_, self) => plain(Math.sign(number(self)) * Math.round(Math.abs(number(self)))),
  abs: (_, self) => Math.abs(number(self)),
  min: (_, self, other) => Math.min(number(self), number(other)),
  max: (_, self, other) => Math.max(number(self), number(other)),
  clamp: (call, self, low, high) =>
    number(low) > number(high)
      ? call.refuse("the lower bound is above the upper one")
      : Math.min(Math.max(number(self), number(low)), number(high)),
  pow: (call, self, exponent) => checked(call, number(self) ** number(exponent)),
  text: (_, self) => String(number(self)),
  hex: (_, self) => number(self).toString(16),
  octal: (_, self) => number(self).toString(8),
};

function checked(call: NativeCall, value: number): Value {
  if (!Number.isFinite(value)) return call.refuse("it is not a finite number");
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return call.refuse("integers are exact up to 9007199254740991");
  return value;
}

const per =
  (units: number): Native =>
  (_, self) =>
    number(self) / units;
const written =
  (dimension: Dimension): Native =>
  (_, self) =>
    showQuantity(dimension, number(self));
const least: Native = (_, self, other) => Math.min(number(self), number(other));
const most: Native = (_, self, other) => Math.max(number(self), number(other));

export const DURATION_FUNCTIONS: Natives = {
  milliseconds: per(1),
  seconds: per(1000),
  minutes: per(60_000),
  hours: per(3_600_000),
  days: per(86_400_000),
  text: written("Duration"),
  min: least,
  max: most,
};

export const SIZE_FUNCTIONS: Natives = {
  bytes: per(1),
  kibibytes: per(2 ** 10),
  mebibytes: per(2 ** 20),
  gibibytes: per(2 ** 30),
  text: written("Size"),
  min: least,
  max: most,
};

export const CPU_FUNCTIONS: Natives = {
  millis: per(1),
  cores: per(1000),
  text: written("Cpu"),
  min: least,
  max: most,
};

export const PERCENT_FUNCTIONS: Natives = {
  number: per(1),
  text: written("Percent"),
  min: least,
  max: most,
};

export const DATE_FUNCTIONS: Natives = {
  year: (_, self) => Number(text(self).slice(0, 4)),
  month: (_, self) => Number(text(self).slice(5, 7)),
  day: (_, self) => Number(text(self).slice(8, 10)),
  // 1970-01-01 was a Thursday; 1 is Monday, as ISO 8601 counts.
  weekday: (_, self) => ((((daysOf(text(self)) + 3) % 7) + 7) % 7) + 1,
  daysUntil: (_, self, other) => daysOf(text(other)) - daysOf(text(self)),
};
