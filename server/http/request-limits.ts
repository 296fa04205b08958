import express, { type Request, type RequestHandler } from 'express';
import { Failure } from '../../domain/failure/failure-code.js';
import { appRouter } from '../router.js';

const BODY_LIMIT = '256kb';
const IMPORT_BODY_LIMIT = '3mb';
const MOST_IN_A_BATCH = 20;
/** No input of ours is nested deeper than six; what comes after would be walked by recursion. */
const DEEPEST = 32;

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
};

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string; meta?: { permission?: string } } }>,
);
/** What anybody may ask for, one at a time: each costs a hash, a mail, or a look at a password. */
const PUBLIC_MUTATIONS = new Set(
  procedures.flatMap(([path, { _def }]) => (_def.type === 'mutation' && _def.meta?.permission === 'public' ? [path] : [])),
);
/** Procedures that take a whole file. */
const FILES = new Set(['customers.import', 'customers.importDryRun', 'users.import', 'users.importDryRun']);

/** The procedures that a request names. tRPC splits the path after decoding it, and so does this; undefined where it can't be decoded. */
const pathsOf = (request: Pick<Request, 'path'>): string[] | undefined => decoded(request.path)?.replace(/^\//, '').split(',');

/** Refuses a batch of too many calls, and one in which there is a mutation that is open to anybody. */
export const limitBatch: RequestHandler = (request, _response, next) => {
  const paths = pathsOf(request);
  if (paths === undefined) next(new Failure('input_invalid'));
  else if (paths.length > MOST_IN_A_BATCH) next(new Failure('payload_too_large'));
  else
    next(
      paths.length > 1 && paths.some((path) => PUBLIC_MUTATIONS.has(path)) && request.method !== 'GET'
        ? new Failure('payload_too_large')
        : undefined,
    );
};

/** True for one call of a procedure that takes a file; nothing else in a URL makes a request larger. */
const takesFile = (request: Request): boolean => {
  const paths = pathsOf(request);
  return paths?.length === 1 && FILES.has(paths[0] ?? '');
};

const small = express.json({ limit: BODY_LIMIT });
const large = express.json({ limit: IMPORT_BODY_LIMIT });

const childrenOf = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : []);

/** True for a value with more levels than `most`; level by level, so that no depth is too deep for it. */
const isDeeperThan = (value: unknown, most: number): boolean => {
  let level = childrenOf(value);
  for (let depth = 0; depth < most && level.length > 0; depth += 1) level = level.flatMap(childrenOf);
  return level.length > 0;
};

const limitDepth: RequestHandler = (request, _response, next) => {
  next(isDeeperThan(request.body, DEEPEST) ? new Failure('input_invalid') : undefined);
};

/** Reads a JSON body of limited size and depth; those that take a file may be larger. */
export const readBody: RequestHandler[] = [
  (request, response, next) => {
    (takesFile(request) ? large : small)(request, response, next);
  },
  limitDepth,
];
