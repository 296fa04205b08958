import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initTRPC, TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerQueries } from '../../server/http/answer-queries.js';
import { eventually } from '../support/eventually.js';

const t = initTRPC.context<{ seen: string[] }>().create({ isDev: false });
let aborted = 0;
const router = t.router({
  plain: t.procedure.query(() => ({ text: 'Fiòr', none: null, left: undefined, at: new Date(0) })),
  nothing: t.procedure.query(() => undefined),
  deep: t.router({ echo: t.procedure.input(z.object({ n: z.number() })).query(({ input }) => input.n) }),
  missing: t.procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'gone' });
  }),
  broken: t.procedure.query(() => {
    throw new Error('what nobody foresaw');
  }),
  change: t.procedure.input(z.object({ n: z.number() })).mutation(({ input }) => input.n),
  slow: t.procedure.query(
    ({ signal }) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          aborted += 1;
          resolve('late');
        });
      }),
  ),
});

const serve = (ours: boolean): Promise<Server> => {
  const app = express();
  app.use(
    '/trpc',
    express.json(),
    ...(ours ? [answerQueries(() => ({ seen: [] }), router)] : []),
    createExpressMiddleware({ router, createContext: () => ({ seen: [] }) }),
  );
  const server = createServer(app);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
};
const urlOf = (server: Server) => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/trpc`;

let [ours, theirs]: Server[] = [];
beforeAll(async () => {
  [ours, theirs] = await Promise.all([serve(true), serve(false)]);
});
afterAll(() => {
  for (const server of [ours, theirs]) {
    server?.closeAllConnections();
    server?.close();
  }
});

const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));
const asked: Readonly<Record<string, [string, RequestInit?]>> = {
  'one query': ['/plain'],
  'one that answers nothing': ['/nothing'],
  'one with input': [`/deep.echo?input=${input({ n: 3 })}`],
  'one with faulty input': [`/deep.echo?input=${input({ n: 'x' })}`],
  'one without its input': ['/deep.echo'],
  'input that is no JSON': ['/deep.echo?input=%7B'],
  'empty input': ['/deep.echo?input='],
  'an expected failure': ['/missing'],
  'an unexpected failure': ['/broken'],
  'what there isn’t': ['/other'],
  'a mutation asked as a query': [`/change?input=${input({ n: 1 })}`],
  'a mutation': ['/change', { method: 'POST', body: '{"n":2}', headers: { 'content-type': 'application/json' } }],
  'a query sent as a mutation': ['/plain', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  'a batch': [`/plain,deep.echo?batch=1&input=${input({ 1: { n: 4 } })}`],
  'a batch of one': ['/plain?batch=1'],
  'a batch with a failure': [`/plain,missing?batch=1&input=${input({})}`],
  'a batch of failures': ['/missing,broken?batch=1'],
  'a batch with a mutation': ['/plain,change?batch=1'],
  'a batch whose input is a list': [`/deep.echo,plain?batch=1&input=${input([{ n: 1 }])}`],
  'a batch whose input is no object': ['/deep.echo?batch=1&input=7'],
  'several without a batch': ['/plain,nothing'],
  'an answer line by line': ['/plain,nothing?batch=1', { headers: { 'trpc-accept': 'application/jsonl' } }],
};

describe('queries that are answered without tRPC’s adapter', () => {
  it.each(Object.entries(asked))('are answered alike: %s', async (_name, [path, init]) => {
    const [mine, reference] = await Promise.all(
      [ours!, theirs!].map(async (server) => {
        const response = await fetch(`${urlOf(server)}${path}`, init);
        const { status, headers } = response;
        return { status, type: headers.get('content-type'), vary: headers.get('vary'), body: await response.text() };
      }),
    );
    expect(mine).toEqual(reference);
  });

  it('are told when nobody waits for them any more', async () => {
    const before = aborted;
    const leave = new AbortController();
    const answer = fetch(`${urlOf(ours!)}/slow`, { signal: leave.signal }).catch(() => undefined);
    setTimeout(() => leave.abort(), 100);
    await answer;
    await eventually(() => {
      expect(aborted).toBe(before + 1);
    });
  });
});
