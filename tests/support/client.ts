import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { demoAccounts, type DemoAccount } from '../../prisma/demo-accounts.js';
import type { AppRouter } from '../../server/router.js';

export type Api = ReturnType<typeof createTRPCClient<AppRouter>>;

/** A client as a browser would be: keeps its cookies, sends origin and the header that mutations need. */
export const createApi = (url: string, headers: Record<string, string> = {}): { api: Api; cookie: () => string } => {
  let cookie = '';
  const api = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/trpc`,
        headers: () => ({ 'x-licenza-csrf': '1', origin: url, ...(cookie ? { cookie } : {}), ...headers }),
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          const [set] = response.headers.getSetCookie();
          if (set) cookie = set.split(';')[0] ?? '';
          return response;
        },
      }),
    ],
  });
  return { api, cookie: () => cookie };
};

/** The demo account of a person, by the beginning of its login name. */
export const demo = (name: 'olivia' | 'sam' | 'rita' | 'teo' | 'carla' | 'ugo'): DemoAccount =>
  demoAccounts.find((account) => account.loginName.startsWith(`${name}@`))!;

/** Signs a demo person in. */
export const signedIn = async (url: string, name: Parameters<typeof demo>[0]): Promise<Api> => {
  const { api } = createApi(url);
  const { loginName, password } = demo(name);
  await api.auth.signIn.mutate({ loginName, password });
  return api;
};

/** What an operation fails with; throws when it succeeds. */
export const failureFrom = async (
  work: Promise<unknown>,
): Promise<{ code: string; http: number; issues: { path: (string | number)[]; code: string }[] }> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof TRPCClientError) {
      const data = error.data as
        { failure?: { code: string }; httpStatus?: number; issues?: { path: (string | number)[]; code: string }[] } | undefined;
      return { code: data?.failure?.code ?? error.message, http: data?.httpStatus ?? 0, issues: data?.issues ?? [] };
    }
    throw error;
  }
  throw new Error('expected a failure, got success');
};
