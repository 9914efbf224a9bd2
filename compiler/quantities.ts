// Quantities and dates: their smallest units as numbers, and the way in which people write them.
//
// In:  milliseconds, bytes, thousandths of a CPU, per cent. Out: `1h30m`, `512MiB`, `250mcpu`, `25%`: what the scanner reads
// back as the same number. The graph and the runtime hold the numbers; only what people read is written so.

export type Dimension = "Duration" | "Size" | "Cpu" | "Percent";
/** How a field of a kind is printed for people. */
export type DisplayFormat = "octal" | "duration" | "size" | "cpu" | "percent";

export function showQuantity(dimension: Dimension, value: number): string {
  switch (dimension) {
    case "Duration":
      return showDuration(value);
    case "Size":
      return showSize(value);
    case "Cpu":
      return Number.isInteger(value / 1000) ? `${value / 1000}cpu` : `${value}mcpu`;
    case "Percent":
      return `${value}%`;
  }
}

export function showFormatted(format: DisplayFormat, value: number): string {
  switch (format) {
    case "octal":
      return `0o${value.toString(8)}`;
    case "duration":
      return showQuantity("Duration", value);
    case "size":
      return showQuantity("Size", value);
    case "cpu":
      return showQuantity("Cpu", value);
    case "percent":
      return showQuantity("Percent", value);
  }
}

const UNITS: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

function showDuration(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  if (!Number.isInteger(milliseconds)) return `${milliseconds}ms`;
  let rest = Math.abs(milliseconds);
  let text = milliseconds < 0 ? "-" : "";
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

const SIZES: readonly (readonly [string, number])[] = [
  ["TiB", 2 ** 40],
  ["TB", 1e12],
  ["GiB", 2 ** 30],
  ["GB", 1e9],
  ["MiB", 2 ** 20],
  ["MB", 1e6],
  ["KiB", 2 ** 10],
  ["kB", 1e3],
];

/** In the largest unit in which it is whole. */
function showSize(bytes: number): string {
  for (const [unit, size] of SIZES) {
    if (bytes !== 0 && Number.isInteger(bytes / size)) return `${bytes / size}${unit}`;
  }
  return `${bytes}B`;
}

// --- Dates -----------------------------------------------------------------------------------------------------------
//
// A date is the text `2027-01-31`; arithmetic counts days of the Gregorian calendar, without clocks and time zones.

export const DAY = 86_400_000;

export function daysOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dateOfDays(days: number): string | null {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted + (shifted < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (year < 0 || year > 9999) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `2027-01-31` as the number 20270131, in which ranges of dates are kept. */
export function numberOfDate(date: string): number {
  return Number(date.replaceAll("-", ""));
}

export function dateOfNumber(value: number): string {
  return `${pad(Math.floor(value / 10_000), 4)}-${pad(Math.floor(value / 100) % 100, 2)}-${pad(value % 100, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
