import express, { type RequestHandler } from 'express';
import { Failure } from '../../domain/failure/failure-code.js';

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

/** Refuses a batch of too many calls. tRPC splits the path after decoding it, so it is counted after decoding. */
export const limitBatch: RequestHandler = (request, _response, next) => {
  const path = decoded(request.path);
  if (path === undefined) next(new Failure('input_invalid'));
  else next(path.split(',').length > MOST_IN_A_BATCH ? new Failure('payload_too_large') : undefined);
};

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

/** Reads a JSON body of limited size and depth; imports may be larger. */
export const readBody: RequestHandler[] = [
  express.json({ limit: BODY_LIMIT, type: (request) => !/(customers|users)\.import/.test(request.url ?? '') }),
  express.json({ limit: IMPORT_BODY_LIMIT }),
  limitDepth,
];
