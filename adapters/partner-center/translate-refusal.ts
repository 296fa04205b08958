import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { failureKinds, type FailureCode } from '../../domain/failure/failure-code.js';
import type { HttpAnswer } from '../http-call.js';
import { code, maybe, text, withoutNulls } from './shapes.js';

/** Why something is refused: our failure, and for what gets better by itself the time after which the vendor may be asked again. */
interface Meaning {
  readonly failure: FailureCode;
  readonly afterSeconds?: number;
}

const codes = (failure: FailureCode, ...vendorCodes: number[]): [number, Meaning][] => vendorCodes.map((each) => [each, { failure }]);
const later = (afterSeconds: number, ...vendorCodes: number[]): [number, Meaning][] =>
  vendorCodes.map((each) => [each, { failure: 'vendor_error', afterSeconds }]);

/** What the vendor's documented codes are to us: the one place that knows them. */
const byVendorCode: ReadonlyMap<number, Meaning> = new Map([
  // Its own troubles, and two of ours at once: the same again, later.
  ...codes('vendor_error', 800003, 800005, 800031, 800060, 800064, 800087, 800094, 2055),
  // Not ready yet: in minutes. What it still works on may take it an hour or a day.
  ...later(2 * 60, 800007, 800014, 800072, 800081, 800082),
  ...later(10 * 60, 900278),
  ...codes('vendor_offer_unavailable', 2006, 2054, 2085, 2091, 2100, 800004, 800010, 800020, 800028, 800070, 800097, 900142, 400072),
  ...codes('vendor_units_out_of_range', 2002, 27006, 800017, 800018, 800027, 800066, 800067, 800088, 800089, 800095),
  // No retry brings these to another end: a cart with a line in error, what can't be renewed, is closed, or was changed too often.
  ...codes('vendor_line_failed', 800009, 800093, 900279, 900311),
  ...codes('vendor_account_blocked', 2001, 800069, 800073, 800074, 800075, 800091, 900416),
  // Our own credit and standing with the vendor: nothing that the customer could put right.
  ...codes('vendor_partner_blocked', 800022, 800023, 800024, 800025, 800026, 800062, 900121),
  // The window is closed, or the vendor doesn't take it back for another reason.
  ...codes('vendor_cancel_refused', 800061, 800063, 800090, 800096, 900117),
  // Our own sign-in, or what it may do.
  ...codes('vendor_sign_in_refused', 800001, 900308, 900309, 900329, 900420),
  ...codes('tenant_not_found', 1000, 20002, 60003, 900118),
  ...codes('tenant_not_eligible', 800086),
  ...codes('tenant_details_refused', 600002, 600049, 600050, 600051),
  ...codes('agreement_refused', 13605),
  // Of one line of a cart (the vendor's CartErrorCode): its currency, offer and stock; its quota and seats; whatever else is wrong with it.
  ...codes('vendor_offer_unavailable', 10000, 10001, 10003),
  ...codes('vendor_units_out_of_range', 10002, 10009, 10015),
  ...codes('vendor_line_failed', 10004, 10005, 10006, 10007, 10008, 10010, 10011, 10012, 10013, 10014, 10016, 10017, 10018, 10019, 500600),
]);

/** Somebody else has changed it since it was read. */
export const CHANGED_MEANWHILE = 2055;

/** A refusal's own code, kept with the failure for who must tell two refusals apart. */
export interface RefusalDetail {
  readonly status: number;
  readonly vendorCode: number;
}

export const failureOfCode = (vendorCode: number | string | undefined, otherwise: FailureCode): FailureCode =>
  byVendorCode.get(Number(vendorCode))?.failure ?? otherwise;

/** The vendor's words, short enough for a history. */
const NOTE_LENGTH = 300;
export const noteOf = (words: string): string => words.slice(0, NOTE_LENGTH);

/** The ids under which the vendor finds a call in its own logs. */
export interface CallIds {
  readonly request: string;
  readonly correlation: string;
}

