import { setTimeout as wait } from 'node:timers/promises';

/** What the product answered: `unclear` is what only says that a part was away, or nothing at all. */
export type Answer =
  | { readonly kind: 'accepted'; readonly data: Record<string, unknown> }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unclear'; readonly code: string };

export interface Person {
  query(path: string, input?: unknown): Promise<Answer>;
  press(path: string, input?: unknown): Promise<Answer>;
}

const WITHIN_MS = 25_000;
const UNCLEAR = new Set(['database_unreachable', 'engine_unreachable', 'internal', 'rate_limited']);

const read = async (response: Response): Promise<Answer> => {
  const body = (await response.json()) as {
    result?: { data?: Record<string, unknown> };
    error?: { message?: string; data?: { failure?: { code?: string } } };
  };
  if (body.result) return { kind: 'accepted', data: body.result.data ?? {} };
  const code = body.error?.data?.failure?.code ?? body.error?.message ?? String(response.status);
  return { kind: UNCLEAR.has(code) || response.status >= 500 ? 'unclear' : 'refused', code };
};

/** Somebody at a browser, over plain HTTP. */
export const createPerson = (url: string): Person & { signIn(loginName: string, password: string): Promise<void> } => {
  let cookie = '';
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = { origin: url, 'content-type': 'application/json', 'x-licenza-csrf': '1', ...(cookie ? { cookie } : {}) };
    try {
      const response = await fetch(`${url}/trpc/${path}`, { ...init, headers, signal: AbortSignal.timeout(WITHIN_MS) });
      const [set] = response.headers.getSetCookie();
      if (set) cookie = set.split(';')[0] ?? '';
      return await read(response);
    } catch {
      return { kind: 'unclear', code: 'no answer' };
    }
  };
  const press = (path: string, input: unknown = {}) => call(path, { method: 'POST', body: JSON.stringify(input) });
  return {
    query: (path, input) =>
      call(input === undefined ? path : `${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { method: 'GET' }),
    press,
    signIn: async (loginName, password) => {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await press('auth.signIn', { loginName, password });
        if (answer.kind === 'accepted') return;
        if (attempt > 60) throw new Error(`${loginName} could not sign in: ${answer.code}`);
        await wait(500);
      }
    },
  };
};
