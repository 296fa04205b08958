import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callHttp } from '../../adapters/http-call.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** The address of a service that answers so. */
const serviceThat = async (answers: RequestListener): Promise<URL> => {
  const server = createServer(answers);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/things`);
};
const get = (url: URL) => callHttp(url, { method: 'GET', headers: {} });

describe('a call to an outside service', () => {
  it('sends its body as JSON, and gives status, headers and what came back', async () => {
    const url = await serviceThat((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = JSON.parse(Buffer.concat(chunks).toString()) as object;
        const { method, headers } = request;
        response.writeHead(201, { 'retry-after': '7' });
        response.end(JSON.stringify({ ...asked, method, type: headers['content-type'], key: headers['x-key'] }));
      });
    });
    const answer = await callHttp(url, { method: 'PUT', headers: { 'x-key': 'k' }, body: { name: 'Perché' } });
    expect(answer).toMatchObject({ ok: true, status: 201 });
    expect(answer.header('Retry-After')).toBe('7');
    expect(answer.json()).toEqual({ name: 'Perché', method: 'PUT', type: 'application/json', key: 'k' });
  });

  it('follows no redirect: whoever is sent elsewhere would be handed our token', async () => {
    let elsewhere = 0;
    const target = await serviceThat((_request, response) => {
      elsewhere += 1;
      response.end('{}');
    });
    const url = await serviceThat((_request, response) => response.writeHead(307, { location: target.href }).end());
    expect(await get(url)).toMatchObject({ ok: false, status: 307 });
    expect(elsewhere).toBe(0);
  });

  it('fails when the answer is cut off, and asks once only', async () => {
    let asked = 0;
    const url = await serviceThat((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(get(url)).rejects.toThrow();
    expect(asked).toBe(1);
  });

  it('fails on an answer that is too large to be one', async () => {
    const url = await serviceThat((_request, response) => response.end(Buffer.alloc(10 * 1024 * 1024, ' ')));
    await expect(get(url)).rejects.toThrow(/exceeded/i);
  });

  it.each([
    ['a page', '<html>Bad gateway</html>', {}],
    ['nothing', '', {}],
    ['a word', '"no"', {}],
    ['an object', '{"code":7}', { code: 7 }],
  ])('finds what a refusal says, whatever it says it with: %s', async (_what, body, details) => {
    const url = await serviceThat((_request, response) => response.writeHead(502).end(body));
    const answer = await get(url);
    expect(answer.ok).toBe(false);
    expect(answer.details()).toEqual(details);
  });
});
