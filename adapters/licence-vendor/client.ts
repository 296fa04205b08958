import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureCode } from '../../domain/failure/failure-code.js';

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
  readonly units: number;
}

export interface LicenceVendor {
  /** Creates or changes the licence; repeating it is harmless. Returns the vendor's reference. */
  put(licence: VendorLicence): Promise<{ vendorRef: string }>;
  /** Ends the licence; one that isn't there is ended already. */
  remove(accountRef: string, licenceRef: string): Promise<void>;
  /** undefined when there has never been one. */
  find(accountRef: string, licenceRef: string): Promise<FoundLicence | undefined>;
}

const REFUSALS: Readonly<Record<string, FailureCode>> = {
  PLAN_RETIRED: 'vendor_plan_retired',
  UNITS_OUT_OF_RANGE: 'vendor_units_out_of_range',
  ACCOUNT_BLOCKED: 'vendor_account_blocked',
};

const TIMEOUT_MS = 15_000;

/** Translates the vendor's answer into our taxonomy: the one place that knows its codes. */
const failureFrom = async (response: Response): Promise<ApplicationFailure> => {
  const body = (await response.json().catch(() => ({}))) as {
    error?: { code?: string; message?: string };
    code?: string;
    message?: string;
  };
  const code = body.error?.code ?? body.code ?? '';
  const message = (body.error?.message ?? body.message ?? `HTTP ${String(response.status)}`).slice(0, 300);
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    return ApplicationFailure.create({ message, type: 'vendor_throttled', ...(seconds > 0 ? { nextRetryDelay: seconds * 1000 } : {}) });
  }
  if (response.status >= 500) return ApplicationFailure.create({ message, type: 'vendor_error' });
  return ApplicationFailure.create({ message, type: REFUSALS[code] ?? 'vendor_refused', nonRetryable: true });
};

/** A typed client of the plain REST licence vendor. */
export const createLicenceVendor = (baseUrl: string, apiKey: string): LicenceVendor => {
  const call = async (method: string, path: string, body?: object, key?: string): Promise<Response> => {
    try {
      return await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'x-request-id': randomUUID(),
          ...(key ? { 'idempotency-key': key } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw ApplicationFailure.create({ message: error instanceof Error ? error.message : 'no answer', type: 'vendor_unreachable' });
    }
  };
  const pathOf = (accountRef: string, licenceRef: string) =>
    `/v1/accounts/${encodeURIComponent(accountRef)}/licences/${encodeURIComponent(licenceRef)}`;
  return {
    put: async ({ accountRef, licenceRef, plan, units, startsOn, key }) => {
      const response = await call('PUT', pathOf(accountRef, licenceRef), { plan, units, startsOn }, key);
      if (!response.ok) throw await failureFrom(response);
      const { vendorId } = (await response.json()) as { vendorId: string };
      return { vendorRef: vendorId };
    },
    remove: async (accountRef, licenceRef) => {
      const response = await call('DELETE', pathOf(accountRef, licenceRef));
      if (!response.ok && response.status !== 404) throw await failureFrom(response);
    },
    find: async (accountRef, licenceRef) => {
      const response = await call('GET', pathOf(accountRef, licenceRef));
      if (response.status === 404) return undefined;
      if (!response.ok) throw await failureFrom(response);
      const { vendorId, state, units } = (await response.json()) as Pick<FoundLicence, 'state' | 'units'> & { vendorId: string };
      return { vendorRef: vendorId, state, units };
    },
  };
};
