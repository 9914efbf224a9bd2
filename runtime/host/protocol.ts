// What a host process and the agent say to each other: one JSON message at a time, over the process's own channel.
//
// In:  the agent connects a driver to one target, then makes calls; each has a number. Out: an answer for each number, and in
// between what a call logs or asks for. A secret is asked for inside a call and answered to that call alone.
// Functions do not travel: what a context offers (log, secret, claims, the signal) is a message each.

import type { Address } from "../../compiler/address.ts";
import type { Json } from "../../compiler/json.ts";
import type { TargetGrant } from "../config.ts";
import type { IntentRef, Subject } from "../driver.ts";

/** Where the process finds the driver: in the explicit list, or as an export of a module. */
export type DriverRef =
  | { readonly kind: "listed"; readonly name: string }
  | { readonly kind: "module"; readonly url: string; readonly name: string };

export type Method = "read" | "probe" | "health" | "create" | "update" | "remove" | "settle";

export type ToHost =
  | {
      readonly kind: "connect";
      readonly id: number;
      readonly driver: DriverRef;
      readonly target: TargetGrant;
      readonly digestKey: string | null;
      readonly remaining: number;
      readonly claims: boolean;
    }
  | {
      readonly kind: "call";
      readonly id: number;
      readonly method: Method;
      /** As the session's method takes them, without the context. */
      readonly args: Json;
      readonly intent: IntentRef | null;
      /** Milliseconds until the deadline: the two processes have no clock in common. */
      readonly remaining: number;
      readonly claims: boolean;
    }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "watch"; readonly id: number; readonly subjects: readonly Subject[] }
  | { readonly kind: "watch-update"; readonly id: number; readonly subjects: readonly Subject[] }
  | { readonly kind: "watch-close"; readonly id: number }
  /** To a question of the host's. */
  | { readonly kind: "reply"; readonly question: number; readonly value: Json }
  | { readonly kind: "refuse"; readonly question: number; readonly why: string };

export type FromHost =
  | { readonly kind: "connected"; readonly id: number; readonly session: SessionFacts }
  | { readonly kind: "answer"; readonly id: number; readonly value: Json }
  | {
      readonly kind: "threw";
      readonly id: number;
      readonly why: string;
      readonly connect: ConnectFacts | null;
    }
  | { readonly kind: "log"; readonly id: number; readonly line: string }
  | { readonly kind: "ask"; readonly id: number; readonly question: number; readonly what: Question }
  | { readonly kind: "look"; readonly id: number; readonly addresses: readonly Address[] | null }
  | { readonly kind: "degraded"; readonly id: number; readonly why: string };

export type Question = { readonly kind: "secret"; readonly reference: Json } | { readonly kind: "claims" };

export interface SessionFacts {
  readonly identity: string;
  readonly slots: number | null;
  readonly probe: boolean;
  readonly health: boolean;
  readonly settle: boolean;
  readonly watch: boolean;
}

export interface ConnectFacts {
  readonly permanent: boolean;
  readonly help: string | null;
}
