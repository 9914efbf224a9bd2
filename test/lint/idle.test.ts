// What entries change, in packages too large to compute every definition of every leaf.

import { expect, test } from "vitest";
import { lint } from "../../compiler/lint.ts";
import type { Analysis } from "../../compiler/compile.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";
import { lintFiles, only } from "../support/lint-package.ts";
import { analyzeSoundly } from "../support/sound.ts";

const fleet = (count: number, entries: string) => `kind Service by service {
  @key name: String
  level: String = "low"
  env: {String: String} = {}
}

system Fleet {
  service: Service for i in 1..${count} by "s\${i}" {
    name = "s\${i}"
    env = { REGION = "eu", LOG = "info" }
  }
}

overlay production on Fleet {
  each Service { ${entries} }
}

environment prod = Fleet with production
`;

/** How many definitions that are not what stands on a leaf are computed while it is linted. */
function computed(text: string): number {
  const analysis = analyzeSoundly({ host: hostOf({ "a.sp": text }), std: STANDARD, entries: ["a.sp"] });
  let count = 0;
  const counting: Analysis = {
    ...analysis,
    compile: (environment, without) => {
      const compilation = analysis.compile(environment, without);
      const { evaluated } = compilation;
      if (evaluated === null) throw new Error("it has mistakes");
      const { evaluator } = evaluated;
      const lower: typeof evaluator.lower = (...of) => {
        count += 1;
        return evaluator.lower(...of);
      };
      return {
        ...compilation,
        evaluated: { ...evaluated, evaluator: { ...evaluator, lower } },
        provenance: () => {
          throw new Error("everything is computed");
        },
      };
    },
  };
  lint(counting, only("SP7006"));
  return count;
}

test("an entry that made a difference once is looked at no further", () => {
  const small = computed(fleet(3, 'level = "high", env { LOG = "warn" }'));
  expect(small).toBeGreaterThan(0);
  expect(computed(fleet(300, 'level = "high", env { LOG = "warn" }'))).toBe(small);
});

test("one that makes a difference for the last of many is not idle", () => {
  const entries = 'level = "low", env { REGION = "eu" }';
  const found = (text: string) => lintFiles({ "a.sp": text }, only("SP7006")).map(({ message }) => message);
  expect(found(fleet(50, entries))).toEqual([
    '`service.s1.level` is "low" already',
    '`service.s1.env.REGION` is "eu" already',
  ]);
  const last = 'service { s50 { level = "high" } }\n';
  const two = fleet(50, entries).replace("overlay production", `overlay first on Fleet { ${last} }\n$&`);
  expect(found(two.replace("with production", "with first, production"))).toEqual([
    '`service.s1.env.REGION` is "eu" already',
  ]);
});
