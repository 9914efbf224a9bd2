// Encodings of text as UTF-8: base64, hex and the percent signs of a URL.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** RFC 3986: what stands for itself in every part of a URL. */
const UNRESERVED = /[A-Za-z0-9\-._~]/;

export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return bytes;
}

/** null: the bytes are no UTF-8. */
export function fromUtf8(bytes: readonly number[]): string | null {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return null;
    let point = length === 1 ? first : first & (0xff >> (length + 1));
    for (let offset = 1; offset < length; offset++) {
      const next = bytes[at + offset] ?? 0;
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 63);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

export function base64(text: string): string {
  const bytes = utf8(text);
  let result = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    result += ALPHABET[a >> 2] ?? "";
    result += ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)] ?? "";
    result += b === undefined ? "=" : (ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)] ?? "");
    result += c === undefined ? "=" : (ALPHABET[c & 63] ?? "");
  }
  return result;
}

export function fromBase64(text: string): string | null {
  const bytes = bytesOfBase64(text);
  return bytes === null ? null : fromUtf8(bytes);
}

/** null: the text is no base64. */
export function bytesOfBase64(text: string): readonly number[] | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const group = [0, 1, 2, 3].map((offset) => ALPHABET.indexOf(text[at + offset] ?? "="));
    const [a = 0, b = 0, c = -1, d = -1] = group;
    bytes.push((a << 2) | (b >> 4));
    if (c >= 0) bytes.push(((b & 15) << 4) | (c >> 2));
    if (d >= 0) bytes.push(((c & 3) << 6) | d);
  }
  return bytes;
}

export function hex(text: string): string {
  return utf8(text)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

export function fromHex(text: string): string | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 2) bytes.push(Number.parseInt(text.slice(at, at + 2), 16));
  return fromUtf8(bytes);
}

export function urlEncode(text: string): string {
  return utf8(text)
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return byte < 128 && UNRESERVED.test(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
