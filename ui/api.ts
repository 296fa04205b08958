import { createTRPCUntypedClient, httpBatchLink } from '@trpc/client';
import type { AnyMutationProcedure, AnyQueryProcedure, inferProcedureInput, inferProcedureOutput, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../server/router.js';
import { confirmed } from './session/confirm-identity.js';

export type Outputs = inferRouterOutputs<AppRouter>;

export const trpcUrl = '/trpc';

/** The header can't be set by a foreign site's form, so its presence proves that the request is ours. */
const client = createTRPCUntypedClient<AppRouter>({
  links: [httpBatchLink({ url: trpcUrl, maxURLLength: 2_000, headers: { 'x-licenza-csrf': '1' } })],
});

export type QueryKey = readonly [path: string, input?: unknown];

interface QueryProcedure<P extends AnyQueryProcedure> {
  queryOptions(input: inferProcedureInput<P>): {
    queryKey: QueryKey;
    queryFn: (context: { signal: AbortSignal }) => Promise<inferProcedureOutput<P>>;
  };
  query(input: inferProcedureInput<P>, signal?: AbortSignal): Promise<inferProcedureOutput<P>>;
}

interface MutationProcedure<P extends AnyMutationProcedure> {
  mutationOptions(): { mutationFn: (input: inferProcedureInput<P>) => Promise<inferProcedureOutput<P>> };
  mutate(input: inferProcedureInput<P>): Promise<inferProcedureOutput<P>>;
}

type Bound<R> = {
  readonly [K in keyof R]: R[K] extends AnyQueryProcedure
    ? QueryProcedure<R[K]>
    : R[K] extends AnyMutationProcedure
      ? MutationProcedure<R[K]>
      : R[K] extends object
        ? Bound<R[K]>
        : never;
};

const underWay = new Set<Promise<unknown>>();

const send = (path: string, input: unknown): Promise<unknown> => {
  const made = client.mutation(path, input);
  const settled = made.then(
    () => undefined,
    () => undefined,
  );
  underWay.add(settled);
  void settled.then(() => underWay.delete(settled));
  return made;
};

/** Where the server asks who it is first, the same call is made again once it is known. */
const change = (path: string, input: unknown): Promise<unknown> => confirmed(() => send(path, input));

/** Once nothing that changes something is under way. */
export const changesSettled = async (): Promise<void> => {
  while (underWay.size > 0) await Promise.all(underWay);
};

const calls: Record<string, (path: string, input: unknown, signal?: AbortSignal) => unknown> = {
  query: (path, input, signal) => client.query(path, input, { signal }),
  mutate: change,
  queryOptions: (path, input) => ({
    queryKey: input === undefined ? [path] : [path, input],
    queryFn: (context: { signal: AbortSignal }) => client.query(path, input, { signal: context.signal }),
  }),
  mutationOptions: (path) => ({ mutationFn: (input: unknown) => change(path, input) }),
};

const bind = (path: readonly string[]): unknown =>
  new Proxy(() => undefined, {
    get: (_, name) => bind([...path, String(name)]),
    apply: (_, __, [input, signal]: [unknown, AbortSignal?]) => calls[path.at(-1) ?? '']?.(path.slice(0, -1).join('.'), input, signal),
  });

/** Every procedure of the server by its name: `api.customers.list.queryOptions({…})`, `api.customers.create.mutate({…})`. */
export const api = bind([]) as Bound<AppRouter['_def']['record']>;
