// The renderers: data in, the text of a file out. What a format cannot say is an answer and not an exception.

import type { Json } from "./json.ts";
import { renderEnv } from "./render/env.ts";
import { renderIni } from "./render/ini.ts";
import { renderJson } from "./render/json.ts";
import { renderToml } from "./render/toml.ts";
import { renderYaml } from "./render/yaml.ts";

export { declaredOrder, inDeclaredOrder } from "./render/order.ts";

export const RENDERERS = ["json", "yaml", "toml", "ini", "env"] as const;
export type Renderer = (typeof RENDERERS)[number];

export function renderText(renderer: Renderer, value: Json): string | { readonly why: string } {
  switch (renderer) {
    case "json":
      return renderJson(value);
    case "yaml":
      return renderYaml(value);
    case "toml":
      return renderToml(value);
    case "ini":
      return renderIni(value);
    case "env":
      return renderEnv(value);
  }
}
