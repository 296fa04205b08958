const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a browser kept of a draft, in the shape of an empty one. A key that is missing or of another kind, as an older
 * version of the page left it, is as it is in the empty one; a key that only the older one knew is dropped.
 */
export const inShapeOf = <T>(empty: T, kept: unknown): T => {
  if (!isRecord(empty)) return (typeof kept === typeof empty && Array.isArray(kept) === Array.isArray(empty) ? kept : empty) as T;
  const found = isRecord(kept) ? kept : {};
  return Object.fromEntries(Object.entries(empty).map(([key, value]) => [key, inShapeOf(value, found[key])])) as T;
};

/** The same for a list: what isn't an item is left out. */
export const itemsInShapeOf = <T>(empty: T, kept: unknown): T[] =>
  Array.isArray(kept) ? kept.filter(isRecord).map((item) => inShapeOf(empty, item)) : [];

/** The kept word where it is one of those that may stand there. */
export const oneOf = <T extends string>(words: readonly T[], kept: unknown, otherwise: T): T =>
  words.find((word) => word === kept) ?? otherwise;

/** What this tab kept under a name; undefined where there is nothing, or nothing that can be read. */
export const readKept = (key: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isRecord(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a draft in this tab. Storage may be full or closed; the form itself still holds what was typed. */
export const keep = (key: string, draft: unknown): void => {
  const text = JSON.stringify(draft);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // As said above.
  }
};
