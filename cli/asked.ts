// What a person asks of a plan or an apply besides the version: only these resources, and these to be replaced.
//
// In:  the options, the graph and the ledger's rows. Out: an `Asked` for the engine, or a failure that names what was meant.

import { type Address, parseAddress } from "../compiler/address.ts";
import { nearest } from "../compiler/near.ts";
import type { LedgerReader } from "../runtime/ledger.ts";
import type { Asked, DesiredVersion, Plan } from "../runtime/reconcile.ts";
import { Failure } from "./failure.ts";
import { type CommandInput, textsOf } from "./input.ts";

/** Null: nothing out of the ordinary is asked. */
export function readAsked(
  input: CommandInput,
  { graph, environment }: DesiredVersion,
  ledger: LedgerReader | null,
): Asked | null {
  const named = { replace: textsOf(input, "replace"), only: textsOf(input, "only") };
  if (named.replace.length === 0 && named.only.length === 0) return null;
  const known = new Set<string>(Object.keys(graph.resources));
  const replace = named.replace.map((text) => addressOf(text, known, environment));
  for (const address of ledger?.applied(environment).keys() ?? []) known.add(address);
  const only = named.only.map((text) => addressOf(text, known, environment));
  const chosen = only.length === 0 ? null : withNeeds(graph, only);
  return {
    replace: new Set(replace),
    leaves: ({ address }) =>
      chosen === null || chosen.has(address) ? null : "it is left out by `--only`, this once",
  };
}

/** The resources and all that they need, by the edges of the graph. */
function withNeeds(graph: DesiredVersion["graph"], only: readonly Address[]): ReadonlySet<Address> {
  const chosen = new Set(only);
  // The set grows while it is walked through.
  for (const address of chosen) for (const need of graph.resources[address]?.needs ?? []) chosen.add(need);
  return chosen;
}

function addressOf(text: string, known: ReadonlySet<string>, environment: string): Address {
  const plain = text.startsWith(`${environment}/`) ? text.slice(environment.length + 1) : text;
  if (parseAddress(plain) !== null && known.has(plain)) return plain as Address;
  const near = nearest(plain, known);
  throw new Failure(
    `there is no resource \`${text}\` in ${environment}`,
    near === null ? "`setpoint plan` shows the addresses" : `did you mean \`${near}\`?`,
  );
}

/** What cannot be replaced is said before anything is done. */
export function refuseIdleReplace(plan: Plan, asked: Asked | null): void {
  for (const address of asked?.replace ?? []) {
    const item = plan.items.find((each) => each.address === address);
    if (item?.action === "replace") continue;
    const why =
      item === undefined
        ? "it could not be read, or is only read"
        : item.action === "create"
          ? "it is not there, and will be created"
          : "it is not ours yet";
    throw new Failure(`${address} cannot be replaced: ${why}`, "leave out its `--replace`");
  }
}

/** As much of a plan as is not left out. */
export function chosenOf(plan: Plan, asked: Asked | null): { readonly plan: Plan; readonly left: number } {
  if (asked === null) return { plan, left: 0 };
  const items = plan.items.filter((item) => asked.leaves(item) === null);
  const left = plan.items.filter((item) => item.action !== "none" && asked.leaves(item) !== null).length;
  const digests = new Set(items.map(({ digest }) => digest));
  return { plan: { ...plan, items, held: plan.held.filter(({ digest }) => digests.has(digest)) }, left };
}
