// Arithmetic with IP addresses and networks, versions 4 and 6.
//
// An address is a big integer of 32 or 128 bits, so both versions have one arithmetic; it prints as RFC 5952 says.

import type { NativeCall, Natives } from "../functions.ts";
import type { Value } from "../values.ts";
import { number, text } from "./arguments.ts";

interface Network {
  readonly base: bigint;
  readonly prefix: number;
  readonly bits: 32 | 128;
}

export const NET_FUNCTIONS: Natives = {
  subnet: (call, self, bits, index) => {
    const network = parseCidr(text(self));
    if (network === null) return invalid(call, self);
    const prefix = network.prefix + number(bits);
    if (number(bits) < 0 || prefix > network.bits)
      return call.refuse(
        `/${network.prefix} and ${number(bits)} bits more is no prefix of ${network.bits} bits`,
      );
    const count = 1n << BigInt(number(bits));
    if (number(index) < 0 || BigInt(number(index)) >= count)
      return call.refuse(`there are ${count} such networks, counted from 0`);
    const size = 1n << BigInt(network.bits - prefix);
    return showCidr({ ...network, base: network.base + BigInt(number(index)) * size, prefix });
  },
  host: (call, self, index) => {
    const network = parseCidr(text(self));
    if (network === null) return invalid(call, self);
    const size = 1n << BigInt(network.bits - network.prefix);
    // From the end, as in `cidr.host(-2)`.
    const at = number(index) < 0 ? size + BigInt(number(index)) : BigInt(number(index));
    if (at < 0n || at >= size) return call.refuse(`the network has ${size} addresses, counted from 0`);
    return showIp(network.base + at, network.bits);
  },
  contains: (call, self, other) => {
    const outer = parseCidr(text(self));
    const inner = parseCidr(
      text(other).includes("/") ? text(other) : `${text(other)}/${wholePrefix(text(other))}`,
    );
    if (outer === null || inner === null) return invalid(call, outer === null ? self : other);
    if (outer.bits !== inner.bits || inner.prefix < outer.prefix) return false;
    return (
      inner.base >> BigInt(outer.bits - outer.prefix) === outer.base >> BigInt(outer.bits - outer.prefix)
    );
  },
  overlaps: (call, self, other) => {
    const [a, b] = [parseCidr(text(self)), parseCidr(text(other))];
    if (a === null || b === null) return invalid(call, a === null ? self : other);
    const shift = BigInt(a.bits - Math.min(a.prefix, b.prefix));
    return a.bits === b.bits && a.base >> shift === b.base >> shift;
  },
  network: (call, self) => withNetwork(call, self, ({ base, bits }) => showIp(base, bits)),
  prefix: (call, self) => withNetwork(call, self, ({ prefix }) => prefix),
  netmask: (call, self) =>
    withNetwork(call, self, ({ prefix, bits }) => {
      const all = (1n << BigInt(bits)) - 1n;
      return showIp(all ^ ((1n << BigInt(bits - prefix)) - 1n), bits);
    }),
  broadcast: (call, self) =>
    withNetwork(call, self, ({ base, prefix, bits }) =>
      showIp(base + (1n << BigInt(bits - prefix)) - 1n, bits),
    ),
  size: (call, self) =>
    withNetwork(call, self, ({ prefix, bits }) =>
      bits - prefix > 52 ? call.refuse("integers are exact up to 9007199254740991") : 2 ** (bits - prefix),
    ),
  version: (_, self) => (text(self).includes(":") ? 6 : 4),
};

function withNetwork(call: NativeCall, self: Value | undefined, give: (network: Network) => Value): Value {
  const network = parseCidr(text(self));
  return network === null ? invalid(call, self) : give(network);
}

function invalid(call: NativeCall, value: Value | undefined): Value {
  return call.refuse(`${JSON.stringify(text(value))} is no address or network`);
}

function wholePrefix(ip: string): number {
  return ip.includes(":") ? 128 : 32;
}

/** The bits behind the prefix are taken for zero: `10.0.1.7/16` is the network `10.0.0.0/16`. */
function parseCidr(value: string): Network | null {
  const [ip = "", length = ""] = value.split("/");
  const address = parseIp(ip);
  const prefix = Number(length);
  const bits = ip.includes(":") ? 128 : 32;
  if (address === null || !/^\d{1,3}$/.test(length) || prefix > bits) return null;
  const rest = BigInt(bits - prefix);
  return { base: (address >> rest) << rest, prefix, bits };
}

function parseIp(value: string): bigint | null {
  if (value.includes(":")) return parseIp6(value);
  const parts = value.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIp6(value: string): bigint | null {
  const halves = value.split("::");
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(group6)));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => 0), ...tail];
  if (all.length !== 8 || all.some((group) => !Number.isInteger(group) || group < 0 || group > 0xffff))
    return null;
  return all.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function group6(group: string): number[] {
  if (!group.includes(".")) return [/^[0-9a-fA-F]{1,4}$/.test(group) ? Number.parseInt(group, 16) : NaN];
  const address = parseIp(group);
  return address === null ? [NaN] : [Number(address >> 16n), Number(address & 0xffffn)];
}

function showCidr(network: Network): string {
  return `${showIp(network.base, network.bits)}/${network.prefix}`;
}

function showIp(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(16 * (7 - index))) & 0xffffn),
  );
  const [start, length] = longestZeros(groups);
  const show = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return show(groups);
  return `${show(groups.slice(0, start))}::${show(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best[1]) best = [start, length];
  }
  return best;
}
