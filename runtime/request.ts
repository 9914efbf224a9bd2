// What a person can ask of whoever holds the ledger, and the answer. A closed union, checked where it comes in.
//
// In:  JSON of unknown origin. Out: a `Request`, or null. A request says what is wanted and why; who asks is never taken from
// it, but from whoever wrote it, as the system says.

import { type Address, parseAddress } from "../compiler/address.ts";
import type { Hash } from "../compiler/graph.ts";
import { isJsonObject, type Json, type JsonObject } from "../compiler/json.ts";
import type { Scope } from "./permit/suspend.ts";

export type Request =
  /** `address` null: everything that waits; `plan`: only while the plan is this one. */
  | {
      readonly kind: "approve";
      readonly environment: string;
      readonly address: Address | null;
      readonly plan: Hash | null;
      readonly reason: string;
    }
  /** `lasts` in milliseconds; null: until it is resumed. */
  | {
      readonly kind: "suspend";
      readonly scope: Scope;
      readonly lasts: number | null;
      readonly reason: string;
    }
  | { readonly kind: "resume"; readonly scope: Scope; readonly reason: string }
  | {
      readonly kind: "unprotect";
      readonly environment: string;
      readonly address: Address;
      readonly reason: string;
    }
  | {
      readonly kind: "forget";
      readonly environment: string;
      readonly address: Address;
      readonly reason: string;
    }
  /** `commit` null: only a destroy is taken back. */
  | {
      readonly kind: "accept";
      readonly environment: string;
      readonly commit: string | null;
      readonly reason: string;
    }
  | { readonly kind: "accept-target"; readonly target: string; readonly reason: string }
  | {
      readonly kind: "resolve";
      readonly environment: string;
      readonly address: Address;
      readonly done: boolean;
      readonly reason: string;
    }
  | { readonly kind: "destroy"; readonly environment: string; readonly reason: string };

export interface Answer {
  readonly ok: boolean;
  /** A sentence for people. */
  readonly message: string;
  readonly help: string | null;
  readonly detail: JsonObject;
}

const LONGEST_TEXT = 2_000;

export function parseRequest(json: Json): Request | null {
  if (!isJsonObject(json)) return null;
  const kind = textOf(json["kind"]);
  const reason = textOf(json["reason"]);
  if (reason === null || kind === null) return null;
  switch (kind) {
    case "approve": {
      const environment = environmentOf(json["environment"]);
      const address = json["address"] === null ? null : addressOf(json["address"]);
      const plan = json["plan"] === null ? null : hashOf(json["plan"]);
      if (environment === null || (address === null && json["address"] !== null)) return null;
      if (plan === null && json["plan"] !== null) return null;
      return { kind, environment, address, plan, reason };
    }
    case "suspend": {
      const scope = scopeOf(json["scope"]);
      const { lasts } = json;
      if (scope === null) return null;
      if (lasts !== null && !(typeof lasts === "number" && Number.isFinite(lasts) && lasts > 0)) return null;
      return { kind, scope, lasts, reason };
    }
    case "resume": {
      const scope = scopeOf(json["scope"]);
      return scope === null ? null : { kind, scope, reason };
    }
    case "unprotect":
    case "forget": {
      const where = whereOf(json);
      return where === null ? null : { kind, ...where, reason };
    }
    case "accept": {
      const environment = environmentOf(json["environment"]);
      const { commit } = json;
      if (environment === null) return null;
      if (commit !== null && !(typeof commit === "string" && /^[0-9a-f]{7,64}$/.test(commit))) return null;
      return { kind, environment, commit, reason };
    }
    case "accept-target": {
      const target = textOf(json["target"]);
      return target === null || target === "" ? null : { kind, target, reason };
    }
    case "resolve": {
      const where = whereOf(json);
      const { done } = json;
      return where === null || typeof done !== "boolean" ? null : { kind, ...where, done, reason };
    }
    case "destroy": {
      const environment = environmentOf(json["environment"]);
      return environment === null ? null : { kind, environment, reason };
    }
  }
  return null;
}

function whereOf(json: JsonObject): { readonly environment: string; readonly address: Address } | null {
  const environment = environmentOf(json["environment"]);
  const address = addressOf(json["address"]);
  return environment === null || address === null ? null : { environment, address };
}

function scopeOf(value: Json | undefined): Scope | null {
  if (!isJsonObject(value)) return null;
  const kind = textOf(value["kind"]);
  if (kind === null) return null;
  switch (kind) {
    case "environment": {
      const environment = environmentOf(value["environment"]);
      return environment === null ? null : { kind: "environment", environment };
    }
    case "address": {
      const where = whereOf(value);
      return where === null ? null : { kind: "address", ...where };
    }
    case "target": {
      const target = textOf(value["target"]);
      return target === null || target === "" ? null : { kind: "target", target };
    }
  }
  return null;
}

function environmentOf(value: Json | undefined): string | null {
  return typeof value === "string" && value.length <= LONGEST_TEXT ? parseAddress(value) : null;
}

function addressOf(value: Json | undefined): Address | null {
  return typeof value === "string" && value.length <= LONGEST_TEXT ? parseAddress(value) : null;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value.length <= LONGEST_TEXT ? value : null;
}

function hashOf(value: Json | undefined): Hash | null {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value) ? (value as Hash) : null;
}
