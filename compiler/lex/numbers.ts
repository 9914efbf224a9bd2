// Numbers, quantities and dates: the text at an offset in, the value out.
//
// A quantity is kept in the smallest unit that the graph knows: milliseconds, bytes, thousandths of a CPU, per cent.

import { nearest } from "../near.ts";

export type Dimension = "Duration" | "Size" | "Cpu" | "Percent";

export interface ScannedNumber {
  readonly kind: "number" | "date" | Dimension;
  readonly value: number;
  /** Written without fraction and exponent. */
  readonly integer: boolean;
  /** The text, for dates. */
  readonly text: string;
  readonly end: number;
  readonly wrong: string | null;
}

const DATE = /\d{4}-\d{2}-\d{2}(?![\w-])/y;
const RADIX = /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+/y;
const DECIMAL = /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const TAIL = /[A-Za-z0-9_]+|%/y;
const DURATION_PART = /(\d[\d_]*(?:\.\d+)?)(ms|[smhdw])/y;

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

export function scanNumber(text: string, start: number): ScannedNumber {
  const date = at(DATE, text, start);
  if (date !== null) return scanDate(date, start);
  const radix = at(RADIX, text, start);
  if (radix !== null)
    return finish(text, start, radix.length, Number(radix.replaceAll("_", "")), true, radix);
  const duration = scanDuration(text, start);
  if (duration !== null) return duration;
  const decimal = at(DECIMAL, text, start) ?? "0";
  const integer = /^[\d_]*$/.test(decimal);
  return finish(text, start, decimal.length, Number(decimal.replaceAll("_", "")), integer, decimal);
}

function at(pattern: RegExp, text: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? null;
}

function finish(
  text: string,
  start: number,
  length: number,
  value: number,
  integer: boolean,
  digits: string,
): ScannedNumber {
  const end = start + length;
  const unit = at(TAIL, text, end);
  const made = { value, integer, text: digits, end, wrong: null };
  if (unit === null) return { ...made, kind: "number", wrong: judge(value, integer, digits) };
  const whole = { ...made, end: end + unit.length };
  if (unit === "%") return { ...whole, kind: "Percent" };
  if (unit === "cpu") return { ...whole, kind: "Cpu", value: Math.round(value * 1000) };
  if (unit === "mcpu") return { ...whole, kind: "Cpu" };
  const bytes = BYTES[unit];
  if (bytes !== undefined) return { ...whole, kind: "Size", value: Math.round(value * bytes) };
  return { ...whole, kind: "number", wrong: wrongUnit(unit, digits) };
}

const BASES: Readonly<Record<string, string>> = {
  x: "`0x` is followed by the digits 0 to 9 and a to f",
  o: "`0o` is followed by the digits 0 to 7",
  b: "`0b` is followed by the digits 0 and 1",
};
const UNITS = [...Object.keys(MILLISECONDS), ...Object.keys(BYTES), "cpu", "mcpu"];

function wrongUnit(unit: string, digits: string): string {
  const base = digits === "0" ? BASES[unit.charAt(0).toLowerCase()] : undefined;
  if (base !== undefined) return base;
  const near = nearest(unit, UNITS);
  return near === null ? `\`${unit}\` is no unit` : `\`${unit}\` is no unit, and \`${near}\` is one`;
}

function judge(value: number, integer: boolean, digits: string): string | null {
  if (!Number.isFinite(value)) return "too large for a number";
  if (integer && !Number.isSafeInteger(value)) return "integers are exact up to 9007199254740991";
  if (/^0\d/.test(digits)) return "a leading zero says nothing; octal is written `0o644`";
  if (/_$|__|_\./.test(digits)) return "`_` stands between two digits";
  return null;
}

function scanDuration(text: string, start: number): ScannedNumber | null {
  let end = start;
  let value = 0;
  let unit = Infinity;
  let ordered = true;
  for (;;) {
    DURATION_PART.lastIndex = end;
    const part = DURATION_PART.exec(text);
    if (part === null) break;
    const smaller = MILLISECONDS[part[2] as string] as number;
    value += Number((part[1] as string).replaceAll("_", "")) * smaller;
    ordered &&= smaller < unit;
    unit = smaller;
    end += part[0].length;
  }
  if (end === start || /\w/.test(text[end] ?? "")) return null;
  const wrong = !ordered
    ? "its units stand from the largest to the smallest, each once"
    : Number.isSafeInteger(Math.round(value))
      ? null
      : "too long for a duration";
  return { kind: "Duration", value: Math.round(value), integer: true, text: "", end, wrong };
}

function scanDate(text: string, start: number): ScannedNumber {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const wrong = day >= 1 && day <= days ? null : "no such day";
  return { kind: "date", value: 0, integer: false, text, end: start + text.length, wrong };
}
