import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findBrowser } from '../../sandbox/browser/find-browser.js';
import { acquireEngine } from '../../sandbox/engine/acquire-engine.js';
import { freePort } from '../../sandbox/ports.js';
import { createReport } from '../../sandbox/report.js';
import { readStartOptions } from '../../sandbox/start/options.js';
import { keepMail, type Context } from '../../sandbox/start/outside-world.js';
import { acquireTestServer } from '../../sandbox/test-server/acquire-test-server.js';

let folder: string;
let said: string[];
const report = createReport({ write: (line) => said.push(line) });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-found-'));
  said = [];
  vi.stubEnv('TEMPORAL_ADDRESS', undefined);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program that only says its version. */
const program = async (path: string, output: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho '${output}'\n`);
  await chmod(path, 0o755);
  return path;
};
const temporal = (server: string): string => `temporal version 1.5.1 (Server ${server}, UI 2.42.1)`;
const inCache = () => program(join(folder, 'cache', 'licenza', 'temporal-cli-1.5.1', 'temporal'), temporal('1.29.1'));
const onPath = async (name: string, output: string): Promise<string> => {
  const path = await program(join(folder, 'bin', name), output);
  vi.stubEnv('PATH', `${dirname(path)}${delimiter}/usr/bin${delimiter}/bin`);
  return path;
};

describe.skipIf(process.platform === 'win32')('what is here already is taken, and one line says which and why', () => {
  test('the engine: the program on the PATH before the cached one', async () => {
    await inCache();
    await onPath('temporal', temporal('1.30.0'));
    expect(await acquireEngine(report)).toEqual({ kind: 'binary', path: 'temporal' });
    expect(said).toEqual(['Engine: Temporal server 1.30.0, the temporal program on the PATH']);
  });

  test.each([
    ['is too old', temporal('1.27.9')],
    ['brings no server', 'tctl 1.18'],
  ])('the engine: the cached one, when the program on the PATH %s', async (_what, output) => {
    const path = await inCache();
    await onPath('temporal', output);
    expect(await acquireEngine(report)).toEqual({ kind: 'binary', path });
    expect(said).toEqual([`Engine: Temporal server 1.29.1, cached from before in ${dirname(path)}`]);
  });

  test('the browser: the one that is named, else an installed one that runs', async () => {
    vi.stubEnv('CHROME_PATH', undefined);
    const installed = await onPath('google-chrome', 'Google Chrome 143.0');
    expect((await findBrowser(report)).executablePath).toBe(installed);
    const named = await program(join(folder, 'own-chrome'), 'anything');
    vi.stubEnv('CHROME_PATH', named);
    expect((await findBrowser(report)).executablePath).toBe(named);
    expect(said).toEqual([`Browser: Google Chrome 143.0, installed at ${installed}`, `Browser: ${named}, because CHROME_PATH is set`]);
  });

  test("the tests' engine: the one that is named", async () => {
    const named = await program(join(folder, 'test-server'), 'anything');
    vi.stubEnv('TEMPORAL_TEST_SERVER', named);
    expect(await acquireTestServer(report)).toBe(named);
    expect(said).toEqual(['Test server: because TEMPORAL_TEST_SERVER is set']);
  });
});

describe('what is named and is not there is one sentence', () => {
  test('a browser and a test server', async () => {
    for (const name of ['CHROME_PATH', 'TEMPORAL_TEST_SERVER']) vi.stubEnv(name, join(folder, 'none'));
    await expect(findBrowser(report)).rejects.toThrow(/^CHROME_PATH is .*none, and there is no such file\.$/);
    await expect(acquireTestServer(report)).rejects.toThrow(/^TEMPORAL_TEST_SERVER is .*none, and there is no such file\.$/);
  });

  test('a mail server, without its password', async () => {
    const address = `127.0.0.1:${String(await freePort())}`;
    vi.stubEnv('SMTP_URL', `smtp://somebody:their-password@${address}`);
    const context = { options: readStartOptions([]), report } as Context;
    const refused = await keepMail(context).catch((error: unknown) => (error as Error).message);
    expect(refused).toBe(`No mail server answers at ${address} (SMTP_URL): start it there, or unset SMTP_URL.`);
  });
});
