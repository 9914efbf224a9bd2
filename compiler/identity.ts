// Identity: which object of the world a resource stands for. It outlives its address, so a renamed resource is moved and
// never deleted and created anew.
//
// An identity is (driver, target, kind, key). In a graph the target is a name; in a ledger it is what the target said of
// itself (machine id, system identifier), so that another machine behind the same name is noticed. Its printed form is the
// canonical JSON of the four, branded, and is the ledger's primary key.

import { keyOfStep, type Kind, type Pointer, type Resource } from "./graph.ts";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "./json.ts";

declare const identityBrand: unique symbol;
export type Identity = string & { readonly [identityBrand]: true };

export interface IdentityParts {
  readonly driver: string;
  readonly target: string;
  readonly kind: string;
  /** The key fields by their pointers. */
  readonly key: Readonly<Record<Pointer, Json>>;
}

export function printIdentity(parts: IdentityParts): Identity {
  return canonicalJson([parts.driver, parts.target, parts.kind, parts.key]) as Identity;
}

export function parseIdentity(text: string): IdentityParts | null {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [driver, target, kind, key] = value as Json[];
  if (
    typeof driver !== "string" ||
    typeof target !== "string" ||
    typeof kind !== "string" ||
    !isJsonObject(key)
  )
    return null;
  const parts = { driver, target, kind, key };
  return printIdentity(parts) === text ? parts : null;
}

/** The identity without its kind: objects of two kinds of one driver may be in each other's way there. */
export function placeOf(identity: Identity): string {
  const kind = afterString(identity, afterString(identity, 1) + 1) + 1;
  return identity.slice(0, kind) + identity.slice(afterString(identity, kind));
}

/** Where the JSON string ends that begins at `at`. It is a scan and no parser, because it is asked for each effect. */
function afterString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** `target` is the target's name, or its own identity where the ledger asks. */
export function identityOf(resource: Pick<Resource, "kind" | "spec">, kind: Kind, target: string): Identity {
  const key: Record<Pointer, Json> = {};
  for (const pointer of kind.key) key[pointer] = atPointer(resource.spec, pointer) ?? null;
  return printIdentity({ driver: kind.driver, target, kind: resource.kind, key });
}

/** The value at an RFC 6901 pointer, or undefined where there is none. */
export function atPointer(root: JsonObject, pointer: Pointer): Json | undefined {
  let value: Json | undefined = root;
  for (const raw of pointer.split("/").slice(1)) {
    const step = keyOfStep(raw);
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(step)];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
