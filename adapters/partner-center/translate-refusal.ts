import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { failureKinds, type FailureCode } from '../../domain/failure/failure-code.js';
import type { HttpAnswer } from '../http-call.js';
import { code, maybe, text, withoutNulls } from './shapes.js';

const codes = (failure: FailureCode, ...vendorCodes: number[]): [number, FailureCode][] => vendorCodes.map((code) => [code, failure]);

/** What the vendor's documented codes are to us: the one place that knows them. */
const byVendorCode: ReadonlyMap<number, FailureCode> = new Map([
  // Its own troubles, and two of ours at once: the same again, later.
  ...codes('vendor_error', 800003, 800005, 800031, 800060, 800064, 800087, 800094, 2055),
  ...codes('vendor_offer_unavailable', 2006, 2085, 2091, 2100, 800004, 800010, 800020, 800028, 800070, 900142, 400072),
  ...codes('vendor_units_out_of_range', 2002, 27006, 800017, 800018, 800027, 800066, 800067, 800088, 800089, 800090, 800095),
  ...codes('vendor_line_failed', 800009),
  ...codes('vendor_account_blocked', 800069, 800073, 800074, 800075),
  // Our own credit and standing with the vendor: nothing that the customer could put right.
  ...codes('vendor_partner_blocked', 800023, 800024, 900121),
  ...codes('vendor_cancel_refused', 900117, 800061, 800063, 800096),
  ...codes('tenant_not_found', 1000, 20002, 60003, 900118),
  ...codes('tenant_not_eligible', 800086),
  ...codes('tenant_details_refused', 600002, 600049, 600050, 600051),
  ...codes('agreement_refused', 13605),
]);

/** A refusal's own code, kept with the failure for who must tell two refusals apart. */
export interface RefusalDetail {
  readonly status: number;
  readonly vendorCode: number;
}

export const failureOfCode = (vendorCode: number | string, otherwise: FailureCode): FailureCode =>
  byVendorCode.get(Number(vendorCode)) ?? otherwise;

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

const secondsOf = (retryAfter = ''): number => {
  const seconds = Number(retryAfter);
  // A date is allowed as well.
  return Number.isFinite(seconds) ? seconds : (Date.parse(retryAfter) - Date.now()) / 1000;
};

/** When to come back is the vendor's to say, within what a person would wait for. */
const LONGEST_WAIT_SECONDS = 15 * 60;

const waitAndRepeat = (type: FailureCode, message: string, retryAfter: string | undefined): ApplicationFailure => {
  const seconds = Math.min(secondsOf(retryAfter), LONGEST_WAIT_SECONDS);
  return ApplicationFailure.create({ message: noteOf(message), type, ...(seconds > 0 ? { nextRetryDelay: seconds * 1000 } : {}) });
};

const refusalBody = z.object({ code: maybe(code), description: maybe(text), message: maybe(text) });

/** An answer that isn't a success, as a failure of ours. */
export const translateRefusal = (answer: HttpAnswer, ids: CallIds): ApplicationFailure => {
  const { status } = answer;
  const body = refusalBody.safeParse(withoutNulls(answer.details())).data ?? {};
  const message = noteWithIds(`${String(status)} ${String(body.code ?? '')} ${body.description ?? body.message ?? ''}`.trim(), ids);
  const retryAfter = answer.header('retry-after');
  if (status === 429) return waitAndRepeat('vendor_throttled', message, retryAfter);
  const detail = { status, vendorCode: Number(body.code) };
  if (status >= 500 || status === 408) return waitAndRepeat('vendor_error', message, retryAfter);
  return failWith(failureOfCode(detail.vendorCode, 'vendor_refused'), message, detail);
};
