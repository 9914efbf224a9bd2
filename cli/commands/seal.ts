// `setpoint seal`: a secret in, a text out that only an environment's agents can open, ready to be pasted into the source.
//
// Surprising: the secret never comes as an argument, which other users of the machine could read. A text of one line loses
// the line break at its end, which `echo` and editors put there; a text of several lines, such as a key, keeps every byte.
// And for whom a text is sealed cannot be read off it: a rotation asks the graphs which environments use it.

import { closeSync, constants, fchmodSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { sealedLiterals, withSealed, type SealedLiteral } from "../../compiler/reseal.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { nearest } from "../../compiler/near.ts";
import { reportDiagnostic } from "../../compiler/report.ts";
import { MAX_SOURCE_BYTES, placeOf, showPlace, type Place, type SourceFile } from "../../compiler/source.ts";
import { forEnvironment, readRecipients, type ByEnvironment } from "../../runtime/config/secrets.ts";
import { AgeError, makeKey, open, seal } from "../../runtime/secrets/age.ts";
import { readIdentities } from "../../runtime/secrets/identities.ts";
import type { CommandRun } from "../command.ts";
import { Failure, UsageFailure, whyOf } from "../failure.ts";
import { readText, writeWhole } from "../files.ts";
import type { Host } from "../host.ts";
import { type CommandInput, isOn, textOf, textsOf } from "../input.ts";
import { analyzePackage, configFailure, MANIFEST, packageRoot } from "../package.ts";
import { count } from "../print/values.ts";
import { sourceFiles } from "../source-files.ts";

/** A secret is a password, a key, a certificate. */
const LARGEST = 1024 * 1024;

export const run: CommandRun = async (input, host) => {
  const [keygen, rotate] = [isOn(input, "keygen"), isOn(input, "rotate")];
  if (keygen && rotate)
    throw new UsageFailure("--keygen and --rotate are two things", "do one after the other");
  if (!rotate && input.arguments.length > 0)
    throw new UsageFailure(
      "the secret does not come as an argument: others could read it there",
      "give it on standard input, or be asked for it",
    );
  if (!rotate && textsOf(input, "identity").length > 0)
    throw new UsageFailure("--identity is for --rotate", "to seal takes no private key");
  if (!keygen && textOf(input, "output") !== null)
    throw new UsageFailure("-o is for --keygen", "what is sealed goes to standard output");
  try {
    if (keygen) return await generate(input, host);
    return rotate ? await rotateFiles(input, host) : await sealOne(input, host);
  } catch (error) {
    if (error instanceof AgeError) throw new Failure(error.message, null, { cause: error });
    throw error;
  }
};

// --- One secret ------------------------------------------------------------------------------------------------------

async function sealOne(input: CommandInput, host: Host): Promise<number> {
  const { environments, recipients } = recipientsOf(input, host);
  const typed = await host.askHidden(`The secret for ${environments.join(", ")}: `);
  const secret = typed ?? withoutEnd(await readInput());
  if (secret === "") throw new Failure("there is nothing to seal", "the text is empty");
  const sealed = await seal(secret, recipients);
  if (host.json) host.out.write(`${canonicalJson({ environments, recipients, sealed })}\n`);
  else {
    host.out.write(`secret.sealed("${sealed}")\n`);
    host.err.write(`Sealed for ${forWhom(environments, recipients)}.\n`);
  }
  return 0;
}

function forWhom(environments: readonly string[], recipients: readonly string[]): string {
  return `${environments.join(", ")}: ${count(recipients.length, "public key")}`;
}

async function readInput(): Promise<string> {
  // The terminal would show what is typed.
  if (process.stdin.isTTY)
    throw new Failure("the secret can be asked for only at a terminal", "leave standard error as it is");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > LARGEST)
      throw new Failure(`the secret is larger than ${LARGEST} bytes`, "seal the key to it instead");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new Failure("the secret is not UTF-8 text", "write its bytes in base64 first", { cause: error });
  }
}

function withoutEnd(text: string): string {
  return text.indexOf("\n") === text.length - 1 ? text.replace(/\r?\n$/, "") : text;
}

// --- For whom --------------------------------------------------------------------------------------------------------

