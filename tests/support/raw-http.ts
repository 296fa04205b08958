/** What came back over HTTP, before any client has looked at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it isn't JSON. */
  readonly json: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const send = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
};

/** The headers that the pages send with a mutation. */
export const ownHeaders = (url: string, cookie = ''): Record<string, string> => ({
  'x-licenza-csrf': '1',
  'content-type': 'application/json',
  origin: new URL(url).origin,
  ...(cookie ? { cookie } : {}),
});

/** Calls one procedure as the pages would, without a batch. */
export const callProcedure = (
  url: string,
  path: string,
  type: 'query' | 'mutation' | 'subscription',
  input: unknown,
  cookie = '',
): Promise<Answer> =>
  type === 'mutation'
    ? send(`${url}/trpc/${path}`, { method: 'POST', headers: ownHeaders(url, cookie), body: JSON.stringify(input ?? {}) })
    : send(`${url}/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`, {
        headers: cookie ? { cookie } : {},
      });

interface ErrorData {
  readonly failure?: { readonly code?: string };
  readonly issues?: readonly { readonly path: readonly (string | number)[]; readonly code: string }[];
  readonly errorId?: string;
  readonly httpStatus?: number;
}

const dataOf = ({ json }: Answer): ErrorData | undefined => (json as { error?: { data?: ErrorData } } | undefined)?.error?.data;

/** The code of our taxonomy that an answer carries; "ok" for one that is no error. */
export const codeOf = (answer: Answer): string =>
  answer.status < 400 ? 'ok' : (dataOf(answer)?.failure?.code ?? `http ${String(answer.status)}`);

/** The faults of an answer as "path: code". */
export const issuesOf = (answer: Answer): string[] =>
  (dataOf(answer)?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.code}`);

/** Signs in and gives the cookie. Throws when that was refused. */
export const signInCookie = async (url: string, loginName: string, password: string, before = ''): Promise<string> => {
  const answer = await callProcedure(url, 'auth.signIn', 'mutation', { loginName, password }, before);
  const [cookie] = answer.headers.getSetCookie();
  if (answer.status !== 200 || cookie === undefined) throw new Error(`${loginName} could not sign in: ${answer.text}`);
  return cookie.split(';')[0] ?? '';
};
