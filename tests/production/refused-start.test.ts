import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../../sandbox/processes/run.js';
import { filledSettings } from './support/example-settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const start = async (program: string, changes: NodeJS.ProcessEnv) => {
  const env = { PATH: process.env.PATH, ...(await filledSettings()), ...changes };
  return run(process.execPath, [`dist/${program}.js`], { cwd: root, env, timeoutMs: 30_000 });
};

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
