import { request } from 'node:http';

/** A mutation whose headers and half of whose body the server has. */
export interface HalfRequest {
  /** Sends the rest, and gives the answer. */
  finish(): Promise<{ status: number; body: string }>;
}

/** Sends the first half of a mutation, and resolves once the server has the request in hand. */
export const openHalfRequest = (url: string, headers: Record<string, string>, input: unknown): Promise<HalfRequest> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(input);
    const middle = Math.floor(body.length / 2);
    const fixed = { 'x-licenza-csrf': '1', 'content-type': 'application/json', 'content-length': String(body.length) };
    const sending = request(url, { method: 'POST', headers: { ...fixed, expect: '100-continue', ...headers } });
    const answer = new Promise<{ status: number; body: string }>((resolveAnswer, rejectAnswer) => {
      sending.once('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolveAnswer({ status: response.statusCode ?? 0, body: text }));
      });
      sending.once('error', rejectAnswer);
    });
    answer.catch(reject);
    // The server says this once it has seen the headers.
    sending.once('continue', () => {
      sending.write(body.slice(0, middle));
      resolve({
        finish: () => {
          sending.end(body.slice(middle));
          return answer;
        },
      });
    });
    sending.flushHeaders();
  });
