import { renderToString, Text } from "ink";
import { createElement } from "react";
import { expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Event } from "../../runtime/events.ts";
import { STATUS_ORDER } from "../../runtime/status.ts";
import { renderFrame } from "../../runtime/tui/frame.ts";
import { BINDINGS, type KeyName } from "../../runtime/tui/keys.ts";
import { initialState, type State } from "../../runtime/tui/model.ts";
import { reduce, type Input } from "../../runtime/tui/state.ts";
import { clean, cut, cutMiddle, wrap } from "../../runtime/tui/text.ts";
import { createTheme, PLAIN_THEME, STATUS_LOOKS } from "../../runtime/tui/theme.ts";
import { accepted, at, NOON, status, STORY } from "./story.ts";

const SIZES = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 140, rows: 40 },
] as const;

function state(events: readonly Event[], size: { columns: number; rows: number }, ...more: Input[]): State {
  return reduce(initialState({ now: NOON, zone: 0, ...size }), [
    ...events.map((event): Input => ({ kind: "event", event })),
    { kind: "tick", now: NOON },
    ...more,
  ]);
}

function named(name: KeyName): Input {
  return { kind: "key", key: { kind: "named", name } };
}

function typed(text: string): Input {
  return { kind: "key", key: { kind: "text", text } };
}

/** A frame without the blanks at the ends of its lines; that every line is as wide as the window is tested below. */
function trimmed(frame: string): string {
  return `${frame.replaceAll(/ +$/gm, "")}\n`;
}

const SCREENS: Readonly<Record<string, readonly Input[]>> = {
  story: [],
  detail: [named("down"), named("enter")],
  log: [typed("l")],
  help: [typed("?")],
  filter: [typed("/web")],
  problems: [typed("x")],
  narrated: [
    { kind: "narrate", lines: ["Somebody edits motd.", "Watch it come back.", "Then play."], focus: 1 },
  ],
  detached: [{ kind: "detached", why: "the agent has gone" }],
};

for (const size of SIZES) {
  for (const [name, inputs] of Object.entries(SCREENS)) {
    const window = `${size.columns}x${size.rows}`;
    test(`${name} at ${window}`, async () => {
      const frame = renderFrame(state(STORY, size, ...inputs), size);
      await expect(trimmed(frame)).toMatchFileSnapshot(`frames/${name}-${window}.txt`);
    });
  }
}

test("before anything is known", async () => {
  await expect(trimmed(renderFrame(state([], SIZES[1]), SIZES[1]))).toMatchFileSnapshot(
    "frames/empty-80x24.txt",
  );
});

test("several environments", async () => {
  const events = ["prod.eu", "prod.us", "stage", "test", "lab"].flatMap((environment, index): Event[] => [
    accepted(-100 - index, String(index).repeat(40), `Version for ${environment}`, environment),
    status(-90, "web", index === 1 ? { kind: "drifted" } : { kind: "in-sync" }, "as declared", {
      environment,
    }),
    at(-80, { kind: "converged", environment, commit: String(index).repeat(40), resources: 1, took: 10 }),
  ]);
  for (const size of SIZES) {
    const frame = renderFrame(state(events, size), size);
    await expect(trimmed(frame)).toMatchFileSnapshot(`frames/several-${size.columns}x${size.rows}.txt`);
  }
});

// Everything that comes from outside, at its worst: too long, too wide, and out to move the cursor.
const HOSTILE = [
  "漢字".repeat(80),
  "👩‍👩‍👧‍👦🇩🇪👍🏽".repeat(20),
  "é̂".repeat(90),
  "\u001b[2J\u001b[31mred\u001b]0;title\u0007\r\n\ttabs\u0000\u009b1A",
  "\u202eright to left\u2066",
  "한글 ｆｕｌｌ ✓️ ☀️ ‼️ ｱｲｳ ﷽",
  "",
];

