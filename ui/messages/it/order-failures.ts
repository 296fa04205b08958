import type { orderFailures as english } from '../en/order-failures.js';

const orUndo = (first: string, mayLeaveOut: boolean): string =>
  mayLeaveOut ? `${first}, escludere il servizio o annullare l’acquisto.` : `${first} o annullare l’acquisto.`;

export const orderFailures: typeof english = {
  vendor_plan_retired: (may) =>
    `Il fornitore non vende più questo piano. ${may ? 'Escludere il servizio o annullare' : 'Annullare'} l’acquisto.`,
  vendor_units_out_of_range: (may) =>
    `Il fornitore non accetta questo numero di unità. ${may ? 'Escludere il servizio, oppure annullare' : 'Annullare'} l’acquisto e ordinarne un altro numero.`,
  vendor_account_blocked: (may) =>
    orUndo('Il fornitore ha bloccato l’account di questo cliente o lo sta ancora verificando. Chiarire con il fornitore e riprovare', may),
  vendor_partner_blocked: (may) =>
    orUndo(
      'Al momento il fornitore non accetta questo ordine da noi, per il nostro credito o la nostra posizione presso di lui. Ce ne occupiamo noi; poi riprovare',
      may,
    ),
  vendor_refused: (may) =>
    orUndo('Il fornitore ha rifiutato la richiesta in via definitiva. Il dettaglio tecnico dice perché. Riprovare', may),
  vendor_offer_unavailable: (may) => orUndo('Il fornitore non vende più questa offerta a questo cliente. Riprovare più tardi', may),
  vendor_line_failed: (may) => orUndo('Il fornitore non è riuscito ad attivare questo servizio. Riprovare', may),
  tenant_not_eligible: (may) =>
    orUndo(
      'Il fornitore non concede questa qualifica a questo cliente, o non vende questo servizio a clienti come questo. Scegliere un’altra qualifica o un altro account',
      may,
    ),
};
