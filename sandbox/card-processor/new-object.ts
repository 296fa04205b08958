import { randomBytes } from 'node:crypto';

/** Ids as Stripe's look: what it is, and letters and digits. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(18).toString('base64').replace(/\W/g, 'x')}`;

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const newObject = (prefix: string, metadata: Record<string, string> = {}) => ({
  id: newId(prefix),
  created: nowSeconds(),
  livemode: false as const,
  metadata,
});
