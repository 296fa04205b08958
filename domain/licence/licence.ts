/** What one unit of a product is. */
export const unitTypes = ['seat', 'endpoint', 'user', 'mailbox', 'encryption_key', 'gb'] as const;
export type UnitType = (typeof unitTypes)[number];

/** What the process of an assigned subscription is asked to bring about at the vendor. */
export const licenceChanges = ['start', 'resize', 'end'] as const;
export type LicenceChange = (typeof licenceChanges)[number];
