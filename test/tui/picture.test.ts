import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { terminalPicture } from "../../docs/frame.ts";

const PICTURE = join(import.meta.dirname, "..", "..", "docs", "images", "terminal.svg");

test("the picture in the README is what the terminal UI draws; `npm run frame` makes it anew", () => {
  expect(readFileSync(PICTURE, "utf8")).toBe(terminalPicture());
});
