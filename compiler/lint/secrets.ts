// Literals that look like secrets: by what they look like, and by what they are called.
//
// Surprising: names count for more than randomness. Hashes, public keys and ids are as random as any secret and stand in
// many files, so randomness alone has to be of a kind that those do not have.

import type { Expression, Literal } from "../ast.ts";
import { walk, type Walked } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { readSealed } from "../sealed.ts";
import { find, wants, type Linter } from "./context.ts";

export function lintSecrets(linter: Linter): void {
  if (!wants(linter, "SP7007")) return;
  for (const module of linter.modules) {
    const named = namedLiterals(module);
    walk(module.node, (node) => {
      if (isSecretCall(node)) return false;
      if (node.kind !== "literal") return true;
      const literal = node as unknown as Literal;
      if (typeof literal.value !== "string" || literal.type !== "String") return true;
      // It is there to be read by everybody, and of no use to them.
      if (readSealed(literal.value).kind === "sealed") return true;
      const what = secretIn(literal.value, named.get(literal) ?? null);
      if (what !== null)
        find(linter, "SP7007", { what }, { module, node }, "in the source, for everybody to read");
      return true;
    });
  }
}

/** `secret.env("...")`: the name of a secret, or a sealed one. */
function isSecretCall(node: Walked): boolean {
  if (node.kind !== "access" || !("base" in node)) return false;
  const base = node.base as Expression;
  return base.kind === "name" && base.text === "secret";
}

/** Each literal that is the value of a name: of a field, a key, a parameter, a `let`, an argument. */
function namedLiterals(module: Module): ReadonlyMap<Literal, string> {
  const names = new Map<Literal, string>();
  walk(module.node, (node) => {
    if (!("value" in node)) return;
    const value = node.value as Expression | null;
    const name = ("key" in node ? node.key : "name" in node ? node.name : null) as { text?: unknown } | null;
    if (value?.kind === "literal" && typeof name?.text === "string") names.set(value, name.text);
  });
  return names;
}

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/, "a private key"],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/, "a private age key"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS access key"],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b/, "a GitHub token"],
  [/\bgithub_pat_[A-Za-z0-9_]{40,}/, "a GitHub token"],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, "a GitLab token"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, "a Slack token"],
  [/\b[sr]k_live_[0-9A-Za-z]{20,}/, "a Stripe key"],
  [/\bAIza[0-9A-Za-z_-]{35}/, "a Google API key"],
  [/\bnpm_[A-Za-z0-9]{36}\b/, "an npm token"],
  [/\bhv[sbr]\.[A-Za-z0-9_-]{24,}/, "a Vault token"],
  [/\bSG\.[\w-]{22}\.[\w-]{43}/, "a SendGrid key"],
  [/\bdop_v1_[0-9a-f]{64}\b/, "a DigitalOcean token"],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, "a signed token"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?!\*+@|x+@|<)[^\s/:@]{3,}@/i, "a URL with a password"],
];

const PASSWORD = /(?:^|[_.-])(?:password|passwd|passphrase|pwd)$/i;
const KEY = /(?:^|[_.-])(?:secret|token|api_?key|private_?key|access_?key|secret_?key|credentials?)$/i;
const PLACEHOLDER =
  /^$|^<.*>$|^\{\{.*\}\}$|^\$|^(?:x+|\*+|\.+|-+)$|^(?:todo|tbd|none|null|example|placeholder|redacted|secret|password|token|change-?me)$/i;

/** What the text looks like, or null. `name` is what it is called. */
export function secretIn(text: string, name: string | null): string | null {
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return known[1];
  if (name !== null && !PLACEHOLDER.test(text) && !isPlace(text)) {
    // `dbPassword` is `db_Password`, and `bypassword` is not.
    const words = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_");
    if (PASSWORD.test(words)) return "a password";
    if (
      KEY.test(words) &&
      text.length >= 12 &&
      /\d/.test(text) &&
      /[a-z]/i.test(text) &&
      randomness(text) > 3
    )
      return "a key or a token";
  }
  return isRandom(text) ? "a key or a token" : null;
}

/** A path, a URL without a password, or the name of where something is kept. */
function isPlace(text: string): boolean {
  return /^(?:\.{0,2}\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(text) || /\s/.test(text.trim());
}

/** Long, of all sorts of letters, without words in it; not a hash (hex), not an id, not a public key. */
function isRandom(text: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{40,}={0,2}$/.test(text) || /^[0-9a-f-]+$/i.test(text)) return false;
  if (/^(?:sha\d+-|AAAA[BCE])/.test(text) || text.startsWith("/")) return false;
  const sorts = [/[a-z]/, /[A-Z]/, /\d/].every((sort) => sort.test(text));
  // Words joined by one sign: paths, names of images, feature flags.
  const words = text.split(/[/_-]/);
  if (words.length > 3 && words.every((word) => word.length < 20)) return false;
  return sorts && randomness(text) > 4.3;
}

/** Shannon's entropy, in bits for each character. */
function randomness(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
