// Sealed texts: what `setpoint seal` prints and `secret.sealed` takes. An age file in base64, armored or not.
//
// In:  a text. Out: the same file as one line of base64, or why it is none. Nothing is opened here: the header alone says
// whether a text is whole, and for whom it is sealed it does not say. https://age-encryption.org/v1

import { bytesOfBase64 } from "./functions/encodings.ts";

export type SealedReading =
  { readonly kind: "sealed"; readonly text: string } | { readonly kind: "broken"; readonly why: string };

const BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
const END = "-----END AGE ENCRYPTED FILE-----";
const VERSION = "age-encryption.org/v1\n";
/** `-> X25519 …` and its body, whose last line is a short one; at the end the code that proves the header. */
const HEADER =
  /^age-encryption\.org\/v1\n(?:-> [!-~]+(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+--- [A-Za-z0-9+/]{43}\n/;
/** A nonce, and the tag of the only chunk that an empty text has. */
const LEAST_BODY = 32;

export function readSealed(text: string): SealedReading {
  const bare = unarmored(text.trim());
  if (bare === "") return broken("it is empty");
  const bytes = bare === null ? null : bytesOfBase64(bare);
  if (bare === null || bytes === null) return broken("it is not base64, or a part of it is missing");
  const file = String.fromCharCode(...bytes.slice(0, VERSION.length));
  if (file !== VERSION) return broken("it is base64 of something else");
  const header = HEADER.exec(latin1(bytes))?.[0];
  if (header === undefined || bytes.length < header.length + LEAST_BODY)
    return broken("it is damaged, or a part of it is missing");
  if (header.includes("\n-> scrypt ")) return broken("it is sealed with a passphrase, and an agent has none");
  return { kind: "sealed", text: bare };
}

function broken(why: string): SealedReading {
  return { kind: "broken", why };
}

/** Without the armor and without white space; null: an armor that does not end. */
function unarmored(text: string): string | null {
  if (!text.startsWith(BEGIN)) return text.replaceAll(/\s+/g, "");
  if (!text.endsWith(END)) return null;
  return text.slice(BEGIN.length, -END.length).replaceAll(/\s+/g, "");
}

function latin1(bytes: readonly number[]): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
