import { createServer, type IncomingHttpHeaders } from 'node:http';
import { portOf } from '../../../sandbox/http-server.js';

interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Mirrored {
  /** "POST /v1/payment_intents" */
  readonly request: string;
  readonly simulator: { readonly status: number; readonly body: Record<string, unknown> };
  readonly stripeMock: { readonly status: number; readonly body: Record<string, unknown> };
}

export interface Mirror {
  readonly url: string;
  readonly mirrored: Mirrored[];
  stop(): Promise<void>;
}

const KEPT = ['authorization', 'content-type', 'idempotency-key', 'stripe-version'];

const ask = async (url: string, method: string, headers: IncomingHttpHeaders, body: string): Promise<Answer> => {
  const kept = KEPT.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as [string, string]] : []));
  const response = await fetch(url, { method, headers: kept, ...(method === 'POST' ? { body } : {}) });
  return { status: response.status, text: await response.text() };
};

/** In the version of the API that the library pins, and not yet in stripe-mock's newest description; the library's types know it. */
const NEWER = { path: '/v1/checkout/sessions', param: 'allowed_payment_method_types[0]' };

const asStripeMockKnows = (path: string, body: string): string => {
  const params = new URLSearchParams(body);
  if (path === NEWER.path) params.delete(NEWER.param);
  return params.toString();
};

const read = ({ status, text }: Answer) => ({ status, body: JSON.parse(text) as Record<string, unknown> });

/** Stands before the simulator, which answers; stripe-mock gets the same request, and what it says of it is kept. */
export const startMirror = async (simulatorUrl: string, stripeMockUrl: string): Promise<Mirror> => {
  const mirrored: Mirrored[] = [];
  const server = createServer((request, response) => {
    const { url = '/', method = 'GET', headers } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const path = url.split('?')[0] ?? '/';
      Promise.all([
        ask(`${simulatorUrl}${url}`, method, headers, body),
        ask(`${stripeMockUrl}${url}`, method, headers, asStripeMockKnows(path, body)),
      ]).then(
        ([simulator, stripeMock]) => {
          mirrored.push({ request: `${method} ${path}`, simulator: read(simulator), stripeMock: read(stripeMock) });
          response.writeHead(simulator.status, { 'content-type': 'application/json' }).end(simulator.text);
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String(portOf(server))}`,
    mirrored,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
