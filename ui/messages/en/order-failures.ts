import type { FailureCode } from '../../../domain/failure/failure-code.js';

export type OrderFailures = Partial<Record<FailureCode, (mayLeaveOut: boolean) => string>>;

const orUndo = (first: string, mayLeaveOut: boolean): string =>
  mayLeaveOut ? `${first}, leave the service out, or undo the purchase.` : `${first}, or undo the purchase.`;

/** What an order stands still for, where what to do next depends on whether it can go on without the service. */
export const orderFailures = {
  vendor_plan_retired: (may: boolean) =>
    `The vendor no longer sells this plan. ${may ? 'Leave the service out, or undo' : 'Undo'} the purchase.`,
  vendor_units_out_of_range: (may: boolean) =>
    `The vendor doesn’t accept this number of units. ${may ? 'Leave the service out, or undo' : 'Undo'} the purchase and order another number.`,
  vendor_account_blocked: (may: boolean) =>
    orUndo('The vendor has blocked this customer’s account, or is still reviewing it. Settle that with the vendor and retry', may),
  vendor_partner_blocked: (may: boolean) =>
    orUndo(
      'The vendor doesn’t take this order from us at present, because of our own credit or standing with it. We settle that; then retry',
      may,
    ),
  vendor_refused: (may: boolean) => orUndo('The vendor refused the request for good; the technical detail says why. Retry', may),
  vendor_offer_unavailable: (may: boolean) => orUndo('The vendor doesn’t sell this offer to this customer any more. Retry later', may),
  vendor_line_failed: (may: boolean) => orUndo('The vendor could not set this service up. Retry', may),
  tenant_not_eligible: (may: boolean) =>
    orUndo(
      'The vendor doesn’t grant this qualification to this customer, or doesn’t sell this service to customers of its kind. Choose another qualification or account',
      may,
    ),
} satisfies OrderFailures;
