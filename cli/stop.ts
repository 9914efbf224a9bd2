// How a command that was stopped from outside ends.

import type { Leaving } from "../runtime/tui/model.ts";
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

/** The same for a terminal UI that is over: there Ctrl-C is a key, and no signal. */
export function exitCodeOfUi(left: Leaving | null, interruption: Interruption): number {
  return exitCodeOf(interruption) ?? (left === "interrupt" ? 130 : 0);
}
