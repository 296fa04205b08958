import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { LineAtVendor, VendorLine } from '../provisioning-vendor.js';
import { noteOf } from './translate-refusal.js';

/** How a line is found again at the vendor: its name there carries our id. People see it in the vendor's own pages too. */
export const friendlyNameOf = ({ planCode, lineId }: VendorLine): string => `${planCode} ${lineId}`;

export const isOf = ({ lineId }: VendorLine, { friendlyName = '' }: { friendlyName?: string }): boolean => friendlyName.endsWith(lineId);

const OWN_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that a name there ends with, whosever it is. */
export const ownIdIn = ({ friendlyName = '' }: { friendlyName?: string | undefined }): string | undefined => OWN_ID.exec(friendlyName)?.[0];

export const refuseLine = ({ lineId }: VendorLine, failure: FailureCode, note: string, vendorRef?: string): LineAtVendor => ({
  lineId,
  state: 'refused',
  failure,
  note: noteOf(note),
  ...(vendorRef === undefined ? {} : { vendorRef }),
});
