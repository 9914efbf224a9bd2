// In which order resources are planned: what others need comes first.

import type { Address } from "../../compiler/address.ts";
import type { Resource } from "../../compiler/graph.ts";

/** Dependencies first. The compiler refuses cycles; in a graph from elsewhere, what is in one comes last. */
export function topologicalOrder(resources: Readonly<Record<Address, Resource>>): Map<Address, number> {
  const missing = new Map<Address, number>();
  const dependants = new Map<Address, Address[]>();
  const ready: Address[] = [];
  for (const address of Object.keys(resources) as Address[]) {
    let needs = 0;
    for (const need of resources[address]?.needs ?? []) {
      if (!Object.hasOwn(resources, need)) continue;
      append(dependants, need, address);
      needs++;
    }
    if (needs === 0) ready.push(address);
    else missing.set(address, needs);
  }
  const order = new Map<Address, number>();
  for (let at = 0; at < ready.length; at++) {
    const address = ready[at] as Address;
    order.set(address, at);
    for (const dependant of dependants.get(address) ?? []) {
      const left = (missing.get(dependant) ?? 0) - 1;
      missing.set(dependant, left);
      if (left === 0) ready.push(dependant);
    }
  }
  return order;
}

export function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
