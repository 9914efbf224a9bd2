// Identity clashes: two environments that manage one object of the world would undo each other's work for ever.
//
// In:  the environments of a package, compiled. Out: one diagnostic for each pair that shares objects.
// Surprising: resources on the implicit target `local` are no clash. It is the machine of the agent, and which agent has which
// environment is no fact of the source. On one machine the ledger's claims keep them apart.

import type { Address } from "./address.ts";
import type { Assembled } from "./assemble.ts";
import { spanOf } from "./check/context.ts";
import type { Analysis } from "./compile.ts";
import { diagnose, primary, secondary, type Diagnostic } from "./diagnostics.ts";
import { hasResidual } from "./evaluate/text.ts";
import { canonicalJson, type JsonObject } from "./json.ts";
import type { ResourceValue } from "./values.ts";

export type Managed = Pick<Assembled, "resources" | "keys" | "targets" | "targetOf" | "hashes">;

interface Claim {
  readonly environment: string;
  readonly resource: ResourceValue;
}

interface Clash {
  readonly one: Claim;
  readonly other: Claim;
  count: number;
}

export function findClashes(analysis: Analysis): readonly Diagnostic[] {
  const claims = new Map<string, Claim>();
  const clashes = new Map<string, Clash>();
  for (const environment of analysis.environments) {
    const { managed } = analysis.compile(environment);
    if (managed === null) continue;
    for (const [identity, resource] of identitiesOf(managed)) {
      const claim = { environment, resource };
      const one = claims.get(identity);
      if (one === undefined) {
        claims.set(identity, claim);
        continue;
      }
      const pair = canonicalJson([one.environment, environment]);
      const clash = clashes.get(pair);
      if (clash === undefined) clashes.set(pair, { one, other: claim, count: 1 });
      else clash.count++;
    }
  }
  return [...clashes.values()].map((clash) => reportOf(analysis, clash));
}

/** What an environment manages of the world, whatever the environment and its targets are called. */
export function identitiesOf(managed: Managed): ReadonlyMap<string, ResourceValue> {
  const { keys, targets, targetOf } = managed;
  const found = new Map<string, ResourceValue>();
  const worlds = new Map<string, string | null>();
  for (const [group, addresses] of keys) {
    for (const [key, address] of addresses) {
      const target = targetOf(address);
      if (!worlds.has(target)) worlds.set(target, worldOf(target, targets.get(target)));
      const world = worlds.get(target) ?? null;
      if (world === null) break;
      const resource = managed.resources.get(address);
      if (resource === undefined || resource.existing) continue;
      // The group names the kind, and the target as this environment calls it.
      const kind = group.slice(0, group.length - target.length);
      found.set(canonicalJson([world, kind, key]), resource);
    }
  }
  return found;
}

/** What tells a target from others, whatever it is called; null: that is not known before an agent connects. */
function worldOf(name: string, target: JsonObject | undefined): string | null {
  if (target === undefined) return null;
  const { driver = null, spec } = target;
  if (spec === undefined)
    return name === "local" && driver === "local" ? null : canonicalJson([driver, name]);
  return hasResidual(spec) ? null : canonicalJson([driver, spec]);
}

function reportOf({ declared }: Analysis, { one, other, count }: Clash): Diagnostic {
  const at = ({ environment }: Claim) => {
    const found = declared.get(environment);
    return found === undefined ? null : spanOf(found.module, found.declaration.name);
  };
  const address: Address = other.resource.address;
  const [first, second] = [at(one), at(other)];
  const labels = [
    ...(second === null ? [] : [primary(second, `\`${other.environment}/${address}\``)]),
    ...(first === null || first.start === second?.start
      ? []
      : [secondary(first, `\`${one.environment}/${one.resource.address}\``)]),
    secondary(one.resource.span, "this object"),
    ...(one.resource.span.start === other.resource.span.start &&
    one.resource.span.file === other.resource.span.file
      ? []
      : [secondary(other.resource.span, "the same object")]),
  ];
  const parameters = {
    one: one.environment,
    other: other.environment,
    object: `\`${address}\``,
    more: count - 1,
  };
  return diagnose("SP4007", parameters, { labels });
}
