// The renderers: data in, the text of a file out. What a format cannot say is an answer and not an exception.

import type { Json } from "./json.ts";
import { renderJson } from "./render/json.ts";
import { renderToml } from "./render/toml.ts";

export const RENDERERS = ["json", "toml"] as const;
export type Renderer = (typeof RENDERERS)[number];

export function renderText(renderer: Renderer, value: Json): string | { readonly why: string } {
  switch (renderer) {
    case "json":
      return renderJson(value);
    case "toml":
      return renderToml(value);
  }
}
