import type { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '../server/router.js';
import type { FailureCode } from '../domain/failure/failure-code.js';
import { messages } from './i18n.js';
import type { Params } from './messages/en/failures.js';

export interface FieldIssue {
  /** "contact.email", "plans.2.units": the name of the field it belongs to. */
  readonly field: string;
  readonly code: string;
  readonly params: Params;
}

export interface KnownFailure {
  /** No answer at all: the server, or the way to it, is gone. */
  readonly network: boolean;
  readonly code: FailureCode;
  readonly issues: readonly FieldIssue[];
  readonly errorId?: string;
}

const shell = messages('shell');

interface Answer {
  readonly failure?: { readonly code: FailureCode };
  readonly issues?: readonly { readonly path: readonly (string | number)[]; readonly code: string; readonly params?: Params }[];
  readonly errorId?: string;
}

/** What is known about a failed call, whatever it was. */
export const failureOf = (error: unknown): KnownFailure => {
  const answer = (error as TRPCClientError<AppRouter> | undefined)?.data as Answer | null | undefined;
  if (answer === null || answer === undefined) return { network: true, code: 'internal', issues: [] };
  const issues = (answer.issues ?? []).map((issue) => ({ field: issue.path.join('.'), code: issue.code, params: issue.params ?? {} }));
  return { network: false, code: answer.failure?.code ?? 'internal', issues, errorId: answer.errorId };
};

/** The sentence that tells a person what happened and what to do next. */
export const failureText = (failure: KnownFailure): string =>
  failure.network ? shell().failure.network : (shell().failures[failure.code] ?? shell().failures.internal);

/** The words for one field's issue. */
export const issueText = (issue: Pick<FieldIssue, 'code' | 'params'>): string => {
  const words = shell().fieldIssues as Record<string, (params: Params) => string>;
  return (words[issue.code] ?? words.invalid)?.(issue.params) ?? '';
};
