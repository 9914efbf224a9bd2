// The libraries that read foreign formats, for the compiler.
//
// Surprising: `require` and not `import()`. The compiler asks in the middle of its synchronous work, and most compiles ask for
// none: loading both at the start would cost a tenth of one. Built, each is a file of its own beside the chunks.

import { createRequire } from "node:module";
import type { DataParsers, YamlLibrary } from "../compiler/data/parsers.ts";
import type * as Toml from "../runtime/toml.ts";

const load = createRequire(import.meta.url);
const isBuilt = !import.meta.url.endsWith(".ts");

export const dataParsers: DataParsers = {
  toml: () => (load(isBuilt ? "./toml.js" : "../runtime/toml.ts") as typeof Toml).parseToml,
  yaml: () => load(isBuilt ? "./yaml.js" : "yaml") as YamlLibrary,
};
