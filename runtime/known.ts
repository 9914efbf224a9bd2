// What a person may name in a request, so that a slip of the keyboard is not an order about nothing.
//
// In:  a name, and all that is known: the ledger, the agent's configuration, and the accepted versions. Out: null where it is
// known, else the refusal with the name that was probably meant. A suspend of nothing would look like safety and be none.

import type { Address } from "../compiler/address.ts";
import { nearest } from "../compiler/near.ts";
import { graphOf } from "./accepted.ts";
import type { AgentConfig } from "./config.ts";
import type { LedgerReader } from "./ledger.ts";
import type { Scope } from "./permit/suspend.ts";
import type { Engine } from "./reconcile.ts";

export interface Known {
  readonly ledger: Pick<LedgerReader, "environments" | "environment" | "applied">;
  readonly config: Pick<AgentConfig, "environments" | "targets">;
  readonly engines: ReadonlyMap<string, Engine>;
}

export interface Unknown {
  readonly why: string;
  readonly help: string | null;
}

export function unknownScope(scope: Scope, known: Known): Unknown | null {
  switch (scope.kind) {
    case "environment":
      return unknownEnvironment(scope.environment, known);
    case "target": {
      const names = new Set(known.config.targets.map(({ name }) => name));
      for (const row of known.ledger.environments())
        for (const name of Object.keys(graphOf(row).targets)) names.add(name);
      return names.has(scope.target) ? null : unknown(`target \`${scope.target}\``, scope.target, names);
    }
    case "address":
      return unknownEnvironment(scope.environment, known) ?? unknownAddress(scope, known);
  }
}

export function unknownEnvironment(environment: string, { ledger, config, engines }: Known): Unknown | null {
  const names = new Set([
    ...engines.keys(),
    ...config.environments.map(({ name }) => name),
    ...ledger.environments().map(({ name }) => name),
  ]);
  return names.has(environment) ? null : unknown(`environment \`${environment}\``, environment, names);
}

/** A resource that is wanted or ours, or what such resources stand inside of. */
function unknownAddress(
  { environment, address }: { readonly environment: string; readonly address: Address },
  { ledger }: Known,
): Unknown | null {
  const row = ledger.environment(environment);
  // Nothing was accepted yet: what it will have is not to be known.
  if (row === null) return null;
  const names = [...new Set([...Object.keys(graphOf(row).resources), ...ledger.applied(environment).keys()])];
  if (names.some((name) => name === address || name.startsWith(`${address}.`))) return null;
  return unknown(`resource \`${address}\` in ${environment}`, address, names);
}

function unknown(what: string, name: string, names: Iterable<string>): Unknown {
  const all = [...names].toSorted();
  const near = nearest(name, all);
  const shown = all.length <= 8 ? all.join(", ") : `${all.slice(0, 7).join(", ")} and ${all.length - 7} more`;
  const help =
    near === null ? (all.length === 0 ? null : `known are: ${shown}`) : `did you mean \`${near}\`?`;
  return { why: `there is no ${what}`, help };
}
