import type { z } from 'zod';
import { PartnerRefusal } from './partner-errors.js';
import { uncapitalised, withoutNulls } from './partner-requests.js';

/** The body as the schema wants it, or the vendor's refusal of it. */
export const parseBody = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(withoutNulls(uncapitalised(body)));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new PartnerRefusal(800002, 400, `Invalid request input: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
};
