import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../../sandbox/processes/run.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Settings that production takes; nothing of them has to be reached to be refused. */
const good = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://licenza.test',
  DATABASE_URL: 'postgresql://licenza:none@127.0.0.1:9/licenza',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  SMTP_URL: 'smtp://127.0.0.1:9',
  SESSION_SECRET: randomBytes(32).toString('hex'),
  TOKEN_SECRET: randomBytes(32).toString('hex'),
  PAYLOAD_KEYS: `k:${randomBytes(32).toString('base64')}`,
  LICENCE_VENDOR_URL: 'https://vendor.test',
  LICENCE_VENDOR_API_KEY: randomBytes(16).toString('hex'),
};
const start = (program: string, changes: NodeJS.ProcessEnv) =>
  run(process.execPath, [`dist/${program}.js`], { cwd: root, env: { PATH: process.env.PATH, ...good, ...changes }, timeoutMs: 30_000 });

describe('in production a program does not start', () => {
  it.each(['server', 'worker', 'migrate'])('%s: with the sandbox and its demo sign-ins', async (program) => {
    const { code, output } = await start(program, { LICENZA_SANDBOX: '1' });
    expect(output).toBe(`${program}: LICENZA_SANDBOX can not be on in production`);
    expect(code).toBe(1);
  });

  it.each(['server', 'worker'])('%s: with secrets of the example, a line for each', async (program) => {
    const example = 'change-me-change-me-change-me-change-me';
    const { code, output } = await start(program, { SESSION_SECRET: example, TOKEN_SECRET: example });
    expect(output.split('\n')).toEqual([
      `${program}: SESSION_SECRET still holds the example value`,
      'TOKEN_SECRET still holds the example value',
    ]);
    expect(code).toBe(1);
  });
});
