import { demoAccounts } from '../prisma/demo-accounts.js';
import { call, type Answer } from './http.js';
import type { Product } from './product.js';

/** The API with somebody's session. */
export interface Api {
  mutate<T>(procedure: string, input: unknown): Promise<T>;
  query<T>(procedure: string, input: unknown): Promise<T>;
  /** A query whose answer nobody looks into: what is to be timed. Made once, asked often. */
  asking(procedure: string, input: unknown): () => Promise<Answer>;
}

export const must = (what: string, answer: Answer): Answer => {
  if (answer.status !== 200) throw new Error(`${what} answered ${String(answer.status)}: ${answer.body.slice(0, 300)}`);
  return answer;
};

const resultOf = <T>(procedure: string, answer: Answer): T =>
  (JSON.parse(must(procedure, answer).body) as { result: { data: T } }).result.data;

export const withInput = (url: string, input: unknown): string => `${url}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** One attempt to sign in, as a browser makes it, from an address of its own: the product believes a proxy on loopback. */
export const attemptSignIn = (
  { url, publicUrl }: Product,
  credentials: { readonly loginName: string; readonly password: string },
  from: string,
): Promise<Answer> =>
  call(`${url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { origin: publicUrl, 'x-licenza-csrf': '1', 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify(credentials),
  });

/** Signs a demo account in. */
export const signIn = async (product: Product, loginName: string): Promise<Api> => {
  const { password } = demoAccounts.find((each) => each.loginName === loginName)!;
  const answer = must('auth.signIn', await attemptSignIn(product, { loginName, password }, '127.0.0.1'));
  const cookie = answer.headers['set-cookie']![0]!.split(';')[0]!;
  const headers = { origin: product.publicUrl, 'x-licenza-csrf': '1', 'content-type': 'application/json', cookie };
  const urlOf = (procedure: string) => `${product.url}/trpc/${procedure}`;
  const asking = (procedure: string, input: unknown) => {
    const url = withInput(urlOf(procedure), input);
    return async () => must(procedure, await call(url, { headers: { cookie } }));
  };
  return {
    asking,
    mutate: async <T>(procedure: string, input: unknown) =>
      resultOf<T>(procedure, await call(urlOf(procedure), { method: 'POST', headers, body: JSON.stringify(input) })),
    query: async <T>(procedure: string, input: unknown) => resultOf<T>(procedure, await asking(procedure, input)()),
  };
};
