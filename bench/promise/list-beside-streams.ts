import { request } from 'node:http';
import { attemptSignIn, must, signIn } from '../api.js';
import { medians, repeat, warmUp } from '../load.js';
import { askingForUsers, loginNameOf, password } from '../people/fill-users.js';
import type { Product } from '../product.js';
import { quantile } from '../statistics.js';
import type { Bench } from '../suite.js';

const OF_A_SESSION = 20;
const AIM = 2;

const cookieOf = async (product: Product, number: number): Promise<string> => {
  const answer = await attemptSignIn(product, { loginName: loginNameOf(number), password }, `12.0.0.${String(number)}`);
  return must('auth.signIn', answer).headers['set-cookie']![0]!.split(';')[0]!;
};

/** A live stream as an open page has it; resolves once the first event came. */
const openStream = (product: Product, cookie: string): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      `${product.url}/trpc/live.changes`,
      { agent: false, headers: { cookie, accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`a stream was answered ${String(response.statusCode)}`));
        response.once('data', () => resolve(() => outgoing.destroy()));
        response.on('data', () => undefined);
        response.on('error', () => undefined); // ours to cut
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });

const openStreams = async (product: Product, count: number): Promise<() => void> => {
  const closing: (() => void)[] = [];
  for (let session = 1; session <= count / OF_A_SESSION; session += 1) {
    const cookie = await cookieOf(product, session);
    closing.push(...(await Promise.all(Array.from({ length: OF_A_SESSION }, () => openStream(product, cookie)))));
  }
  return () => {
    for (const close of closing) close();
  };
};

/**
 * Whether open pages make those wait who ask for another: p95 of a page of users with 600 streams open, while somebody works so that
 * each has something to hear, against the same work without streams.
 */
export const listBesideStreams = async ({ quick, print, report }: Bench, product: Product): Promise<void> => {
  const [rounds, requests, warmUpMs, streams] = quick ? [1, 20, 100, 40] : [5, 150, 3_000, 600];
  const api = await signIn(product, 'carla@fiordaliso.example');
  const list = askingForUsers(api);
  const change = () => api.mutate('auth.setLanguage', { language: 'en' });
  const p95 = async () => {
    const latencies: number[] = [];
    for (let done = 0; done < requests; done += 10) {
      await change();
      latencies.push(...(await repeat(10, 1, list)));
    }
    return quantile(latencies, 0.95);
  };
  const measured = { quiet: [] as number[], beside: [] as number[] };
  const measure = async () => {
    await warmUp(warmUpMs, 1, [list]);
    for (let round = 0; round < rounds; round += 1) {
      measured.quiet.push(await p95());
      const close = await openStreams(product, streams);
      try {
        measured.beside.push(await p95());
      } finally {
        close();
      }
    }
  };
  await report.during('A list beside open pages', measure());
  const { quiet, beside } = medians(measured);
  const name = `List of users with ${String(streams)} streams open, against without, p95`;
  print({ name, value: beside, unit: 'ms', against: quiet, aim: AIM, better: 'lower' });
};
