import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { callHttp, type HttpAnswer, type HttpCall } from '../http-call.js';

/** A licence as the vendor should have it. */
export interface VendorLicence {
  readonly accountRef: string;
  readonly licenceRef: string;
  readonly plan: string;
  readonly units: number;
  readonly startsOn: string;
  /** Idempotency key: the same at each try of one change, another for the next change. */
  readonly key: string;
}

/** A licence as the vendor has it. `provisioning` was begun and not finished; putting it again finishes it. */
export interface FoundLicence {
  readonly vendorRef: string;
  readonly state: 'active' | 'provisioning' | 'ended';
  /** Absent where the vendor doesn't say it. */
  readonly units?: number | undefined;
}

/** A licence with our name for it: a line's id, or an assigned subscription's. */
export interface ListedLicence extends FoundLicence {
  readonly licenceRef: string;
}

export interface LicenceVendor {
  /** Creates or changes the licence; repeating it is harmless. Returns the vendor's reference. */
  put(licence: VendorLicence): Promise<{ vendorRef: string }>;
  /** Ends the licence; one that isn't there is ended already. */
  remove(accountRef: string, licenceRef: string): Promise<void>;
  /** undefined when there has never been one. */
  find(accountRef: string, licenceRef: string): Promise<FoundLicence | undefined>;
  /** Every licence of an account, those that have ended too. */
  list(accountRef: string): Promise<ListedLicence[]>;
}

const REFUSALS: Readonly<Record<string, FailureCode>> = {
  PLAN_RETIRED: 'vendor_plan_retired',
  UNITS_OUT_OF_RANGE: 'vendor_units_out_of_range',
  ACCOUNT_BLOCKED: 'vendor_account_blocked',
};

const text = z.string().optional().catch(undefined);
const refusal = z.object({ code: text, message: text });
const refusalBody = z.object({ error: refusal.optional().catch(undefined), code: text, message: text });

/** What we read of a licence. A state that we don't know is none that we could count on: it isn't active yet. */
const licenceBody = z.object({
  vendorId: z.string().min(1),
  state: z.enum(['active', 'provisioning', 'ended']).catch('provisioning'),
  units: z.number().optional().catch(undefined),
});

/** One that can't be read is left out: what is missed by it is looked for again. */
const licenceList = z.object({
  licences: z.array(z.unknown()).transform((all) =>
    all.flatMap((each) => {
      const read = licenceBody.extend({ licenceRef: z.string().min(1) }).safeParse(each);
      return read.success ? [read.data] : [];
    }),
  ),
});

/** Translates the vendor's answer into our taxonomy: the one place that knows its codes. */
const failureFrom = (answer: HttpAnswer): ApplicationFailure => {
  const body = refusalBody.safeParse(answer.details()).data ?? {};
  const code = body.error?.code ?? body.code ?? '';
  const message = (body.error?.message ?? body.message ?? `HTTP ${String(answer.status)}`).slice(0, 300);
  if (answer.status === 429) {
    const seconds = Number(answer.header('retry-after'));
    return ApplicationFailure.create({ message, type: 'vendor_throttled', ...(seconds > 0 ? { nextRetryDelay: seconds * 1000 } : {}) });
  }
  // Our own sign-in: the platform's operators put it right.
  if (answer.status === 401) return ApplicationFailure.create({ message, type: 'vendor_sign_in_refused' });
  if (answer.status >= 500) return ApplicationFailure.create({ message, type: 'vendor_error' });
  return ApplicationFailure.create({ message, type: REFUSALS[code] ?? 'vendor_refused', nonRetryable: true });
};

/** A typed client of the plain REST licence vendor. */
export const createLicenceVendor = (baseUrl: string, apiKey: string): LicenceVendor => {
  const call = async (method: HttpCall['method'], path: string, body?: object, key?: string): Promise<HttpAnswer> => {
    try {
      return await callHttp(new URL(path, baseUrl), {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'x-request-id': randomUUID(),
          ...(key ? { 'idempotency-key': key } : {}),
        },
        ...(body ? { body } : {}),
      });
    } catch (error) {
      throw ApplicationFailure.create({ message: error instanceof Error ? error.message : 'no answer', type: 'vendor_unreachable' });
    }
  };
  const listOf = (accountRef: string) => `/v1/accounts/${encodeURIComponent(accountRef)}/licences`;
  const pathOf = (accountRef: string, licenceRef: string) => `${listOf(accountRef)}/${encodeURIComponent(licenceRef)}`;
  /** Of a success. What can't be read may be answered better when it is asked for again. */
  const licenceIn = (answer: HttpAnswer): FoundLicence => {
    const read = licenceBody.safeParse(answer.details());
    if (!read.success) throw ApplicationFailure.create({ message: 'the vendor’s answer has no licence in it', type: 'vendor_error' });
    const { vendorId: vendorRef, state, units } = read.data;
    return { vendorRef, state, units };
  };
  const find = async (accountRef: string, licenceRef: string): Promise<FoundLicence | undefined> => {
    const answer = await call('GET', pathOf(accountRef, licenceRef));
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw failureFrom(answer);
    return licenceIn(answer);
  };
  return {
    put: async ({ accountRef, licenceRef, plan, units, startsOn, key }) => {
      const answer = await call('PUT', pathOf(accountRef, licenceRef), { plan, units, startsOn }, key);
      if (!answer.ok) throw failureFrom(answer);
      // It's done, and what it's called can be read where the answer doesn't say it.
      const named = licenceBody.safeParse(answer.details()).data;
      return { vendorRef: named?.vendorId ?? (await find(accountRef, licenceRef))?.vendorRef ?? licenceRef };
    },
    remove: async (accountRef, licenceRef) => {
      const answer = await call('DELETE', pathOf(accountRef, licenceRef));
      if (!answer.ok && answer.status !== 404) throw failureFrom(answer);
    },
    find,
    list: async (accountRef) => {
      const answer = await call('GET', listOf(accountRef));
      if (answer.status === 404) return [];
      if (!answer.ok) throw failureFrom(answer);
      const read = licenceList.safeParse(answer.details());
      if (!read.success)
        throw ApplicationFailure.create({ message: 'the vendor’s answer has no list of licences in it', type: 'vendor_error' });
      return read.data.licences.map(({ vendorId: vendorRef, licenceRef, state, units }) => ({ vendorRef, licenceRef, state, units }));
    },
  };
};
