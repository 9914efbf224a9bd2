// Sealing and opening, by age (https://age-encryption.org/v1): the only file that knows the library.
//
// In:  a text and public keys, or a sealed text and private ones. Out: the other half, or an `AgeError` in words. A sealed text
// is an age file in base64, on one line.
// Surprising: nothing that went wrong is passed on in the library's own words. Some of them repeat what they were given.

export class AgeError extends Error {
  override readonly name = "AgeError";
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export async function seal(text: string, recipients: readonly string[]): Promise<string> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new AgeError(`\`${recipient}\` is no public key: a character of it is wrong or missing`);
    }
  }
  return Buffer.from(await encrypter.encrypt(text)).toString("base64");
}

/** Null: none of the keys opens it. */
export async function open(sealed: string, identities: readonly string[]): Promise<string | null> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const identity of identities) {
    try {
      decrypter.addIdentity(identity);
    } catch {
      throw new AgeError("a private key is damaged: a character of it is wrong or missing");
    }
  }
  let bytes: Uint8Array;
  try {
    bytes = await decrypter.decrypt(Buffer.from(sealed, "base64"));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("no identity matched")) return null;
    throw new AgeError("the sealed text is damaged");
  }
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AgeError("what is sealed is not UTF-8 text");
  }
}

export interface KeyPair {
  readonly identity: string;
  readonly recipient: string;
}

export async function makeKey(): Promise<KeyPair> {
  const { generateX25519Identity, identityToRecipient } = await import("age-encryption");
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
