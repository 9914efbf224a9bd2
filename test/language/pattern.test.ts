// Patterns against JavaScript's own engine on the subset that both understand, and what the subset refuses.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern } from "../../compiler/pattern.ts";

const atom = fc.constantFrom(
  "a",
  "b",
  "c",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\D",
  "[ab]",
  "[^a]",
  "[a-c0-2]",
  "[\\d_]",
  "\\.",
  "\\u{1F600}",
  "é",
  "[\\]-]",
  "^",
  "$",
);
const count = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}");
const { pattern } = fc.letrec<{ pattern: string; sequence: string; item: string }>((tie) => ({
  pattern: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((options) => options.join("|")),
  sequence: fc.array(tie("item"), { maxLength: 3 }).map((items) => items.join("")),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(atom, count).map(([text, times]) => (text === "^" || text === "$" ? text : text + times)),
    fc
      .tuple(tie("pattern"), count, fc.boolean())
      .map(([text, times, open]) => `(${open ? "?:" : ""}${text})${times}`),
  ),
}));
const subject = fc
  .array(fc.constantFrom("a", "b", "c", "0", "_", " ", ".", "]", "-", "é", "😀", "\n"), { maxLength: 5 })
  .map((parts) => parts.join(""));

function test1(source: string, text: string): boolean {
  const compiled = compilePattern(source);
  if (typeof compiled === "string") throw new Error(`${source}: ${compiled}`);
  return compiled.test(text);
}

describe("patterns", () => {
  test("answer as JavaScript's engine does", () => {
    fc.assert(
      fc.property(pattern, fc.array(subject, { minLength: 1, maxLength: 6 }), (source, texts) => {
        const expected = new RegExp(source, "u");
        for (const text of texts)
          expect([source, text, test1(source, text)]).toEqual([source, text, expected.test(text)]);
      }),
      { numRuns: 1000, seed: 2026 },
    );
  });

  test("take a number of steps that the text's length bounds", () => {
    const text = `${"a".repeat(200_000)}!`;
    for (const source of ["^(a+)+$", "(a|a)*b", "(a*)*$b", "^(\\w+\\s?)*$", "(.*)(.*)(.*)(.*)x"])
      expect(test1(source, text)).toBe(false);
  });

  test("stay small where a machine built at once would be enormous", () => {
    const text = "ab".repeat(20_000);
    expect(test1("(a|b)*a(a|b){61}$", text)).toBe(true);
    expect(test1("(a|b)*aa(a|b){61}$", text)).toBe(false);
  });

  test.each([
    ["(?=a)", "a pattern has no look-around and no named groups"],
    ["(?<n>a)", "a pattern has no look-around and no named groups"],
    ["(a)\\1", "a pattern cannot refer back to a group"],
    ["a*?", "a lazy repetition says nothing more than a plain one"],
    ["a**", "a repetition cannot be repeated"],
    ["\\bword", "a pattern has no word boundaries"],
    ["*a", "`*` has nothing to repeat"],
    ["^*", "an anchor cannot be repeated"],
    ["a{3,1}", "`{3,1}` is upside down"],
    ["a{", "a literal `{` is written `\\{`"],
    ["[z-a]", "a range in a class is upside down"],
    ["[\\d-x]", "a range goes from one character to another"],
    ["[]", "an empty class matches nothing"],
    ["[a", "`[` is not closed"],
    ["(a", "`(` is not closed"],
    ["a)", "`)` closes nothing"],
    ["\\q", "there is no escape `\\q` in a pattern"],
    ["\\u12", "`\\u` is followed by a code point: `\\u{1F600}`"],
    ["((a{100}){100}){100}", "its repetitions make it too large; count less, or repeat without end"],
    ["(".repeat(60) + ")".repeat(60), "groups stand at most 50 deep"],
    ["a".repeat(1001), "a pattern has at most 1000 characters"],
  ])("refuse %s", (source, why) => {
    expect(compilePattern(source)).toBe(why);
  });
});
