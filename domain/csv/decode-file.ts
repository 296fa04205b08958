export const csvEncodings = ['utf-8', 'utf-16', 'windows-1252'] as const;
export type CsvEncoding = (typeof csvEncodings)[number];

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The bytes 0x80 to 0x9F of Windows-1252; a gap is a byte that no text has. (WHATWG's index; engines differ in it.) */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const ofWindows = (bytes: Uint8Array): string | undefined => {
  const parts: string[] = [];
  for (const byte of bytes) {
    const char = byte >= 0x80 && byte <= 0x9f ? HIGH[byte - 0x80]! : String.fromCharCode(byte);
    if (byte >= 0x80 && byte <= 0x9f && char === ' ') return undefined;
    parts.push(char);
  }
  return parts.join('');
};

/** No text of a table has these; a picture, a spreadsheet's own file or a wrong encoding does. */
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r]|\uFFFD/u;

/**
 * The text of a file, and how it was read: UTF-16 by its mark, strict UTF-8, else Windows-1252, as Excel saves "CSV" in Italy.
 * Undefined where it is none of them.
 */
export const decodeFile = (bytes: Uint8Array): { readonly text: string; readonly encoding: CsvEncoding } | undefined => {
  const [first, second] = bytes;
  const mark = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  const unicode = decoded(bytes, mark ?? 'utf-8');
  const text = unicode ?? (mark ? undefined : ofWindows(bytes));
  if (text === undefined || NO_TEXT.test(text)) return undefined;
  return { text, encoding: mark ? 'utf-16' : unicode === undefined ? 'windows-1252' : 'utf-8' };
};
