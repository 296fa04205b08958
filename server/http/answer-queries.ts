import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, transformTRPCResponse } from '@trpc/server';
import { getHTTPStatusCode } from '@trpc/server/http';
import type { Request, RequestHandler } from 'express';
import type { Context } from '../context.js';
import { appRouter } from '../router.js';

const { _config: config, procedures } = appRouter._def;
const QUERIES = new Set(
  Object.entries(procedures as unknown as Record<string, { _def: { type: string } }>).flatMap(([path, { _def }]) =>
    _def.type === 'query' ? [path] : [],
  ),
);

interface Asked {
  readonly paths: readonly string[];
  /** Of each path, in their order. */
  readonly inputs: readonly unknown[];
  readonly isBatch: boolean;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** By the place of their path; a batch has them in an object. */
const inputsOf = (input: unknown, isBatch: boolean): Readonly<Record<number, unknown>> | undefined => {
  if (input === undefined || input === '') return {};
  const value = typeof input === 'string' ? parsed(input) : undefined;
  if (!isBatch) return value === undefined ? undefined : [value];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<number, unknown>) : undefined;
};

/** The queries that are asked for as a browser of ours does; undefined for everything else, faulty or not. */
const queriesOf = ({ method, path, query, headers }: Request): Asked | undefined => {
  if (method !== 'GET' || headers['trpc-accept'] !== undefined || headers['content-type'] !== undefined) return undefined;
  const { batch, input } = query;
  const isBatch = batch === '1';
  const paths = isBatch ? path.slice(1).split(',') : [path.slice(1)];
  if (headers.accept?.includes('jsonl') || !paths.every((each) => QUERIES.has(each))) return undefined;
  const inputs = inputsOf(input, isBatch);
  return inputs && { paths, inputs: paths.map((_path, index) => inputs[index]), isBatch };
};

const answerTo = async (ctx: Context, path: string, input: unknown, batchIndex: number) => {
  try {
    const getRawInput = () => Promise.resolve(input);
    const data: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      type: 'query',
      ctx,
      getRawInput,
      batchIndex,
      signal: undefined,
    });
    return { result: { data } };
  } catch (cause) {
    return { error: getTRPCErrorShape({ config, error: getTRPCErrorFromUnknown(cause), type: 'query', path, input, ctx }) };
  }
};

/**
 * Answers queries, which are most of what is asked, by the procedures themselves. tRPC's adapter makes a fetch Request of each request and
 * writes its answer through two web streams, which costs as much again as everything that a page of a list takes here; it has all the
 * rest: mutations, streams, and whatever isn't asked as it should be.
 */
export const answerQueries =
  (contextOf: (request: Request) => Context): RequestHandler =>
  async (request, response, next) => {
    const asked = queriesOf(request);
    if (!asked) {
      next();
      return;
    }
    const { paths, inputs, isBatch } = asked;
    const ctx = contextOf(request);
    const answers = await Promise.all(paths.map((path, index) => answerTo(ctx, path, inputs[index], index)));
    response.statusCode = getHTTPStatusCode(answers);
    response.setHeader('vary', 'trpc-accept, accept');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(transformTRPCResponse(config, isBatch ? answers : answers[0]!)));
  };
