// What an agent grants to one environment: when changes may start, how many at once, how long an approval counts.
//
// In:  the table `[environments.prod]`. Out: an `EnvironmentGrant`, defaults filled in.
// These are floors. The settings that the accepted version before carries in its graph can make each stricter, never looser.

import { APPROVAL_LASTS } from "../permit/approvals.ts";
import { DEFAULT_LIMITS, type LimitSettings } from "../permit/limits.ts";
import { isZone, parseWindow, SHORTEST_WINDOW, type Window, type WindowSettings } from "../permit/windows.ts";
import type { Table } from "./toml.ts";

export interface EnvironmentGrant {
  readonly name: string;
  /** Null: whenever there is something to do. */
  readonly window: WindowSettings | null;
  readonly limits: LimitSettings;
  /** Milliseconds. */
  readonly approval: number;
}

/** What holds for an environment of which the configuration says nothing. */
export function defaultEnvironment(name: string): EnvironmentGrant {
  return { name, window: null, limits: DEFAULT_LIMITS, approval: APPROVAL_LASTS };
}

export function environmentGrant(environments: readonly EnvironmentGrant[], name: string): EnvironmentGrant {
  return environments.find((each) => each.name === name) ?? defaultEnvironment(name);
}

export function readEnvironmentGrant(name: string, table: Table): EnvironmentGrant {
  table.only(["window", "limits", "approval"]);
  const approval = table.duration("approval") ?? APPROVAL_LASTS;
  return {
    name,
    window: readWindow(table.table("window")),
    limits: readLimits(table.table("limits")),
    approval,
  };
}

function readWindow(table: Table | null): WindowSettings | null {
  if (table === null) return null;
  table.only(["zone", "intended", "corrective"]);
  const zone = table.text("zone");
  if (zone === null)
    throw table.problem(
      null,
      "The window names no `zone`",
      'A window is open by the clock of a place, for example: zone = "Europe/Berlin", or zone = "UTC".',
    );
  if (!isZone(zone))
    throw table.problem(
      "zone",
      `"${zone}" is no time zone that this system knows`,
      'For example: "Europe/Berlin".',
    );
  const read = (key: "intended" | "corrective"): readonly Window[] | null =>
    table.texts(key)?.map((text) => {
      const window = parseWindow(text);
      if (window !== null) return window;
      throw table.problem(
        key,
        `"${text}" is not a window`,
        `A window is days and hours, at least ${SHORTEST_WINDOW} minutes: "mon-fri 22:00-04:00", "sat 08:00-12:00", "00:00-24:00".`,
      );
    }) ?? null;
  return { zone, intended: read("intended"), corrective: read("corrective") };
}

function readLimits(table: Table | null): LimitSettings {
  if (table === null) return DEFAULT_LIMITS;
  table.only(["share", "from", "surprise", "surprise-from", "last"]);
  return {
    share: table.share("share") ?? DEFAULT_LIMITS.share,
    from: table.count("from") ?? DEFAULT_LIMITS.from,
    surprise: table.share("surprise") ?? DEFAULT_LIMITS.surprise,
    surpriseFrom: table.count("surprise-from") ?? DEFAULT_LIMITS.surpriseFrom,
    last: table.flag("last") ?? DEFAULT_LIMITS.last,
  };
}
