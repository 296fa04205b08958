import { z } from 'zod';

/**
 * What comes from the vendor is read leniently where nothing hangs on it: null is absent, and so is an optional field that isn't of the
 * documented kind. A part of a list that can't be read is left out of it, so that one line's trouble is never another's.
 */

/** The same without its nulls, at every depth. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])));
};

export const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);

/** The vendor isn't consistent in whether a code is a number. */
export const text = z.string();
export const code = z.union([z.string(), z.number()]);

const readable = <Shape extends z.ZodType>(items: unknown, shape: Shape): z.output<Shape>[] =>
  Array.isArray(items)
    ? items.flatMap((item) => {
        const read = shape.safeParse(item);
        return read.success ? [read.data] : [];
      })
    : [];

/** A list that may be absent. */
export const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .unknown()
    .optional()
    .transform((items) => readable(items, shape));

/** A collection: its items are there, or it says that there are none. Nothing at all isn't taken for none: lines would be bought again. */
export const collectionOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .object({ items: z.array(z.unknown()).optional(), totalCount: maybe(z.number()), links: maybe(z.object({ next: maybe(nextLink) })) })
    .refine(({ items, totalCount }) => items !== undefined || totalCount === 0, { error: 'a collection without items' })
    .transform(({ items, links }) => ({ items: readable(items, shape), next: links?.next }));

/** Where a collection goes on, and what is to be sent along. */
const nextLink = z.object({ uri: z.string().min(1), headers: listOf(z.object({ key: text, value: text })) });
export type NextLink = z.infer<typeof nextLink>;

/** The date that the vendor writes where it has none is of the year 1. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** An instant as ISO 8601 in UTC, which the vendor means also where it says no offset. */
export const instant = z.string().transform((written, context) => {
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(written) || !written.includes('T') ? written : `${written}Z`);
  if (ms >= EARLIEST) return new Date(ms).toISOString();
  context.addIssue('not an instant');
  return z.NEVER;
});
