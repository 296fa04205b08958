import { Agent, request } from 'undici';

/** For a whole call. */
const TIMEOUT_MS = 15_000;
/** No vendor's answer comes near it; a larger one is an error of theirs, and would only fill our memory. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

const agent = new Agent({ maxResponseSize: LARGEST_ANSWER_BYTES });

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as a form, in place of a body. */
  readonly form?: Readonly<Record<string, string>>;
}

/** An answer that came whole, whatever it says. */
export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** The header's first value. */
  header(name: string): string | undefined;
  /** Throws a SyntaxError when the answer isn't JSON. */
  json(): unknown;
  /** The object that it carries; an empty one when it carries none, as what stands between us and a service refuses in pages of its own. */
  details(): object;
}

const objectIn = (text: string): object => {
  try {
    const found = JSON.parse(text) as unknown;
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
};

const sentBy = ({ headers, body, form }: HttpCall): { headers: Record<string, string>; body: string | null } => {
  if (form)
    return { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() };
  return body ? { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) } : { headers, body: null };
};

/**
 * Calls an outside service over connections that are kept. Rejects when there is no whole answer: not reached, cut off, too slow or
 * too large. Follows no redirect, and repeats nothing.
 */
export const callHttp = async (url: URL, call: HttpCall): Promise<HttpAnswer> => {
  const answer = await request(url, {
    method: call.method,
    ...sentBy(call),
    dispatcher: agent,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.body.text();
  return {
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
    status: answer.statusCode,
    header: (name) => [answer.headers[name.toLowerCase()]].flat()[0],
    json: () => JSON.parse(text) as unknown,
    details: () => objectIn(text),
  };
};
