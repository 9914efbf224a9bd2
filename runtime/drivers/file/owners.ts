// Whose a file is: declared as a whole, or by the entries in it.
//
// In:  what is spoken for (runtime/driver.ts, `Claims`). Out: the paths of this target that are declared as a whole, and those in
// which entries are. A file has one kind of owner and not both: who has the whole would undo what the other writes, and would
// take the entries along when it goes.
// Surprising: identities are compared as texts. Of ten thousand, none need be parsed.

import type { LookContext } from "../../driver.ts";
import type { World } from "./world.ts";

export interface Owners {
  has(kind: "whole" | "parts", path: string): boolean;
}

const KEY = '{"/path":';
const TABLE = '","/table":';

export async function ownersOf(
  { identity: target }: Pick<World, "identity">,
  ctx: LookContext,
): Promise<Owners> {
  const { identities = [] } = (await ctx.claims?.()) ?? {};
  const owned = { whole: new Set<string>(), parts: new Set<string>() };
  for (const identity of identities) {
    if (!identity.includes(`"${target}"`)) continue;
    const key = identity.slice(identity.lastIndexOf(KEY));
    const end = key.indexOf(TABLE);
    if (end === -1) owned.whole.add(key.slice(0, -2));
    else owned.parts.add(key.slice(0, end + 1));
  }
  return { has: (kind, path) => owned[kind].has(KEY + JSON.stringify(path)) };
}

/** How long an answer is taken for the next question: files are deleted in thousands, and each would ask the same. */
const KEPT = 100;

/** Of the session, for what is about to be deleted. */
export function askOnce(world: Pick<World, "identity">): (ctx: LookContext) => Promise<Owners> {
  let answer: Promise<Owners> | null = null;
  return (ctx) => {
    if (answer !== null) return answer;
    answer = ownersOf(world, ctx);
    setTimeout(() => (answer = null), KEPT).unref();
    return answer;
  };
}