interface ForWhom {
  readonly environments: readonly string[];
  /** Each once. */
  readonly recipients: readonly string[];
  /** Of an environment, whether it was named or not; null: nobody there can open anything. */
  readonly keysOf: (environment: string) => readonly string[] | null;
}

function recipientsOf(input: CommandInput, host: Host): ForWhom {
  const path = join(packageRoot(host.folder), MANIFEST);
  const result = readRecipients(readText(host, path));
  if (result.kind === "problem") throw configFailure(path, result);
  const known = result.recipients;
  const environments = chosenOf(textsOf(input, "env"), known);
  const recipients = environments.flatMap((environment) => {
    const found = forEnvironment(known, environment);
    if (found !== null) return found;
    const near = nearest(environment, known.keys());
    throw new Failure(
      `${path} names no public key for \`${environment}\``,
      near === null
        ? `add it under [secrets.recipients]: ${environment} = ["age1…"]; \`setpoint seal --keygen -o agent.key\` makes a pair`
        : `did you mean \`${near}\`?`,
    );
  });
  const keysOf = (environment: string) => forEnvironment(known, environment);
  return { environments, recipients: [...new Set(recipients)], keysOf };
}

function chosenOf(given: readonly string[], known: ByEnvironment<readonly string[]>): readonly string[] {
  if (given.length > 0) return given;
  const [only, ...more] = known.keys();
  if (only !== undefined && more.length === 0) return [only];
  if (only === undefined)
    throw new Failure(
      `${MANIFEST} names no public key`,
      'add one under [secrets.recipients]: prod = ["age1…"]; `setpoint seal --keygen -o agent.key` makes a pair',
    );
  throw new UsageFailure(
    "say for which environment",
    `--env, once or several times: ${[...known.keys()].join(", ")}`,
  );
}

// --- Rotation --------------------------------------------------------------------------------------------------------

interface Rotated {
  readonly path: string;
  readonly text: string;
  readonly sealed: number;
  /** Those that no key opened. */
  readonly left: readonly Place[];
  readonly shared: readonly Shared[];
}

/** Sealed for those who were named alone, it would be closed to these environments, which use it too. */
interface Shared {
  readonly place: Place;
  readonly environments: readonly string[];
}

/** Everything is opened and sealed anew before the first file is written. */
async function rotateFiles(input: CommandInput, host: Host): Promise<number> {
  const paths = textsOf(input, "identity");
  if (paths.length === 0)
    throw new UsageFailure("which key opens what is sealed?", "--identity FILE, once or several times");
  const whom = recipientsOf(input, host);
  const { environments, recipients } = whom;
  const keys = (await Promise.all(paths.map((path) => readIdentities(resolve(host.folder, path))))).flat();
  const files = sourceFiles(host, input.arguments.length === 0 ? ["."] : input.arguments);
  const usage = await usageOf(host, whom);
  const rotated: Rotated[] = [];
  for (const path of files) rotated.push(await rotateFile(host, path, keys, whom, usage));
  const sealed = rotated.reduce((sum, file) => sum + file.sealed, 0);
  const left = rotated.flatMap((file) => file.left);
  const shared = rotated.flatMap((file) => file.shared);
  if (sealed === 0 && left.length > 0 && shared.length === 0)
    throw new Failure(
      `the key opens none of ${count(left.length, "sealed text")}`,
      "name the key for which they were sealed",
    );
  for (const { path, text, sealed: changed } of rotated) if (changed > 0) writeWhole(host, path, text);
  if (host.json) {
    const shown = rotated
      .filter((file) => file.sealed > 0 || file.left.length > 0 || file.shared.length > 0)
      .map((file): Json => ({
        file: file.path,
        sealed: file.sealed,
        left: file.left.map((place) => ({ ...place })),
        shared: file.shared.map(({ place, environments: users }) => ({ ...place, environments: users })),
      }));
    host.out.write(`${canonicalJson({ environments, recipients, files: shown, unknown: usage.unknown })}\n`);
    return sealed === 0 && shared.length > 0 ? 1 : 0;
  }
  for (const file of rotated)
    if (file.sealed > 0) host.out.write(`${file.path}: ${count(file.sealed, "text")} sealed anew\n`);
  for (const place of left) host.out.write(`${showPlace(place)}: left as it is, because no key opens it\n`);
  for (const { place, environments: users } of shared)
    host.out.write(
      `${showPlace(place)}: left as it is, because ${users.join(", ")} uses it too: name it with --env as well\n`,
    );
  if (usage.unknown.length > 0)
    host.err.write(`It is not known what is used in ${usage.unknown.join(", ")}: it does not compile.\n`);
  if (sealed > 0) host.err.write(`Sealed for ${forWhom(environments, recipients)}.\n`);
  else if (shared.length === 0) host.err.write(`Nothing is sealed in ${count(files.length, "file")}.\n`);
  return sealed === 0 && shared.length > 0 ? 1 : 0;
}

