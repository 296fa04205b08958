/**
 * Every way a request or a process can fail, in one taxonomy. `retry` says whether the engine tries
 * again by itself, `http` is the tRPC code that a caller sees, `remedies` what a person may do.
 * The message shown is `failure.<code>` of the user's language.
 */
interface FailureKind {
  readonly retry: 'yes' | 'no';
  readonly trpc:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'PRECONDITION_FAILED'
    | 'PAYLOAD_TOO_LARGE'
    | 'TOO_MANY_REQUESTS'
    | 'SERVICE_UNAVAILABLE'
    | 'INTERNAL_SERVER_ERROR';
  readonly remedies: readonly Remedy[];
}

/** What a person may do about a process that stands still. */
export const remedies = ['retry_now', 'correct_and_retry', 'reconcile', 'skip', 'roll_back', 'give_up'] as const;
export type Remedy = (typeof remedies)[number];

const request = (trpc: FailureKind['trpc']): FailureKind => ({ retry: 'no', trpc, remedies: [] });
const transient: FailureKind = { retry: 'yes', trpc: 'SERVICE_UNAVAILABLE', remedies: ['retry_now'] };
const refused: FailureKind = { retry: 'no', trpc: 'PRECONDITION_FAILED', remedies: ['retry_now', 'give_up'] };
/** A vendor's refusal of a licence or of a line of a purchase: a licence is given up, a line left out. */
const refusedByVendor: FailureKind = {
  retry: 'no',
  trpc: 'PRECONDITION_FAILED',
  remedies: ['retry_now', 'reconcile', 'skip', 'roll_back', 'give_up'],
};
/** A purchase stands still until its input is corrected, or it is undone. */
const correctable: FailureKind = { retry: 'no', trpc: 'PRECONDITION_FAILED', remedies: ['correct_and_retry', 'retry_now', 'roll_back'] };
/** A line of a purchase that its vendor refused for good: try again, leave it out, or undo all. */
const lineRefused: FailureKind = { retry: 'no', trpc: 'PRECONDITION_FAILED', remedies: ['retry_now', 'reconcile', 'skip', 'roll_back'] };

export const failureKinds = {
  input_invalid: request('BAD_REQUEST'),
  role_is_fixed: request('BAD_REQUEST'),
  not_signed_in: request('UNAUTHORIZED'),
  sign_in_failed: request('UNAUTHORIZED'),
  forbidden: request('FORBIDDEN'),
  /** The password or a code has to be given again; then the same call goes through. */
  confirm_identity: request('PRECONDITION_FAILED'),
  /** The time without a second factor is over. */
  factor_required: request('FORBIDDEN'),
  challenge_over: request('UNAUTHORIZED'),
  origin_refused: request('FORBIDDEN'),
  not_found: request('NOT_FOUND'),
  account_name_taken: request('CONFLICT'),
  state_conflict: request('CONFLICT'),
  changed_meanwhile: request('CONFLICT'),
  process_running: request('CONFLICT'),
  idempotency_mismatch: request('CONFLICT'),
  token_invalid: request('PRECONDITION_FAILED'),
  too_late: request('PRECONDITION_FAILED'),
  last_administrator: request('CONFLICT'),
  units_exhausted: request('CONFLICT'),
  closing_blocked: request('CONFLICT'),
  payload_too_large: request('PAYLOAD_TOO_LARGE'),
  rate_limited: request('TOO_MANY_REQUESTS'),
  engine_unreachable: transient,
  database_unreachable: transient,
  internal: { retry: 'yes', trpc: 'INTERNAL_SERVER_ERROR', remedies: ['retry_now'] },
  mail_unreachable: transient,
  mail_deferred: transient,
  mail_refused: refused,
  /** A mail server had taken it, and reported later that it reaches nobody. */
  mail_bounced: refused,
  /** Its user was deleted, or its customer disabled or deleted, since it was written. */
  mail_unwanted: { ...refused, remedies: ['give_up'] },
  vendor_unreachable: transient,
  vendor_throttled: transient,
  vendor_error: transient,
  /** Our own sign-in at the vendor: the platform's operators put it right, and everything goes on by itself. */
  vendor_sign_in_refused: transient,
  vendor_plan_retired: refusedByVendor,
  vendor_units_out_of_range: refusedByVendor,
  vendor_account_blocked: refusedByVendor,
  vendor_partner_blocked: lineRefused,
  vendor_refused: refusedByVendor,
  vendor_offer_unavailable: lineRefused,
  vendor_line_failed: lineRefused,
  vendor_provisioning_late: { retry: 'no', trpc: 'PRECONDITION_FAILED', remedies: ['retry_now', 'reconcile', 'roll_back'] },
  vendor_cancel_refused: { retry: 'no', trpc: 'PRECONDITION_FAILED', remedies: ['retry_now', 'give_up'] },
  tenant_domain_taken: correctable,
  tenant_not_found: correctable,
  tenant_not_eligible: { ...correctable, remedies: ['correct_and_retry', 'retry_now', 'skip', 'roll_back'] },
  tenant_details_refused: correctable,
  agreement_refused: correctable,
  payment_unreachable: transient,
  payment_error: transient,
  payment_declined: correctable,
  payment_insufficient_funds: correctable,
  payment_card_expired: correctable,
  payment_authentication_failed: correctable,
  payment_hold_lapsed: correctable,
  payment_refused: correctable,
  credit_exceeded: correctable,
  price_changed: request('CONFLICT'),
  offer_unavailable: request('CONFLICT'),
  cart_empty: request('PRECONDITION_FAILED'),
  webhook_refused: request('FORBIDDEN'),
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof failureKinds;

export const isFailureCode = (code: unknown): code is FailureCode => typeof code === 'string' && Object.hasOwn(failureKinds, code);

/** An expected failure of a pure rule or a command; carries its code and the facts its message names. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
    this.name = 'Failure';
  }
}
