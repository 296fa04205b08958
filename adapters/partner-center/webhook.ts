import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { VendorEvent } from '../provisioning-vendor.js';
import { failWith } from './translate-refusal.js';

/** An event that was sent longer ago, or comes from a clock further ahead, is taken for one that somebody kept and sends again. */
const TOLERANCE_MS = 5 * 60_000;

const signatureSchema = z
  .string()
  .regex(/^t=\d{1,12},v1=[0-9a-f]{64}$/)
  .transform((text) => ({ seconds: Number(text.slice(2, text.indexOf(','))), digest: text.slice(-64) }));

const eventSchema = z.object({
  EventName: z.string().max(100),
  ResourceUri: z.string().max(500),
  ResourceChangeUtcDate: z.string().max(40),
});

const refuse = (why: string) => failWith('webhook_refused', why);

/** /v1/customers/{customer}/subscriptions/{subscription}, wherever that is served. */
const namesIn = (uri: string): { accountRef?: string; vendorRef?: string } => {
  const [, accountRef, vendorRef] = /\/customers\/([\w-]+)\/subscriptions\/([\w-]+)$/.exec(uri) ?? [];
  return { ...(accountRef ? { accountRef } : {}), ...(vendorRef ? { vendorRef } : {}) };
};

/** Reads a webhook whose signature holds and is fresh; throws webhook_refused otherwise. */
export const readPartnerEvent = (body: Buffer, signature: string, secret: string, nowMs = Date.now()): VendorEvent => {
  const signed = signatureSchema.safeParse(signature);
  if (!signed.success) throw refuse('the signature is missing or malformed');
  const { seconds, digest } = signed.data;
  const wanted = createHmac('sha256', secret)
    .update(`${String(seconds)}.`)
    .update(body)
    .digest();
  if (!timingSafeEqual(wanted, Buffer.from(digest, 'hex'))) throw refuse('the signature does not hold');
  if (Math.abs(nowMs - seconds * 1000) > TOLERANCE_MS) throw refuse('the event was signed too long ago');
  const event = eventSchema.safeParse(parse(body));
  if (!event.success) throw refuse('the event is malformed');
  const { EventName: name, ResourceUri: uri, ResourceChangeUtcDate: changedAt } = event.data;
  return { id: createHash('sha256').update(body).digest('hex'), name, changedAt, ...namesIn(uri) };
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
