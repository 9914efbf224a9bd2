import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { standardLibrary } from "../../cli/std.ts";
import { terminalPicture } from "../../docs/frame.ts";

const PICTURE = join(import.meta.dirname, "..", "..", "docs", "images", "terminal.svg");

test("the picture in the README is what the terminal UI draws; `npm run frame` makes it anew", () => {
  expect(readFileSync(PICTURE, "utf8")).toBe(terminalPicture());
});

test("the picture shows only kinds that there are", () => {
  const recording = readFileSync(PICTURE.replace(/svg$/, "json"), "utf8");
  const shown = new Set(Array.from(recording.matchAll(/"resourceKind": "([^"]+)"/g), ([, kind]) => kind));
  const library = standardLibrary();
  const kinds = Object.entries(library).flatMap(([file, text]) =>
    Array.from(text.matchAll(/^kind (\w+)/gm), ([, kind]) => `std.${file.replace(/\.sp$/, "")}.${kind}`),
  );
  expect(kinds).toEqual(expect.arrayContaining([...shown]));
});
