// What other languages call their types, and what is written here. By the name in lower case.

const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...["string", "str", "text", "char", "varchar"].map((name) => [name, "String"] as const),
  ...["int", "integer", "long", "short", "uint", "int32", "int64", "i32", "i64", "u32", "u64"].map(
    (name) => [name, "Int"] as const,
  ),
  ...["number", "float", "double", "decimal", "real", "f32", "f64"].map((name) => [name, "Number"] as const),
  ...["bool", "boolean"].map((name) => [name, "Bool"] as const),
  ...["bytes", "binary", "blob"].map((name) => [name, "Bytes"] as const),
  ...["duration", "timespan", "timedelta", "interval"].map((name) => [name, "Duration"] as const),
  ...["date", "datetime", "timestamp"].map((name) => [name, "Date"] as const),
  ["percent", "Percent"],
  ["percentage", "Percent"],
  ...["list", "array", "listing", "vec", "vector", "seq", "sequence", "tuple", "set"].map(
    (name) => [name, "[String]"] as const,
  ),
  ...["map", "dict", "dictionary", "mapping", "hash", "hashmap", "attrs"].map(
    (name) => [name, "{String: Int}"] as const,
  ),
  ...["optional", "option", "maybe", "nullable"].map((name) => [name, "String?"] as const),
  ["uri", "Url"],
]);

/** A help for who names a type as another language does. */
export function typeElsewhere(name: string): string | null {
  const here = ELSEWHERE.get(name.toLowerCase());
  if (here === undefined || here === name) return null;
  if (here.startsWith("[")) return `a list is written with its elements' type: \`${here}\``;
  if (here.startsWith("{")) return `a map is written with the types of its keys and values: \`${here}\``;
  return here.endsWith("?") ? `what may be absent is written \`${here}\`` : `write \`${here}\``;
}
