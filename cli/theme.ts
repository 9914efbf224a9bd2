// Colours by meaning. Everything that is coloured also has a word or a glyph that says the same.

import { styleText } from "node:util";
import type { Action } from "../runtime/item.ts";

export interface Theme {
  readonly good: Style;
  readonly bad: Style;
  readonly caution: Style;
  readonly strong: Style;
  readonly dim: Style;
  readonly actions: Readonly<Record<Action, Style>>;
}

type Style = (text: string) => string;

export function themeOf(color: boolean): Theme {
  const style = (format: Parameters<typeof styleText>[0]): Style =>
    color ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
  return {
    good: style("green"),
    bad: style("red"),
    caution: style("yellow"),
    strong: style("bold"),
    dim: style("gray"),
    actions: {
      create: style("green"),
      update: style("yellow"),
      replace: style("magenta"),
      delete: style("red"),
      adopt: style("cyan"),
      release: style("cyan"),
      none: style("gray"),
    },
  };
}
