import { isDifferenceCause, unknownCauses, type DifferenceSubject, type UnknownCause } from '../../domain/reconcile/difference.js';
import { language, messages } from '../i18n.js';
import { may } from '../session/session.js';

const reconcile = messages('reconcile');

const isUnknownCause = (cause: string): cause is UnknownCause => (unknownCauses as readonly string[]).includes(cause);

/** What differs, in a sentence. */
export const causeText = (cause: string): string => (isDifferenceCause(cause) || isUnknownCause(cause) ? reconcile().causes[cause] : cause);

interface Subject {
  readonly subjectType: DifferenceSubject | null;
  readonly subjectId: string | null;
  readonly customerId: string | null;
  readonly title: string | null;
  readonly titleIt: string | null;
}

/** The page of what a difference is about; undefined where it is nobody's of ours. */
export const subjectHref = ({ subjectType, subjectId, customerId }: Subject): string | undefined => {
  if (subjectId === null || customerId === null) return undefined;
  if (subjectType === 'order') return `/orders/${subjectId}`;
  if (subjectType === 'subscription') return `/customers/${customerId}/subscriptions/${subjectId}`;
  // Processes with the engine beside them are for those who look into it.
  return subjectType === 'process' && may('process.engine') ? `/processes/${subjectId}` : `/customers/${customerId}`;
};

export const subjectTitle = ({ title, titleIt }: Subject): string => (language() === 'it' ? (titleIt ?? title) : title) ?? '';
