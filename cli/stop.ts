// How a command that was stopped from outside ends.

import type { Interruption } from "./host.ts";

/** 128 and the signal's number, as shells count; null: nothing stopped it. */
export function exitCodeOf(interruption: Interruption): number | null {
  const cause = interruption.cause();
  switch (cause) {
    case null:
      return null;
    case "SIGHUP":
      return 129;
    case "SIGINT":
      return 130;
    case "closed":
      return 141;
    case "SIGTERM":
      return 143;
  }
}
