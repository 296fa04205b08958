import type { orderFailures as english } from '../en/order-failures.js';
import { causes } from './failures.js';

const orUndo = (first: string, mayLeaveOut: boolean): string =>
  mayLeaveOut ? `${first}, escludere il servizio o annullare l’acquisto.` : `${first} o annullare l’acquisto.`;

export const orderFailures: typeof english = {
  vendor_plan_retired: (may) => `${causes.vendor_plan_retired} ${may ? 'Escludere il servizio o annullare' : 'Annullare'} l’acquisto.`,
  vendor_units_out_of_range: (may) =>
    `${causes.vendor_units_out_of_range} ${may ? 'Escludere il servizio, oppure annullare' : 'Annullare'} l’acquisto e ordinarne un altro numero.`,
  vendor_account_blocked: (may) => orUndo(`${causes.vendor_account_blocked} Chiarire con il fornitore e riprovare`, may),
  vendor_partner_blocked: (may) => orUndo(`${causes.vendor_partner_blocked} Ce ne occupiamo noi; poi riprovare`, may),
  vendor_refused: (may) => orUndo(`${causes.vendor_refused} Riprovare`, may),
  vendor_offer_unavailable: (may) => orUndo(`${causes.vendor_offer_unavailable} Riprovare più tardi`, may),
  vendor_line_failed: (may) => orUndo(`${causes.vendor_line_failed} Riprovare`, may),
  tenant_not_eligible: (may) => orUndo(`${causes.tenant_not_eligible} Scegliere un’altra qualifica o un altro account`, may),
};
