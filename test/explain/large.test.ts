// Explanations of environments with many resources: what nobody changed is not looked at closely.

import { expect, test } from "vitest";
import { explain } from "../../compiler/explain.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";
import { analyzeSoundly } from "../support/sound.ts";

const fleet = (fields: number) => {
  const names = Array.from({ length: fields }, (_, index) => `f${index}`);
  return `kind Service by service {
  @key name: String
  level: String
${names.map((name) => `  ${name}: String`).join("\n")}
}

system Fleet {
  service: Service for i in 1..50 by "s\${i}" {
    name = "s\${i}"
    level = "low"
${names.map((name) => `    ${name} = "same"`).join("\n")}
  }
}

overlay production on Fleet { service { s7 { level = "high" } } }

environment prod = Fleet with production
`;
};

/** How many definitions are computed once more to explain the environment, and what it says. */
function explained(text: string) {
  const analysis = analyzeSoundly({ host: hostOf({ "a.sp": text }), std: STANDARD, entries: ["a.sp"] });
  const { evaluated } = analysis.compile("prod");
  if (evaluated === null) throw new Error("it has mistakes");
  const { evaluator } = evaluated;
  let count = 0;
  const lower: typeof evaluator.lower = (...of) => {
    count += 1;
    return evaluator.lower(...of);
  };
  const { layers } = explain({ ...evaluated, evaluator: { ...evaluator, lower } }).environment();
  return { count, changes: layers.flatMap(({ changes }) => changes.map(({ path }) => path)) };
}

test("fields that are literals and that no overlay wrote cost no computing", () => {
  const few = explained(fleet(0));
  expect(few.changes).toEqual(["service.s7.level"]);
  expect(explained(fleet(20))).toEqual(few);
});
