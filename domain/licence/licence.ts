/** What one unit of a product is. */
export const unitTypes = ['seat', 'endpoint', 'user', 'mailbox', 'encryption_key', 'gb'] as const;
export type UnitType = (typeof unitTypes)[number];

/** `scheduled`: waits for its start date. `failed`: refused for good, one action retries it. */
export const licenceStates = ['scheduled', 'provisioning', 'active', 'failed', 'ending', 'ended'] as const;
export type LicenceState = (typeof licenceStates)[number];

export const licenceTransitions: Readonly<Record<LicenceState, readonly LicenceState[]>> = {
  scheduled: ['provisioning', 'ended'],
  provisioning: ['active', 'failed', 'ended'],
  active: ['provisioning', 'ending'],
  failed: ['provisioning', 'active', 'ended'],
  ending: ['ended', 'active', 'failed'],
  ended: [],
};

/** What a licence process is asked to bring about at the vendor. */
export const licenceChanges = ['start', 'resize', 'end'] as const;
export type LicenceChange = (typeof licenceChanges)[number];
