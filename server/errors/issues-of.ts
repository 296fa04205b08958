import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';

export interface InputIssue {
  readonly path: (string | number)[];
  /** Key of the message `error.field.<code>`. */
  readonly code: string;
  readonly params?: Record<string, string | number>;
}

/** A failure that names the fields it is about, for rules that need the database. */
export class FieldFailure extends Failure {
  constructor(readonly issues: readonly InputIssue[]) {
    super('input_invalid');
  }
}

const KNOWN = /^[a-z][a-z_]{2,40}$/;

type ZodIssue = ZodError['issues'][number];

const fromIssue = (issue: ZodIssue): InputIssue[] => {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], code: key === 'role' ? 'role_is_fixed' : 'unknown_field' }));
  }
  if (KNOWN.test(issue.message)) return [{ path, code: issue.message }];
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  return [{ path, code: missing ? 'required' : 'invalid' }];
};

/** The faults of an input, each at its path; empty for errors of another kind. */
export const issuesOf = (error: TRPCError): InputIssue[] => {
  if (error.cause instanceof FieldFailure) return [...error.cause.issues];
  return error.cause instanceof ZodError ? error.cause.issues.flatMap(fromIssue) : [];
};
