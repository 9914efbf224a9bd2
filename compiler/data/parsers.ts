// The libraries that read foreign formats, as the compiler asks for them.
//
// Surprising: they come from the shell, like the files. Both are pure, but loading them costs more than many a compile, and
// the compiler cannot load anything later: it is synchronous. The shell loads one when it is first asked for.

import type * as Yaml from "yaml";

export type YamlLibrary = Pick<
  typeof Yaml,
  "Composer" | "Parser" | "isAlias" | "isMap" | "isScalar" | "isSeq"
>;

/** `at` is an offset in the text. */
export type ParsedToml =
  | { readonly kind: "toml"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "wrong"; readonly why: string; readonly at: number };

export interface DataParsers {
  toml(): (text: string) => ParsedToml;
  yaml(): YamlLibrary;
}
