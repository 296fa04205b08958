import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { LineAtVendor, VendorLine } from '../provisioning-vendor.js';
import { noteOf } from './translate-refusal.js';

/** How a line is found again at the vendor: its name there carries our id. People see it in the vendor's own pages too. */
export const friendlyNameOf = ({ planCode, lineId }: VendorLine): string => `${planCode} ${lineId}`;

export const isOf = ({ lineId }: VendorLine, { friendlyName = '' }: { friendlyName?: string }): boolean => friendlyName.endsWith(lineId);

export const refuseLine = ({ lineId }: VendorLine, failure: FailureCode, note: string, vendorRef?: string): LineAtVendor => ({
  lineId,
  state: 'refused',
  failure,
  note: noteOf(note),
  ...(vendorRef === undefined ? {} : { vendorRef }),
});
