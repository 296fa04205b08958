import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  transformTRPCResponse,
  type AnyRouter,
  type TRPCErrorShape,
} from '@trpc/server';
import { getHTTPStatusCode } from '@trpc/server/http';
import type { Request, RequestHandler } from 'express';

const queriesIn = ({ _def: { procedures } }: AnyRouter): ReadonlySet<string> =>
  new Set(
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
const queriesOf = ({ method, path, query, headers }: Request, queries: ReadonlySet<string>): Asked | undefined => {
  if (method !== 'GET' || headers['trpc-accept'] !== undefined || headers['content-type'] !== undefined) return undefined;
  const { batch, input } = query;
  const isBatch = batch === '1';
  const paths = isBatch ? path.slice(1).split(',') : [path.slice(1)];
  if (headers.accept?.includes('jsonl') || !paths.every((each) => queries.has(each))) return undefined;
  const inputs = inputsOf(input, isBatch);
  return inputs && { paths, inputs: paths.map((_path, index) => inputs[index]), isBatch };
};

type Config = Parameters<typeof transformTRPCResponse>[0];
const configOf = (router: AnyRouter): Config => router._def._config as Config;

interface Call {
  readonly path: string;
  readonly input: unknown;
  readonly batchIndex: number;
  readonly signal: AbortSignal;
}

const answerTo = async (router: AnyRouter, ctx: object, { path, input, batchIndex, signal }: Call) => {
  try {
    const getRawInput = () => Promise.resolve(input);
    const data: unknown = await callTRPCProcedure({ router, path, type: 'query', ctx, getRawInput, batchIndex, signal });
    return { result: { data } };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    const shape: unknown = getTRPCErrorShape({ config: configOf(router), error, type: 'query', path, input, ctx });
    return { error: shape as TRPCErrorShape };
  }
};

/**
 * Answers queries, which are most of what is asked, by the procedures themselves. tRPC's adapter makes a fetch Request of each request and
 * writes its answer through two web streams, which costs as much again as everything that a page of a list takes here; it has all the
 * rest: mutations, streams, and whatever isn't asked as it should be. A test holds both against each other, for each version of tRPC.
 */
export const answerQueries = <Ctx extends object>(contextOf: (request: Request) => Ctx, router: AnyRouter): RequestHandler => {
  const queries = queriesIn(router);
  const config = configOf(router);
  return async (request, response, next) => {
    const asked = queriesOf(request, queries);
    if (!asked) {
      next();
      return;
    }
    const { paths, inputs, isBatch } = asked;
    const ctx = contextOf(request);
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const answers = await Promise.all(
      paths.map((path, index) => answerTo(router, ctx, { path, input: inputs[index], batchIndex: index, signal: gone.signal })),
    );
    if (gone.signal.aborted) return; // nobody is there to read it
    response.statusCode = getHTTPStatusCode(answers);
    response.setHeader('vary', 'trpc-accept, accept');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(transformTRPCResponse(config, isBatch ? answers : answers[0]!)));
  };
};
