// Environment files: `NAME=value` lines that shells, systemd and dotenv readers take for the same values.

import { unescapeKey } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json } from "../json.ts";

export function renderEnv(value: Json): string | { readonly why: string } {
  if (!isJsonObject(value)) return { why: "an environment file is a record" };
  const lines: string[] = [];
  for (const [raw, item] of Object.entries(value)) {
    const key = unescapeKey(raw);
    if (!/^[A-Za-z_]\w*$/.test(key)) return { why: `${JSON.stringify(key)} is no name of a variable` };
    if (isJsonArray(item) || isJsonObject(item)) return { why: `\`${key}\` holds more than one value` };
    if (item === null) return { why: `\`${key}\` is null, which an environment cannot say` };
    const text = String(item);
    // Inside double quotes the readers disagree about line breaks.
    if (/[\r\n\0]/.test(text))
      return { why: `\`${key}\` has several lines, which its readers take differently` };
    lines.push(
      /^[\w./:@%+,-]*$/.test(text) ? `${key}=${text}` : `${key}="${text.replaceAll(/["\\$`]/g, "\\$&")}"`,
    );
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