interface Usage {
  /** The environments whose graphs have the text, of those that have keys. */
  readonly users: (sealed: string) => readonly string[];
  readonly unknown: readonly string[];
}

async function usageOf(host: Host, { keysOf }: ForWhom): Promise<Usage> {
  const { analysis } = await analyzePackage(host, []);
  const graphs = analysis.environments
    .filter((environment) => keysOf(environment) !== null)
    .map((environment) => ({ environment, text: analysis.compile(environment).text }));
  return {
    users: (sealed) =>
      graphs.flatMap(({ environment, text }) => (text?.includes(sealed) === true ? [environment] : [])),
    unknown: graphs.flatMap(({ environment, text }) => (text === null ? [environment] : [])),
  };
}

async function rotateFile(
  host: Host,
  path: string,
  keys: readonly string[],
  { recipients, keysOf }: ForWhom,
  { users }: Usage,
): Promise<Rotated> {
  const text = readText(host, path);
  if (text.length > MAX_SOURCE_BYTES) throw new Failure(`\`${path}\` is too large for a source file`);
  const file: SourceFile = { path, text, id: "" };
  const found = sealedLiterals(file);
  if (found.kind === "broken") {
    const { color, width } = host.err;
    for (const diagnostic of found.diagnostics)
      host.err.write(`${reportDiagnostic(diagnostic, { color, width })}\n\n`);
    throw new Failure(`\`${path}\` cannot be read, and nothing was changed`, "mend it first");
  }
  const fresh: { readonly literal: SealedLiteral; readonly sealed: string }[] = [];
  const left: Place[] = [];
  const shared: Shared[] = [];
  for (const literal of found.literals) {
    const secret = await open(literal.sealed, keys);
    const using = users(literal.sealed);
    const closed = using.filter((user) => keysOf(user)?.every((key) => recipients.includes(key)) !== true);
    if (secret === null) left.push(placeOf(literal.span));
    else if (closed.length > 0) shared.push({ place: placeOf(literal.span), environments: closed });
    else {
      // One that several were named for may be a secret of one of them.
      const own = using.flatMap((user) => keysOf(user) ?? []);
      fresh.push({ literal, sealed: await seal(secret, own.length > 0 ? [...new Set(own)] : recipients) });
    }
  }
  return { path, text: withSealed(file, fresh), sealed: fresh.length, left, shared };
}

// --- Keys ------------------------------------------------------------------------------------------------------------

async function generate(input: CommandInput, host: Host): Promise<number> {
  const path = textOf(input, "output");
  if (path === null)
    throw new UsageFailure("where is the private key to go?", "-o agent.key; it is for the agent alone");
  const { identity, recipient } = await makeKey();
  const made = new Date(host.clock.wall()).toISOString();
  writeKey(host, path, `# created: ${made}\n# public key: ${recipient}\n${identity}\n`);
  if (host.json) host.out.write(`${canonicalJson({ file: path, recipient })}\n`);
  else {
    host.out.write(`${recipient}\n`);
    host.err.write(
      `The private key is in ${path}: for the agent alone, under [secrets.identities] in its setpoint.toml, and never in the repository.\nThe public key goes under [secrets.recipients] in the package's.\n`,
    );
  }
  return 0;
}

/** A new file: a key that is there already opens what nobody else can. */
function writeKey(host: Host, path: string, text: string): void {
  try {
    const file = openSync(
      resolve(host.folder, path),
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      0o600,
    );
    try {
      fchmodSync(file, 0o600);
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new Failure(`cannot write \`${path}\`: ${whyOf(error)}`, "a key that is there is never replaced", {
      cause: error,
    });
  }
}
