// Makes a scenario that fails as small as it can be, and tells it in words.
//
// In:  a scenario, and whether one still fails. Out: a smaller one that fails: fewer versions, faults, resources, edges and
// settings. Every step is tried by itself and kept when the failure stays, until none helps any more.

import type { Scenario, SimResource, SimVersion } from "./scenario.ts";

export async function shrink(
  scenario: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
  most = 400,
): Promise<Scenario> {
  let best = scenario;
  let tries = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (const smaller of simplifications(best)) {
      if (++tries > most) return best;
      if (!(await fails(smaller))) continue;
      best = smaller;
      changed = true;
      break;
    }
  }
  return best;
}

function* simplifications(scenario: Scenario): Generator<Scenario> {
  const { versions, faults, foreign } = scenario;
  if (scenario.ledger === "file") yield { ...scenario, ledger: "memory" };
  for (const index of faults.keys()) yield { ...scenario, faults: faults.toSpliced(index, 1) };
  if (versions.length > 1)
    for (const index of versions.keys()) yield { ...scenario, versions: versions.toSpliced(index, 1) };
  if (scenario.window !== null) yield { ...scenario, window: null };
  for (const index of scenario.window?.jumps.keys() ?? [])
    yield { ...scenario, window: { jumps: scenario.window?.jumps.toSpliced(index, 1) ?? [] } };
  for (const index of scenario.claimed.keys())
    yield { ...scenario, claimed: scenario.claimed.toSpliced(index, 1) };
  for (const index of foreign.keys()) yield { ...scenario, foreign: foreign.toSpliced(index, 1) };
  const addresses = new Set(versions.flatMap((version) => Object.keys(version.resources)));
  for (const address of addresses)
    yield { ...scenario, versions: versions.map((version) => withoutResource(version, address)) };
  for (const [index, version] of versions.entries()) {
    const put = (changed: SimVersion): Scenario => ({ ...scenario, versions: versions.with(index, changed) });
    for (const [address, resource] of Object.entries(version.resources)) {
      yield put(withoutResource(version, address));
      for (const plainer of plainerOf(resource))
        yield put({ ...version, resources: { ...version.resources, [address]: plainer } });
    }
    if (Object.keys(version.moved).length > 0) yield put({ ...version, moved: {} });
    if (Object.keys(version.removed).length > 0) yield put({ ...version, removed: {} });
  }
}

function withoutResource(version: SimVersion, gone: string): SimVersion {
  const resources: Record<string, SimResource> = {};
  for (const [address, resource] of Object.entries(version.resources)) {
    if (address === gone) continue;
    const needs = resource.needs.filter((need) => need !== gone);
    resources[address] = { ...resource, needs, from: resource.from === gone ? null : resource.from };
  }
  return { ...version, resources };
}

function* plainerOf(resource: SimResource): Generator<SimResource> {
  if (resource.protect) yield { ...resource, protect: false };
  if (resource.keep) yield { ...resource, keep: false };
  if (resource.adopt !== "must-match") yield { ...resource, adopt: "must-match" };
  if (resource.wave > 0) yield { ...resource, wave: 0 };
  if (resource.batch) yield { ...resource, batch: false };
  if (resource.mode === "read") yield { ...resource, mode: "manage" };
  if (resource.from !== null) yield { ...resource, from: null };
  for (const need of resource.needs)
    if (need !== resource.from)
      yield { ...resource, needs: resource.needs.filter((other) => other !== need) };
}

/** A scenario as steps that a person can follow. */
export function tell({ seed, ledger, window, claimed, foreign, versions, faults }: Scenario): string {
  const lines = [`seed ${seed}, a ledger in ${ledger === "file" ? "a file" : "memory"}`];
  if (window !== null) lines.push("  changes may begin six minutes in ten");
  for (const { at, by } of window?.jumps ?? [])
    lines.push(`  at ${(at / 1_000).toFixed(1)} s the wall clock jumps by ${by / 3_600_000} h`);
  for (const one of claimed)
    lines.push(
      `  another environment has ${one.kind} ${one.target}/${one.name}, value ${one.value}, size ${one.size}`,
    );
  for (const one of foreign)
    lines.push(
      `  at first a stranger's ${one.kind} ${one.target}/${one.name} is there, value ${one.value}, size ${one.size}`,
    );
  for (const [index, version] of versions.entries()) {
    lines.push(`  at ${(version.at / 1_000).toFixed(1)} s version ${index + 1}:`);
    for (const [address, resource] of Object.entries(version.resources))
      lines.push(`    ${address}: ${words(resource)}`);
    for (const [from, to] of Object.entries(version.moved)) lines.push(`    moved ${from} to ${to}`);
    for (const [address, destroy] of Object.entries(version.removed))
      lines.push(`    removed ${address}${destroy ? ", and destroyed" : ""}`);
  }
  for (const { what, point, action, nth } of faults)
    lines.push(
      `  fault: ${what} when ${action ?? "an action"} passes ${point}${nth === 0 ? "" : `, after ${nth} others`}`,
    );
  return lines.join("\n");
}

function words(resource: SimResource): string {
  const { kind, target, name, value, size, from, needs, protect, keep, adopt, mode, wave, batch } = resource;
  const more = [
    from === null ? "" : `reads ${from}`,
    needs.length === 0 ? "" : `needs ${needs.join(", ")}`,
    wave === 0 ? "" : `in wave ${wave}`,
    batch ? "in the batch" : "",
    protect ? "protected" : "",
    keep ? "kept" : "",
    adopt === "must-match" ? "" : `adopts ${adopt}`,
    mode === "read" ? "only read" : "",
  ].filter((word) => word !== "");
  return [`${kind} ${target}/${name}, value ${value}, size ${size}`, ...more].join("; ");
}
