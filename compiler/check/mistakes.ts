// Where the text has mistakes, what the checker does not know says little: it may be a part of what could not be read.

import type { Module } from "../bind.ts";
import type { Span } from "../source.ts";

/** Does something that could not be read stand right beside the name? Then it was meant to be part of that: `lambda x: x`. */
export function touchesMistake({ mistakes, file }: Module, { start, end }: Span): boolean {
  return mistakes.some(
    (mistake) =>
      mistake.end === start || (mistake.start >= end && file.text.slice(end, mistake.start).trim() === ""),
  );
}
