// Values as text: what `json(v)`, `toml(v)` … give, at compile time and, for what is only known then, in the agent.
import { canonicalJson, type Json } from "./json.ts";

export function render(format: string, value: Json): string {
  if (format === "json") return canonicalJson(value);
  throw new RangeError(`no renderer ${format}`);
}
