import { z } from 'zod';

/** The licence vendor's own language; the product's adapter translates from it. */
export const licenceOrderSchema = z.strictObject({
  plan: z.string().min(1).max(100),
  units: z.int(),
  startsOn: z.iso.date().optional(),
});

export type LicenceOrder = z.infer<typeof licenceOrderSchema>;

export interface Licence extends LicenceOrder {
  accountRef: string;
  licenceRef: string;
  vendorId: string;
  /** provisioning: begun and not finished; asking again finishes it. */
  state: 'active' | 'provisioning' | 'ended';
  revision: number;
  updatedAt: string;
}

/** 4xx with one of these won't get better by itself, but for RATE_LIMITED and TEMPORARILY_UNAVAILABLE. */
export const vendorCodes = {
  UNAUTHENTICATED: 401,
  LICENCE_UNKNOWN: 404,
  IDEMPOTENCY_KEY_REUSED: 409,
  INVALID_REQUEST: 400,
  PLAN_RETIRED: 422,
  UNITS_OUT_OF_RANGE: 422,
  ACCOUNT_BLOCKED: 403,
  RATE_LIMITED: 429,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

export type VendorCode = keyof typeof vendorCodes;

export const MOST_UNITS = 100_000;

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const refusal = (code: string, message: string, status: number): Answer => ({ status, body: { error: { code, message } } });

export const refuse = (code: VendorCode, message: string): Answer => refusal(code, message, vendorCodes[code]);
