// INI as systemd and most others read it: settings, then sections with settings. A list is a key that stands several times.

import { unescapeKey } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../json.ts";

type Refused = { readonly why: string };

export function renderIni(value: Json): string | Refused {
  if (!isJsonObject(value)) return { why: "an INI file is a record" };
  const lines: string[] = [];
  const sections: [string, JsonObject][] = [];
  for (const [raw, inner] of Object.entries(value)) {
    const key = unescapeKey(raw);
    if (isJsonObject(inner)) {
      sections.push([key, inner]);
      continue;
    }
    const wrong = writeSetting(lines, key, inner);
    if (wrong !== null) return wrong;
  }
  for (const [name, section] of sections) {
    if (/[[\]\r\n]/.test(name)) return { why: `${JSON.stringify(name)} is no name of a section` };
    if (lines.length > 0) lines.push("");
    lines.push(`[${name}]`);
    for (const [raw, inner] of Object.entries(section)) {
      const wrong = isJsonObject(inner)
        ? { why: `sections stand one deep, and \`${name}.${raw}\` is a record` }
        : writeSetting(lines, unescapeKey(raw), inner);
      if (wrong !== null) return wrong;
    }
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function writeSetting(lines: string[], key: string, value: Json): Refused | null {
  if (key === "" || /[=\r\n[\];#]/.test(key) || key !== key.trim())
    return { why: `${JSON.stringify(key)} is no name of a setting` };
  for (const item of isJsonArray(value) ? value : [value]) {
    if (isJsonArray(item) || isJsonObject(item)) return { why: `\`${key}\` holds more than plain values` };
    if (item === null) return { why: `\`${key}\` is null, which INI cannot say` };
    const text = String(item);
    if (/[\r\n]/.test(text)) return { why: `\`${key}\` has several lines, which INI cannot say` };
    lines.push(`${key}=${text}`);
  }
  return null;
}
