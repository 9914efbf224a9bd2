import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isZone,
  parseWindow,
  readWindows,
  watchWindow,
  type Watched,
  type Window,
  windowsOfDelivery,
} from "../../runtime/permit/windows.ts";

function window(text: string): Window {
  const parsed = parseWindow(text);
  if (parsed === null) throw new Error(`${text} is not a window`);
  return parsed;
}

function reader(zone: string, ...texts: readonly string[]) {
  return readWindows({ zone, intended: texts.map(window), corrective: null });
}

const at = (text: string): number => Date.parse(text);

describe("a window is written as a person would", () => {
  test.each([
    ["mon-fri 22:00-04:00", [0, 1, 2, 3, 4], 1320, 240],
    ["sat 08:00-12:30", [5], 480, 750],
    ["00:00-24:00", [0, 1, 2, 3, 4, 5, 6], 0, 1440],
    ["sat-mon 10:00-11:00", [5, 6, 0], 600, 660],
  ])("%s", (text, days, from, to) => {
    expect(window(text)).toEqual({ text, days, from, to });
  });

  test.each([
    "",
    "mon",
    "always",
    "mo 10:00-11:00",
    "10-11",
    "25:00-26:00",
    "10:60-11:00",
    "24:00-01:00",
    "10:00-10:00",
    "10:00-10:04",
    "MON 10:00-11:00",
  ])("and not as %j", (text) => expect(parseWindow(text)).toBe(null));
});

describe("it is what a clock on a wall in its zone reads", () => {
  test("in summer and in winter, whatever the offset", () => {
    const berlin = reader("Europe/Berlin", "09:00-10:00");
    expect(berlin.isOpen("intended", at("2026-01-15T08:30:00Z"))).toBe(true);
    expect(berlin.isOpen("intended", at("2026-01-15T07:30:00Z"))).toBe(false);
    expect(berlin.isOpen("intended", at("2026-07-15T07:30:00Z"))).toBe(true);
    expect(berlin.isOpen("intended", at("2026-07-15T08:30:00Z"))).toBe(false);
  });

  test("past midnight it belongs to the day on which it began", () => {
    const friday = reader("UTC", "fri 22:00-04:00");
    expect(friday.isOpen("intended", at("2026-01-16T23:00:00Z"))).toBe(true); // Friday
    expect(friday.isOpen("intended", at("2026-01-17T03:59:00Z"))).toBe(true);
    expect(friday.isOpen("intended", at("2026-01-17T04:00:00Z"))).toBe(false);
    expect(friday.isOpen("intended", at("2026-01-17T23:00:00Z"))).toBe(false);
    expect(friday.isOpen("intended", at("2026-01-16T03:00:00Z"))).toBe(false);
  });

  test("it is open from its first minute to the end of its last", () => {
    const ten = reader("UTC", "10:00-11:00");
    expect(ten.isOpen("intended", at("2026-01-16T09:59:59.999Z"))).toBe(false);
    expect(ten.isOpen("intended", at("2026-01-16T10:00:00Z"))).toBe(true);
    expect(ten.isOpen("intended", at("2026-01-16T10:59:59.999Z"))).toBe(true);
    expect(ten.isOpen("intended", at("2026-01-16T11:00:00Z"))).toBe(false);
  });

  test("where summer time skips the hour, it does not open that day", () => {
    // On 29 March 2026 in Berlin, 02:00 is followed by 03:00.
    const skipped = reader("Europe/Berlin", "02:00-03:00");
    for (let minute = 0; minute < 24 * 60; minute++)
      expect(skipped.isOpen("intended", at("2026-03-28T23:00:00Z") + minute * 60_000)).toBe(false);
    expect(skipped.opensAt("intended", at("2026-03-29T00:00:00Z"))).toBe(at("2026-03-30T00:00:00Z"));
    const across = reader("Europe/Berlin", "01:30-03:30");
    expect(across.isOpen("intended", at("2026-03-29T00:59:00Z"))).toBe(true); // 01:59
    expect(across.isOpen("intended", at("2026-03-29T01:00:00Z"))).toBe(true); // 03:00
    expect(across.isOpen("intended", at("2026-03-29T01:30:00Z"))).toBe(false);
  });

  test("where an hour comes twice, it is open twice", () => {
    // On 25 October 2026 in Berlin, 03:00 summer time is 02:00 again.
    const twice = reader("Europe/Berlin", "02:15-02:45");
    expect(twice.isOpen("intended", at("2026-10-25T00:30:00Z"))).toBe(true);
    expect(twice.isOpen("intended", at("2026-10-25T01:00:00Z"))).toBe(false);
    expect(twice.isOpen("intended", at("2026-10-25T01:30:00Z"))).toBe(true);
    expect(twice.isOpen("intended", at("2026-10-25T02:30:00Z"))).toBe(false);
  });

  test("intended changes and repairs have windows of their own; none is always, an empty list never", () => {
    const both = readWindows({ zone: "UTC", intended: [], corrective: null });
    expect(both.isOpen("intended", 0)).toBe(false);
    expect(both.opensAt("intended", 0)).toBe(null);
    expect(both.isOpen("corrective", 0)).toBe(true);
    expect(both.opensAt("corrective", 0)).toBe(0);
  });
});

