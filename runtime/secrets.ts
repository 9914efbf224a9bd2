// A reference to a secret, turned into its value: inside a driver's call, at the last moment, and nowhere else.
//
// In:  the reference of the graph, the environment that it stands in, and the agent's grants. Out: the value, or a
// `SecretError` that says why there is none. Nothing is kept: each call reads the keys anew, so that a key that was taken away
// is gone at once.
// Surprising: keys are granted by environment. Otherwise whoever may commit to one environment could put the sealed text of
// another there, and have the agent open it.

import { isJsonObject, type Json } from "../compiler/json.ts";
import { forEnvironment, type SecretGrants } from "./config/secrets.ts";
import { AgeError, open } from "./secrets/age.ts";
import { readIdentities } from "./secrets/identities.ts";

/** Its message names places and never a value. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

export async function revealSecret(
  reference: Json,
  environment: string,
  grants: SecretGrants,
): Promise<string> {
  const named = isJsonObject(reference) ? reference["$secret"] : undefined;
  const { provider, key } = isJsonObject(named) ? named : {};
  if (typeof provider !== "string" || typeof key !== "string")
    throw new SecretError("this is no reference to a secret");
  if (provider === "sealed") return openSealed(key, environment, grants);
  throw new SecretError(
    `it comes from \`secret.${provider}\`, and this agent opens sealed secrets only: \`setpoint seal\` makes one`,
  );
}

async function openSealed(sealed: string, environment: string, grants: SecretGrants): Promise<string> {
  const paths = forEnvironment(grants.identities, environment);
  if (paths === null)
    throw new SecretError(
      `it is sealed, and this agent has no key for ${environment}: name a file under [secrets.identities] in its setpoint.toml`,
    );
  try {
    const keys = await Promise.all(paths.map(readIdentities));
    const text = await open(sealed, keys.flat());
    if (text !== null) return text;
  } catch (error) {
    if (error instanceof AgeError) throw new SecretError(`it is sealed, and ${error.message}`);
    throw error;
  }
  throw new SecretError(
    `it is sealed for others: no key of this agent for ${environment} opens it; seal it anew for its public key`,
  );
}