function hostileEvents(): readonly Event[] {
  return HOSTILE.flatMap((text, index): Event[] => [
    accepted(-index, text, text, `env-${index % 2}`),
    status(-index, `a.${JSON.stringify(text)}`, { kind: "failing", attempts: 9 }, text, {
      environment: `env-${index % 2}`,
      target: text,
      next: 99,
      changed: -5,
    }),
    at(-index, { kind: "target-unreachable", target: text, why: text }),
    at(-index, { kind: "problem", what: text, why: text, help: text }),
    at(-index, { kind: "log", environment: `env-${index % 2}`, address: text as Address, line: text }),
    at(-index, {
      kind: "version-refused",
      environment: `env-${index % 2}`,
      commit: text,
      why: text,
      help: text,
    }),
  ]);
}

test("every frame is exactly as large as the window, in Ink's own measure, whatever is in it", () => {
  for (const columns of [12, 40, 47, 60, 71, 72, 80, 100, 140, 201]) {
    const lines = new Set<string>();
    for (const events of [STORY, hostileEvents(), []]) {
      const whole = state(events, SIZES[1]);
      for (const rows of [3, 10, 15, 19, 20, 31, 32, 70]) {
        for (const inputs of Object.values(SCREENS)) {
          const frame = renderFrame(reduce(whole, inputs), { columns, rows }).split("\n");
          expect(frame).toHaveLength(rows);
          for (const line of frame) lines.add(line);
        }
      }
    }
    // eslint-disable-next-line no-control-regex
    expect([...lines].join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2066]/);
    // Ink cuts what is too long, and shows the bar where a line is too short.
    const trimmed = [...lines].map((line) => line.trimEnd()).join("\n");
    expect(inInk([...lines].join("\n"), columns).replaceAll(/ +$/gm, "")).toBe(trimmed);
    expect(inInk([...lines].map((line) => `${line}|`).join("\n"), columns)).not.toContain("|");
  }
});

function inInk(text: string, columns: number): string {
  return renderToString(createElement(Text, { wrap: "truncate-end" }, text), { columns });
}

test("a status is a glyph and a word, never a colour alone, and only in-sync is green", () => {
  const looks = STATUS_ORDER.map((kind) => STATUS_LOOKS[kind]);
  expect(new Set(looks.map((look) => look.glyph)).size).toBe(looks.length);
  expect(new Set(looks.map((look) => look.word)).size).toBe(looks.length);
  expect(STATUS_ORDER.filter((kind) => STATUS_LOOKS[kind].role === "good")).toEqual(["in-sync"]);
});

test("a painted frame says the same as a plain one, and without colour it has none", () => {
  const size = SIZES[1];
  const plain = renderFrame(state(STORY, size), size, PLAIN_THEME);
  // eslint-disable-next-line no-control-regex
  const strip = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, "");
  const colourful = renderFrame(state(STORY, size), size, createTheme({ colour: true }));
  const sober = renderFrame(state(STORY, size), size, createTheme({ colour: false }));
  expect(strip(colourful)).toBe(plain);
  expect(strip(sober)).toBe(plain);
  expect(colourful).toContain("\u001b[32m✓ in sync");
  // eslint-disable-next-line no-control-regex
  expect(sober).not.toMatch(/\u001b\[(?:3|4)\d/);
});

test("the help names every key of the table", () => {
  const size = { columns: 100, rows: 60 };
  const help = renderFrame(state([], size, typed("?")), size);
  for (const each of BINDINGS) expect(help).toContain(each.help.slice(0, 40));
});

test("text is cut by cells, in whole characters", () => {
  expect(cut("abcdef", 4)).toBe("abc…");
  expect(cut("abcd", 4)).toBe("abcd");
  expect(cut("漢字漢字", 5)).toBe("漢字…");
  expect(cut("漢字漢字", 4)).toBe("漢…");
  expect(cut("e\u0323e\u0323e", 2)).toBe("e\u0323…");
  expect(cut("abc", 0)).toBe("");
  expect(cutMiddle("checkout.configuration.main", 15)).toBe("checkou…on.main");
  expect(clean("👩‍👩‍👧 🇩🇪 👍🏽 ☀️")).toBe("👩👩👧 DE 👍 ☀");
  expect(clean("a\r\n\tb\u001b[1m")).toBe("a b·[1m");
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
});
