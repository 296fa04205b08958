import { inject } from 'vitest';
import { inTurn } from './turn.js';

/** What the licence vendor is told to do wrong, for calls about one account or licence only: all files of a run share the vendor. */
export interface VendorFault {
  readonly match: { readonly accountRef?: string; readonly licenceRef?: string; readonly plan?: string; readonly method?: string };
  readonly mode: 'status' | 'drop-before' | 'drop-after-work' | 'delay' | 'half';
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: number;
  readonly ms?: number;
  readonly times?: number;
}

interface VendorLicence {
  readonly accountRef: string;
  readonly licenceRef: string;
  readonly plan: string;
  readonly units: number;
  readonly startsOn?: string;
  readonly state: 'active' | 'provisioning' | 'ended';
  readonly revision: number;
}

const call = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${inject('vendorUrl')}${path}`, init)).json();

// The simulator replaces its whole list, and counts down in it; so it is changed in turn, and what is used up isn't sent back.
const changeFaults = (change: (faults: VendorFault[]) => VendorFault[]): Promise<void> =>
  inTurn(inject('vendorUrl'), async () => {
    const faults = ((await call('/sim/faults')) as VendorFault[]).filter(({ times }) => times !== 0);
    await call('/sim/faults', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change(faults)) });
  });

/** Adds a fault for one test's own account or licence; the other files' faults stay. */
export const vendorFault = (fault: VendorFault): Promise<void> => {
  if (!fault.match.accountRef && !fault.match.licenceRef) throw new Error('a fault names the account or licence that it is for');
  return changeFaults((faults) => [...faults, fault]);
};

/** Takes back the faults of an account. */
export const mendVendor = (accountRef: string): Promise<void> =>
  changeFaults((faults) => faults.filter(({ match }) => match.accountRef !== accountRef));

/** The licences that the vendor has for an account. */
export const licencesAtVendor = async (accountRef: string): Promise<VendorLicence[]> =>
  ((await call('/sim/state')) as { licences: VendorLicence[] }).licences.filter((licence) => licence.accountRef === accountRef);

/** How often the vendor was asked to do something about a licence, whatever became of it. */
export const callsToVendor = async (method: 'PUT' | 'DELETE', accountRef: string, licenceRef: string): Promise<number> =>
  ((await call('/sim/state')) as { calls: Record<string, number> }).calls[`${method} ${accountRef}/${licenceRef}`] ?? 0;