/** The vendor's words with the call's ids, whole whatever has to be cut. */
export const noteWithIds = (words: string, { request, correlation }: CallIds): string => {
  const ids = ` (request ${request.slice(0, 60)}, correlation ${correlation.slice(0, 60)})`;
  return words.slice(0, NOTE_LENGTH - ids.length) + ids;
};

export const failWith = (type: FailureCode, message: string, detail?: RefusalDetail): ApplicationFailure =>
  ApplicationFailure.create({
    message: noteOf(message),
    type,
    nonRetryable: failureKinds[type].retry === 'no',
    ...(detail ? { details: [detail] } : {}),
  });

export const detailOf = (error: unknown): RefusalDetail | undefined =>
  error instanceof ApplicationFailure ? (error.details?.[0] as RefusalDetail | undefined) : undefined;

/** The same of a refusal that no repeating brings to another end. */
export const finalDetailOf = (error: unknown): RefusalDetail | undefined =>
  error instanceof ApplicationFailure && error.nonRetryable ? detailOf(error) : undefined;

const secondsOf = (retryAfter: string | number = ''): number => {
  if (typeof retryAfter === 'number') return retryAfter;
  const seconds = Number(retryAfter);
  // A date is allowed as well.
  return Number.isFinite(seconds) ? seconds : (Date.parse(retryAfter) - Date.now()) / 1000;
};

/** When to come back is the vendor's to say, within what a person would wait for. */
const LONGEST_WAIT_SECONDS = 15 * 60;

/** Our own sign-in is put right by people. */
const SIGN_IN_SECONDS = 5 * 60;

const waitAndRepeat = (
  type: FailureCode,
  message: string,
  retryAfter: string | number | undefined,
  detail?: RefusalDetail,
): ApplicationFailure => {
  const seconds = Math.min(secondsOf(retryAfter), LONGEST_WAIT_SECONDS);
  return ApplicationFailure.create({
    message: noteOf(message),
    type,
    ...(detail ? { details: [detail] } : {}),
    ...(seconds > 0 ? { nextRetryDelay: seconds * 1000 } : {}),
  });
};

const refusalBody = z.object({ code: maybe(code), description: maybe(text), message: maybe(text) });

/** Who asks isn't known, or may not ask at all: the vendor says so by status alone, or under a code of no business of an order's. */
const isOfSignIn = (status: number, vendorCode: number): boolean =>
  status === 401 || (status === 403 && !Number.isFinite(vendorCode)) || failureOfCode(vendorCode, 'internal') === 'vendor_sign_in_refused';

/** An answer that isn't a success, as a failure of ours. */
export const translateRefusal = (answer: HttpAnswer, ids: CallIds): ApplicationFailure => {
  const { status } = answer;
  const body = refusalBody.safeParse(withoutNulls(answer.details())).data ?? {};
  const message = noteWithIds(`${String(status)} ${String(body.code ?? '')} ${body.description ?? body.message ?? ''}`.trim(), ids);
  const retryAfter = answer.header('retry-after');
  const detail = { status, vendorCode: body.code === undefined ? NaN : Number(body.code) };
  if (status === 429) return waitAndRepeat('vendor_throttled', message, retryAfter);
  if (isOfSignIn(status, detail.vendorCode)) return waitAndRepeat('vendor_sign_in_refused', message, SIGN_IN_SECONDS, detail);
  const meaning = byVendorCode.get(detail.vendorCode);
  if (meaning?.afterSeconds !== undefined) return waitAndRepeat(meaning.failure, message, retryAfter ?? meaning.afterSeconds, detail);
  if (status >= 500 || status === 408) return waitAndRepeat('vendor_error', message, retryAfter);
  // What the condition of a change was, is no longer so.
  if (status === 412) return failWith('vendor_error', message, { status, vendorCode: CHANGED_MEANWHILE });
  return failWith(meaning?.failure ?? 'vendor_refused', message, detail);
};
