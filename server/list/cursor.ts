import { z } from 'zod';

const text = z
  .string()
  .max(300)
  .refine((value) => !value.includes('\0'), { error: 'invalid' });

const INSTANT = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,6}Z$/;
const isInstant = (value: string): boolean => INSTANT.test(value) && new Date(value).toJSON()?.slice(0, 10) === value.slice(0, 10);

/** Where a list goes on: the ordering value and the id of the last row shown. Issue code: invalid. */
export const pageCursor = z.tuple([text, z.uuid()]);

/** As {@link pageCursor}, for a list that is ordered by when its rows were made. */
export const instantCursor = z.tuple([z.string().refine(isInstant, { error: 'invalid' }), z.uuid()]);

/** For a list of several orders: a place in the order of creation is an instant. */
export const checkCursor = (
  { sort, cursor }: { sort: string; cursor?: readonly [string, string] },
  context: z.core.$RefinementCtx,
): void => {
  if (cursor && sort === 'created' && !isInstant(cursor[0])) context.addIssue({ code: 'custom', message: 'invalid', path: ['cursor', 0] });
};