test("when it opens next is the first minute at which it is open, and no minute before it is", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  ];
  const texts = [
    "mon-fri 22:00-04:00",
    "sat 08:00-12:30",
    "23:55-00:00",
    "sun 02:00-02:05",
    "fri-mon 03:00-03:30",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...texts),
      fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-01-01T00:00:00Z") }),
      (zone, text, wall) => {
        const { isOpen, opensAt } = reader(zone, text);
        const opens = opensAt("intended", wall);
        if (opens === null) return;
        expect(opens).toBeGreaterThanOrEqual(wall);
        expect(isOpen("intended", opens)).toBe(true);
        expect(opens === wall || !isOpen("intended", opens - 1)).toBe(true);
        for (let step = 1; step < 30; step++)
          expect(isOpen("intended", wall + ((opens - wall - 1) * step) / 30)).toBe(opens === wall);
      },
    ),
    { numRuns: 60 },
  );
});

describe("a jump of the wall clock opens nothing", () => {
  const watch = (...looks: readonly (readonly [reads: boolean, jumped: boolean])[]): boolean => {
    let watched: Watched | null = null;
    for (const [reads, jumped] of looks) watched = watchWindow(watched, reads, jumped);
    return watched?.open ?? false;
  };
  const closed = [false, false] as const;
  const open = [true, false] as const;
  const jumpedIn = [true, true] as const;

  test("what began in steady time is open, what the clock jumped into is not, until it begins again", () => {
    expect(watch(open)).toBe(true);
    expect(watch(closed, open)).toBe(true);
    expect(watch(closed, jumpedIn)).toBe(false);
    expect(watch(closed, jumpedIn, open, open)).toBe(false);
    expect(watch(closed, jumpedIn, open, closed, open)).toBe(true);
    expect(watch(open, jumpedIn, open)).toBe(true);
  });

  test("no course of looks opens at a jump", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 30 }),
        (looks) => {
          let watched: Watched | null = null;
          for (const [reads, jumped] of looks) {
            const before: Watched | null = watched;
            watched = watchWindow(before, reads, jumped);
            expect(watched.open && (!reads || (jumped && before?.open === false))).toBe(false);
          }
        },
      ),
    );
  });
});

describe("in a graph's delivery settings", () => {
  test("it is read as it is in the agent's configuration", () => {
    expect(windowsOfDelivery({})).toBe(null);
    expect(
      windowsOfDelivery({ window: { zone: "Europe/Berlin", intended: ["mon-fri 09:00-17:00"] } }),
    ).toEqual({ zone: "Europe/Berlin", intended: [window("mon-fri 09:00-17:00")], corrective: null });
  });

  test.each([
    { window: "always" },
    { window: { zone: "Europe/Atlantis", intended: ["00:00-24:00"] } },
    { window: { intended: "00:00-24:00" } },
    { window: { intended: ["whenever"] } },
    { window: { intended: [7] } },
  ])("what cannot be read is closed: %j", (delivery) => {
    expect(windowsOfDelivery(delivery)?.intended).toEqual([]);
  });

  test("a zone is one that the system knows", () => {
    expect(isZone("Europe/Berlin")).toBe(true);
    expect(isZone("Europe/Atlantis")).toBe(false);
  });
});
