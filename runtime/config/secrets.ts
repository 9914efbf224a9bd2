// The table `[secrets]`: for whom a package seals, and with which keys an agent opens what is sealed.
//
// In:  `recipients` (the package's: public keys) and `identities` (the agent's: files with private keys), each by environment.
// Out: both, by environment; what is said of `prod` holds for `prod.eu` too, unless that has a line of its own.
// Surprising: a private key that was put among the public ones is refused without being named: messages are kept and copied.

import { resolve } from "node:path";
import { addressSegments, printAddress } from "../../compiler/address.ts";
import { readToml, type ConfigProblem, type Table } from "./toml.ts";

/** By environment. */
export type ByEnvironment<T> = ReadonlyMap<string, T>;

export interface SecretGrants {
  /** Absolute paths of files with the private keys that open what is sealed. */
  readonly identities: ByEnvironment<readonly string[]>;
}

export const NO_SECRETS: SecretGrants = { identities: new Map() };

const KEYS = ["recipients", "identities"] as const;

export function readSecretGrants(table: Table | null, folder: string): SecretGrants {
  if (table === null) return NO_SECRETS;
  table.only(KEYS);
  return { identities: readLists(table.table("identities"), (_, path) => resolve(folder, path)) };
}

/** The public keys of the agents. Whether each is a sound one is found out when something is sealed for it. */
export function readRecipients(
  text: string,
): { readonly kind: "recipients"; readonly recipients: ByEnvironment<readonly string[]> } | ConfigProblem {
  return readToml(text, (top) => {
    const table = top.table("secrets");
    table?.only(KEYS);
    return { kind: "recipients", recipients: readLists(table?.table("recipients") ?? null, recipient) };
  });
}

function recipient(given: Table, text: string, name: string): string {
  if (text.startsWith("age1")) return text;
  if (/^AGE-SECRET-KEY-/i.test(text))
    throw given.problem(
      name,
      `\`secrets.recipients.${name}\` holds a private key, which nobody but the agent may have`,
      "Take it out, make a new one (setpoint seal --keygen -o agent.key), and seal anew what was sealed for this one.",
    );
  throw given.problem(
    name,
    `"${text}" is no public key of age`,
    "`setpoint seal --keygen -o agent.key` makes a key and prints the public one: age1…",
  );
}

function readLists(
  table: Table | null,
  read: (table: Table, text: string, environment: string) => string,
): ByEnvironment<readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (table === null) return found;
  for (const name of table.keys()) {
    if (addressSegments(name) === null)
      throw table.problem(
        name,
        `"${name}" cannot be the name of an environment`,
        'A name is a word or several with dots between, in quotes: prod = […], "prod.eu" = […].',
      );
    const texts = table.texts(name) ?? [];
    if (texts.length === 0) throw table.problem(name, `The list of \`${name}\` is empty`, "Leave it out.");
    found.set(
      name,
      texts.map((text) => read(table, text, name)),
    );
  }
  return found;
}

/** What holds for an environment: its own, else that of the nearest around it; null: nothing is said of it. */
export function forEnvironment<T>(given: ByEnvironment<T>, environment: string): T | null {
  const segments = addressSegments(environment) ?? [environment];
  for (let length = segments.length; length > 0; length--) {
    const found = given.get(
      length === segments.length ? environment : printAddress(segments.slice(0, length)),
    );
    if (found !== undefined) return found;
  }
  return null;
}
