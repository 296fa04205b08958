import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { sentenceOf } from './problem.js';

export interface Call {
  method: string;
  /** Decoded path segments: /api/messages/1 is ['api', 'messages', '1']. */
  path: string[];
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

const BODY_LIMIT_BYTES = 1_000_000;

export class BadRequest extends Error {}

export const readText = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    const take = (chunk: string) => {
      text += chunk;
      if (text.length <= BODY_LIMIT_BYTES) return;
      request.off('data', take).resume();
      reject(new BadRequest('The body is too large.'));
    };
    request.on('data', take);
    request.once('end', () => resolve(text));
    request.once('error', reject);
    request.once('close', () => reject(new BadRequest('The body was cut off.')));
  });

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new BadRequest('The body is not JSON.');
  }
}

export function sendJson(response: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}

/** A page elsewhere that resolves its own name to loopback must not get at the simulators. */
const isLoopbackHost = (host = ''): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);

function callOf(request: IncomingMessage, response: ServerResponse): Call {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  return { method: request.method ?? 'GET', path, query: url.searchParams, request, response };
}

/** A small HTTP server on loopback; what a handler throws is a 400 (the caller's) or a 500, in one sentence. */
export function listenOnLoopback(port: number, handle: (call: Call) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    if (!isLoopbackHost(request.headers.host)) return sendJson(response, 421, { message: 'Not served under this name.' });
    const handled = Promise.resolve().then(() => handle(callOf(request, response)));
    handled.catch((error: unknown) => {
      const isCallers = error instanceof BadRequest || error instanceof URIError;
      if (response.headersSent) response.destroy();
      else sendJson(response, isCallers ? 400 : 500, { message: sentenceOf(error) });
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

export const portOf = (server: { address(): unknown }): number => (server.address() as { port: number }).port;

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
