// The table `[lint]` of a package: the level of each rule, by its code.
//
// In:  the file's text, the codes and levels that there are. Out: the levels that are given, or one problem with its place.
// The codes come from the caller, because the runtime knows nothing of the compiler's rules.

import { nearest } from "../../compiler/near.ts";
import { readToml, type ConfigProblem } from "./toml.ts";

export function readLint<C extends string, L extends string>(
  text: string,
  codes: readonly C[],
  levels: readonly L[],
): { readonly kind: "lint"; readonly levels: Readonly<Partial<Record<C, L>>> } | ConfigProblem {
  return readToml(text, (top) => {
    const table = top.table("lint");
    const given: Partial<Record<C, L>> = {};
    for (const key of table?.keys() ?? []) {
      const code = codes.find((known) => known === key);
      if (table === null) break;
      if (code === undefined) {
        const near = nearest(key, codes);
        const help =
          near === null ? "`setpoint explain SP7001` shows what a rule looks like" : `write ${near}`;
        throw table.problem(key, `there is no lint rule \`${key}\``, help);
      }
      const value = table.text(key);
      const level = levels.find((known) => known === value);
      if (level === undefined)
        throw table.problem(key, `\`${value}\` is no level`, `write one of ${levels.join(", ")}`);
      given[code] = level;
    }
    return { kind: "lint", levels: given };
  });
}
