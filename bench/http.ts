import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string[]>;
  readonly body: string;
}

/** Connections stay open, as a browser's do. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** One HTTP request; node:http rather than fetch, because a slow client would blur what is compared. */
export const call = (url: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: init.method ?? 'GET', headers: init.headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headersDistinct, body });
      });
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(init.body);
  });
