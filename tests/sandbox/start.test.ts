import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { placeOfData } from '../../sandbox/database/data-folder.js';
import { canConnect, freePort } from '../../sandbox/ports.js';

const SCRIPT = fileURLToPath(new URL('../../sandbox/start.mjs', import.meta.url));
const SETTINGS = [
  'PORT',
  'METRICS_PORT',
  'WORKER_METRICS_PORT',
  'INBOX_PORT',
  'SMTP_PORT',
  'BOUNCE_PORT',
  'LICENCE_VENDOR_PORT',
  'PARTNER_API_PORT',
  'CARD_PROCESSOR_PORT',
  'DATABASE_PORT',
  'ENGINE_PORT',
  'ENGINE_UI_PORT',
];

let folder: string;
let ports: Record<string, number>;

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

/** `npm start` on ports and in a folder of the test's own. */
function start(...args: string[]): Run {
  const settings = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const external = {
    DATABASE_URL: '',
    TEMPORAL_ADDRESS: '',
    SMTP_URL: '',
    LICENCE_VENDOR_URL: '',
    PARTNER_API_URL: '',
    CARD_API_URL: '',
    NODE_ENV: '',
  };
  const env = { ...process.env, ...external, ...settings, LICENZA_DATA_FOLDER: folder };
  const child = spawn(process.execPath, [SCRIPT, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function untilReady(run: Run): Promise<void> {
  const ended = run.ended.then((code) => Promise.reject(new Error(`ended with ${code}:\n${run.output()}`)));
  await Promise.race([ended, vi.waitUntil(() => run.output().includes('Licenza is ready'), { timeout: 90_000, interval: 50 })]);
}

const stillListening = async (): Promise<string[]> => {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ((await canConnect('127.0.0.1', port, 300)) ? [name] : [])),
  );
  return checked.flat();
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-run-'));
  await chmod(folder, 0o755);
  ports = Object.fromEntries(await Promise.all(SETTINGS.map(async (name) => [name, await freePort()] as const)));
});
afterEach(async () => {
  await rm(await placeOfData(join(folder, 'database')), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

test('everything comes up, Ctrl-C stops all of it, and a second start reuses data and keys', { timeout: 180_000 }, async () => {
  const first = start();
  await untilReady(first);
  expect(await stillListening()).toEqual(SETTINGS);
  for (const part of ['Engine: ', 'Database: ', 'Mail: ', 'Licence vendor: ', 'Partner API: ', 'Card processor: '])
    expect(first.output().split(part)).toHaveLength(2);
  const ready = await fetch(`http://127.0.0.1:${ports.PORT}/readyz`);
  expect(ready.status).toBe(200);
  const secrets = await readFile(join(folder, 'secrets.json'), 'utf8');

  const beside = start();
  expect(await beside.ended).toBe(1);
  expect(beside.output()).toMatch(/^Licenza is already running from this folder \(process \d+\)/);

  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
  expect(await stillListening()).toEqual([]);

  const second = start();
  await untilReady(second);
  expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe(secrets);
  expect(second.output()).not.toContain('Setting up the database');
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('a start that is killed leaves no process behind, and the next one finds its feet', { timeout: 180_000 }, async () => {
  const killed = start();
  await untilReady(killed);
  killed.child.kill('SIGKILL');
  await killed.ended;
  await vi.waitUntil(async () => (await stillListening()).length === 0, { timeout: 40_000 });
  const next = start();
  await untilReady(next);
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
});

test('a port in use is one sentence and an exit code, and nothing stays running', { timeout: 30_000 }, async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(ports.INBOX_PORT, '127.0.0.1', resolve));
  const run = start();
  expect(await run.ended).toBe(1);
  expect(run.output()).toBe(`Port ${ports.INBOX_PORT} (local inbox) is already in use: stop what uses it, or set INBOX_PORT.\n`);
  server.close();
});
