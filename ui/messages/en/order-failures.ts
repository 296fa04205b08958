import type { FailureCode } from '../../../domain/failure/failure-code.js';
import { causes } from './failures.js';

export type OrderFailures = Partial<Record<FailureCode, (mayLeaveOut: boolean) => string>>;

const orUndo = (first: string, mayLeaveOut: boolean): string =>
  mayLeaveOut ? `${first}, leave the service out, or undo the purchase.` : `${first}, or undo the purchase.`;

/** What an order stands still for, where what to do next depends on whether it can go on without the service. */
export const orderFailures = {
  vendor_plan_retired: (may: boolean) => `${causes.vendor_plan_retired} ${may ? 'Leave the service out, or undo' : 'Undo'} the purchase.`,
  vendor_units_out_of_range: (may: boolean) =>
    `${causes.vendor_units_out_of_range} ${may ? 'Leave the service out, or undo' : 'Undo'} the purchase and order another number.`,
  vendor_account_blocked: (may: boolean) => orUndo(`${causes.vendor_account_blocked} Settle that with the vendor and retry`, may),
  vendor_partner_blocked: (may: boolean) => orUndo(`${causes.vendor_partner_blocked} We settle that; then retry`, may),
  vendor_refused: (may: boolean) => orUndo(`${causes.vendor_refused} Retry`, may),
  vendor_offer_unavailable: (may: boolean) => orUndo(`${causes.vendor_offer_unavailable} Retry later`, may),
  vendor_line_failed: (may: boolean) => orUndo(`${causes.vendor_line_failed} Retry`, may),
  tenant_not_eligible: (may: boolean) => orUndo(`${causes.tenant_not_eligible} Choose another qualification or account`, may),
} satisfies OrderFailures;
