// Do two trees say the same? All counts but the places.

/** `instead`: what is to stand in the second tree where a node of the first one stood. */
export function sameTree(a: unknown, b: unknown, instead?: ReadonlyMap<object, object>): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  const other = instead?.get(a);
  if (other !== undefined) return sameTree(other, b);
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  for (const key in left) {
    if (key === "start" || key === "end" || key === "file") continue;
    if (!sameTree(left[key], right[key], instead)) return false;
  }
  return true;
}
