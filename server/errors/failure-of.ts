import { TRPCError } from '@trpc/server';
import { Failure, type FailureCode } from '../../domain/failure/failure-code.js';
import { causesOf, isLostDatabase } from '../../prisma/lost-database.js';

const BY_TRPC_CODE: Partial<Record<TRPCError['code'], FailureCode>> = {
  BAD_REQUEST: 'input_invalid',
  PARSE_ERROR: 'input_invalid',
  UNSUPPORTED_MEDIA_TYPE: 'input_invalid',
  METHOD_NOT_SUPPORTED: 'input_invalid',
  NOT_FOUND: 'not_found',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
  TOO_MANY_REQUESTS: 'rate_limited',
};

/** The failure that an error stands for; what isn't expected is `internal` and says nothing more. */
export const failureOf = (error: unknown): Failure => {
  for (const cause of causesOf(error)) if (cause instanceof Failure) return cause;
  if (isLostDatabase(error)) return new Failure('database_unreachable');
  if (error instanceof TRPCError) return new Failure(BY_TRPC_CODE[error.code] ?? 'internal');
  return new Failure('internal');
};
