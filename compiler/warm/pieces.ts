// What the systems of an environment gave to its graph when it was last compiled, and which of them would give the same again.
//
// In:  an instance of a system, before anything in it is computed. Out: its piece of the graph, or null where it must be
// computed. The piece stands where the system and all that its file imports were not looked at again (the checker's table of it
// is the same object), where the same blocks stand on it, and where whatever those read has the same values as before.
// Surprising: there is no record of what was read while a piece was computed. A system sees nothing of what is outside but
// through the blocks on it, so it is enough to know what those say. What is not surely the same is computed.

import type { Address } from "../address.ts";
import { pieceOf, type Block, type Collected } from "../assemble/collected.ts";
import type { Placement } from "../evaluate/annotations.ts";
import { MAX_CHARACTERS, MAX_ELEMENTS, MAX_STEPS, quietly, type Evaluator } from "../evaluate/context.ts";
import { instanceCost } from "../overlay.ts";
import type { SystemInfo } from "../types.ts";
import type { Instance } from "../values.ts";
import { inputsOf, type Identities } from "./inputs.ts";

/** By the name of an environment. */
export type Memory = (environment: string) => Pieces;

export interface Pieces {
  /** What is known may be used. */
  isAgain: boolean;
  /** Something cannot be said of pieces, and only of the whole. */
  isUnsure: boolean;
  /** Before an environment is put together. False: nothing is known of it. */
  begin(how: "again" | "from nothing"): boolean;
  /** The piece that the instance gave before, where it would give it again. */
  known(evaluator: Evaluator, instance: Instance, target: Placement | null): Block | null;
  made(instance: Instance, target: Placement | null, piece: Collected): void;
  /** When nothing was wrong: what is new is remembered. False: it has to be made from nothing. */
  end(evaluator: Evaluator): boolean;
}

interface Record {
  readonly base: SystemInfo;
  readonly inputs: readonly string[];
  readonly target: string | null;
  readonly block: Block;
}

interface Fresh {
  readonly instance: Instance;
  readonly target: Placement | null;
  readonly piece: Collected;
}

type Spent = Readonly<{ steps: number; elements: number; characters: number }>;

export function newPieces(identities: Identities): Pieces {
  const records = new Map<Address, Record>();
  let fresh: Fresh[] = [];
  let same = new Map<Instance, boolean>();
  /** What the environment used of the budget at most; and what of that is used again by those that are the same. */
  let spent: Spent = { steps: 0, elements: 0, characters: 0 };
  let again = 0;
  let used = new Set<Address>();

  const isSame = (evaluator: Evaluator, instance: Instance): boolean => {
    const found = same.get(instance);
    if (found !== undefined) return found;
    // Who asks for itself on the way is not sure.
    same.set(instance, false);
    const record = instance.address === null ? undefined : records.get(instance.address);
    if (record === undefined || record.base !== baseOf(instance.system)) return false;
    const inputs = inputsOf(evaluator, instance, identities, (other) => isSame(evaluator, other));
    const answer = inputs !== null && equal(inputs, record.inputs);
    same.set(instance, answer);
    return answer;
  };

  const pieces: Pieces = {
    isAgain: false,
    isUnsure: false,
    begin(how) {
      pieces.isAgain = how === "again";
      fresh = [];
      same = new Map();
      again = 0;
      used = new Set();
      pieces.isUnsure = false;
      return records.size > 0;
    },
    known(evaluator, instance, target) {
      const record = instance.address === null ? undefined : records.get(instance.address);
      if (!pieces.isAgain || record === undefined || record.target !== textOf(target)) return null;
      if (!isSame(evaluator, instance) || !isPlaced(record.block, evaluator)) return null;
      used.add(record.block.address);
      again += instanceCost(instance.system);
      return record.block;
    },
    made(instance, target, piece) {
      fresh.push({ instance, target, piece });
    },
    end(evaluator) {
      if (pieces.isUnsure) return false;
      const { budget } = evaluator;
      const before = used.size > 0 ? spent : { steps: 0, elements: 0, characters: 0 };
      spent = {
        steps: before.steps + MAX_STEPS - budget.steps,
        elements: before.elements + MAX_ELEMENTS - budget.elements - again,
        characters: before.characters + MAX_CHARACTERS - budget.characters,
      };
      const isTooMuch =
        spent.steps > MAX_STEPS || spent.elements > MAX_ELEMENTS || spent.characters > MAX_CHARACTERS;
      if (used.size > 0 && isTooMuch) return false;
      const made = new Set(fresh.map(({ instance }) => instance.address));
      // What is not in the program now may see another world when it is there again.
      for (const address of records.keys())
        if (!made.has(address) && !isIn(address, used)) records.delete(address);
      for (const item of fresh) remember(evaluator, item);
      fresh = [];
      same = new Map();
      return true;
    },
  };

  const remember = (evaluator: Evaluator, { instance, target, piece }: Fresh): void => {
    const { address } = instance;
    const said = textOf(target);
    if (address === null) return;
    records.delete(address);
    const quiet = quietly(evaluator);
    const inputs = inputsOf(quiet, instance, identities, () => true);
    if (inputs === null || said === null || quiet.diagnostics.length > 0) return;
    const block = pieceOf(address, piece);
    if (block !== null) records.set(address, { base: baseOf(instance.system), inputs, target: said, block });
  };
  return pieces;
}

function baseOf(system: SystemInfo): SystemInfo {
  let base = system;
  while (base.base !== null) base = base.base;
  return base;
}

/** Do its edges stand in files as they are now? A file may have changed further down. */
function isPlaced({ edges }: Block, { checked }: Evaluator): boolean {
  const { loaded } = checked.program;
  for (const needs of edges.values())
    for (const { file } of needs.values()) if (loaded.get(file.path)?.file !== file) return false;
  return true;
}

/** One of the addresses, or inside of one. */
function isIn(address: Address, places: ReadonlySet<string>): boolean {
  for (let at: string = address; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("."))))
    if (places.has(at)) return true;
  return false;
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** null: it is not sure. */
function textOf(target: Placement | null): string | null {
  if (target === null) return "";
  return target.needs.size > 0 ? null : JSON.stringify([target.name, target.driver]);
}
