import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  readonly body: Buffer;
  readonly signature: string;
}

export interface WebhookReceiver {
  readonly url: string;
  /** In the order in which they came; a test may empty it. */
  readonly received: ReceivedWebhook[];
  /** What it answers next; 204 when nothing is left. */
  readonly answers: number[];
  close(): void;
}

/** Stands where the product's own address for webhooks would be, and keeps what comes. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const received: ReceivedWebhook[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks), signature: String(request.headers['x-ms-signature']) });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/webhooks/partner`, received, answers, close: () => void server.close() };
};
