import { createServer } from 'node:http';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { acquireEngine } from '../../sandbox/engine/acquire-engine.js';
import { isInstalled } from '../../sandbox/launch/ensure-installed.mjs';
import { nodeProblem } from '../../sandbox/launch/node-version.mjs';
import { assertPortsFree, freePort } from '../../sandbox/ports.js';
import { createReport, silentReport } from '../../sandbox/report.js';
import { keepRunning } from '../../sandbox/start/keep-running.js';
import { consoleLineOf } from '../../sandbox/start/log-file.js';
import { readStartOptions } from '../../sandbox/start/options.js';
import { neededPorts } from '../../sandbox/start/outside-world.js';
import { resetData } from '../../sandbox/start/reset.js';
import { readSecrets } from '../../sandbox/start/secrets.js';
import { startProgram } from '../../sandbox/start/start-program.js';
import { StopOrder, type Rank } from '../../sandbox/start/stop-order.js';
import { resultLine } from '../../sandbox/test/result-line.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-start-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('before anything starts', () => {
  test.each([
    ['18.20.4', true],
    ['20.18.9', true],
    ['20.19.0', false],
    ['22.1.0', false],
  ])('Node %s is refused with a sentence: %s', (version, isRefused) => {
    const problem = nodeProblem(version);
    expect(problem).toEqual(isRefused ? expect.stringContaining(`this is ${version}`) : undefined);
  });

  test('each port that is taken gets a sentence that names it and its setting', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const free = await freePort();
    const checked = assertPortsFree([
      { port, setting: 'PORT', what: 'web' },
      { port: free, setting: 'SMTP_PORT', what: 'mail' },
    ]);
    await expect(checked).rejects.toThrow(new RegExp(`^Port ${port} \\(web\\) is already in use: .* PORT\\.$`));
    server.close();
  });

  test('ports of parts that run elsewhere are not asked for', () => {
    vi.stubEnv('DATABASE_URL', 'postgresql://db.example/licenza');
    const settings = neededPorts(readStartOptions([])).map(({ setting }) => setting);
    expect(settings).not.toContain('DATABASE_PORT');
    expect(settings).toContain('PORT');
  });

  test('a port that is none, and an argument that is unknown, are one sentence', () => {
    expect(() => readStartOptions(['--rest'])).toThrow('npm start does not know --rest');
    vi.stubEnv('SMTP_PORT', '70000');
    expect(() => readStartOptions([])).toThrow('SMTP_PORT is 70000, and must be a port');
  });

  test('an engine that does not answer is one sentence', async () => {
    vi.stubEnv('TEMPORAL_ADDRESS', `127.0.0.1:${await freePort()}`);
    await expect(acquireEngine(silentReport)).rejects.toThrow(/^No workflow engine answers at .* \(TEMPORAL_ADDRESS\)/);
  });

  test('packages count as installed when they are those of the lock file, whatever is for other systems', async () => {
    const write = (path: string, packages: object) => writeFile(join(folder, path), JSON.stringify({ packages }));
    await write('package-lock.json', {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    });
    expect(isInstalled(folder)).toBe(false);
    await mkdir(join(folder, 'node_modules'));
    await write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(true);
    await write('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('local data', () => {
  test('secrets are made once, for the owner only', async () => {
    const made = await readSecrets(folder);
    expect(await readSecrets(folder)).toEqual(made);
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(Buffer.from(made.payloadKeys.split(':')[1] ?? '', 'base64')).toHaveLength(32);
  });

  test('secrets of a folder from before the partner API are kept, and completed', async () => {
    const { partnerApiKey, partnerWebhookSecret, ...older } = await readSecrets(folder);
    await writeFile(join(folder, 'secrets.json'), JSON.stringify(older));
    const completed = await readSecrets(folder);
    expect(completed).toMatchObject(older);
    expect(completed.partnerApiKey.length).toBe(partnerApiKey.length);
    expect(completed.partnerWebhookSecret.length).toBe(partnerWebhookSecret.length);
    expect(await readSecrets(folder)).toEqual(completed);
  });

  test('data without its secrets is not given new ones', async () => {
    await mkdir(join(folder, 'database'));
    await chmod(folder, 0o755);
    await expect(readSecrets(folder)).rejects.toThrow('secrets.json is missing');
  });

  test('reset refuses without a terminal to ask at, and deletes with --yes', async () => {
    const dataFolder = join(folder, '.data');
    await mkdir(dataFolder);
    await writeFile(join(dataFolder, 'secrets.json'), '{}');
    const options = { ...readStartOptions([]), dataFolder, reset: true };
    await expect(resetData({ ...options, yes: false }, silentReport, false)).rejects.toThrow('add --yes');
    expect(await readFile(join(dataFolder, 'secrets.json'), 'utf8')).toBe('{}');
    await resetData({ ...options, yes: true }, silentReport);
    await expect(stat(dataFolder)).rejects.toThrow('ENOENT');
  });
});

describe('keeping parts running', () => {
  test('a part that ends by itself is started again, with a line each time, until it is given up', async () => {
    const lines: string[] = [];
    const report = createReport({ write: (line) => lines.push(line) });
    let starts = 0;
    const givenUp = await new Promise<string>((onGivenUp) => {
      const start = async (onExit: (sentence: string) => void) => {
        starts += 1;
        setTimeout(() => onExit('It ended.'), 1);
        return { stop: async () => undefined };
      };
      void keepRunning({ start, report, onGivenUp, firstDelayMs: 1 });
    });
    expect(starts).toBe(6);
    expect(lines).toHaveLength(5);
    expect(givenUp).toMatch(/^It ended\. .* 5 times/);
  });

  test('a part that is started again may wait for its own parts as long as it likes', async () => {
    const said: string[] = [];
    const patience: boolean[] = [];
    let end: ((sentence: string) => void) | undefined;
    const start = async (onExit: (sentence: string) => void, isPatient: boolean) => {
      patience.push(isPatient);
      end = onExit;
      return { stop: async () => undefined };
    };
    const report = createReport({ write: (line) => said.push(line) });
    const kept = await keepRunning({ start, report, onGivenUp: (sentence) => said.push(sentence), firstDelayMs: 1 });
    end?.('It ended.');
    await vi.waitUntil(() => patience.length === 2);
    expect(patience).toEqual([false, true]);
    await kept.stop();
    const slow = { name: 'The slow one', cwd: folder, env: {}, onLog: () => undefined, onExit: () => undefined };
    const port = await freePort();
    const script = join(folder, 'slow.mjs');
    await writeFile(
      script,
      `import { createServer } from 'node:http'; setTimeout(() => createServer((_, answer) => answer.end()).listen(${port}, '127.0.0.1'), 900);`,
    );
    const readyUrl = `http://127.0.0.1:${port}/`;
    await expect(startProgram({ ...slow, script, readyUrl, readyMs: 100 })).rejects.toThrow('did not become ready');
    await (await startProgram({ ...slow, script, readyUrl, readyMs: Infinity })).kill();
  });

  test('parts are stopped after those that use them, and one that comes up late is stopped at once', async () => {
    const stopped: string[] = [];
    const part = (name: string) => Promise.resolve({ stop: async () => void stopped.push(name) });
    const order = new StopOrder();
    for (const rank of ['database', 'engine', 'worker', 'outside', 'server'] satisfies Rank[]) await order.add(rank, part(rank));
    await order.stop();
    await order.add('outside', part('late'));
    expect(stopped).toEqual(['server', 'worker', 'outside', 'engine', 'database', 'late']);
  });

  test('warnings of the programs reach the console, chatter does not', () => {
    expect(consoleLineOf('{"level":30,"msg":"fine"}')).toBeUndefined();
    expect(consoleLineOf('{"level":50,"msg":"bad","err":{"message":"why"}}')).toBe('bad: why');
    expect(consoleLineOf('{"level":"info","msg":"server ready"}')).toBeUndefined();
    expect(consoleLineOf('{"level":"warn","msg":"engine did not take a command; it is kept"}')).toBe(
      'engine did not take a command; it is kept',
    );
    expect(consoleLineOf('{"level":"fatal","msg":"could not start","err":{"message":"why"}}')).toBe('could not start: why');
    expect(consoleLineOf('Error: not JSON')).toBe('Error: not JSON');
  });
});

describe('the closing line of npm test', () => {
  const results = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: [] };

  test.each([
    [results, 1, '3 passed, 1 failed'],
    [{ ...results, numFailedTests: 0, numPendingTests: 2 }, 0, '3 passed, 0 failed, 2 skipped'],
    [{ ...results, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] }, 1, '3 passed, 1 failed'],
    [{ ...results, numFailedTests: 0 }, 1, '3 passed, 1 failed'],
    [undefined, 1, '0 passed, 1 failed'],
  ])('counts what did not load and what failed outside of a test too (%#)', (given, exitCode, line) => {
    expect(resultLine(given, exitCode)).toBe(line);
  });
});
