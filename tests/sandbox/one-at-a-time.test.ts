import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { acquireTemporalServer } from '../../sandbox/engine/acquire-temporal-server.js';
import { oneAtATime } from '../../sandbox/one-at-a-time.js';
import { createReport, silentReport } from '../../sandbox/report.js';
import { eventually } from '../support/eventually.js';

let folder: string;
let lock: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-turns-'));
  lock = join(folder, 'engine', 'it.lock');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const anEndedProcess = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.once('exit', () => resolve(child.pid ?? 0));
  });

describe('what is got once for a machine', () => {
  test('is got by one at a time, also after one that failed', async () => {
    let running = 0;
    const order: string[] = [];
    const got = async (name: string, fails = false) => {
      expect(++running).toBe(1);
      order.push(name);
      await new Promise((resolve) => setTimeout(resolve, 50));
      running -= 1;
      if (fails) throw new Error('no network');
      return name;
    };
    const first = oneAtATime(lock, silentReport, () => got('first', true));
    const others = ['second', 'third'].map((name) => oneAtATime(lock, silentReport, () => got(name)));
    await expect(first).rejects.toThrow('no network');
    expect(await Promise.all(others)).toEqual(['second', 'third']);
    expect(order).toHaveLength(3);
    expect(await readdir(join(folder, 'engine'))).toEqual([]);
  });

  test('says that it waits', async () => {
    const said: string[] = [];
    let free = (): void => undefined;
    let begun = (): void => undefined;
    const holds = new Promise<void>((resolve) => (begun = resolve));
    const held = oneAtATime(lock, silentReport, () => {
      begun();
      return new Promise<void>((resolve) => (free = resolve));
    });
    await holds; // or the other one may be first
    const report = createReport({ write: (line) => said.push(line), quietMs: 10 });
    const waiting = oneAtATime(lock, report, () => Promise.resolve('at last'));
    await eventually(() => {
      expect(said).toContainEqual(expect.stringMatching(/^Waiting for another process/));
    });
    free();
    await held;
    expect(await waiting).toBe('at last');
  });

  test('does not wait for a process that has died, nor for one that has only its id by chance', async () => {
    await oneAtATime(lock, silentReport, () => Promise.resolve());
    await writeFile(lock, String(await anEndedProcess()));
    expect(await oneAtATime(lock, silentReport, () => Promise.resolve('taken over'))).toBe('taken over');
    await writeFile(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(lock, longAgo, longAgo);
    expect(await oneAtATime(lock, silentReport, () => Promise.resolve('taken over'))).toBe('taken over');
  });

  test("Temporal's server is taken from a folder that is named, and one without it is one sentence", async () => {
    vi.stubEnv('TEMPORAL_SERVER_FOLDER', folder);
    await expect(acquireTemporalServer(silentReport)).rejects.toThrow(/^TEMPORAL_SERVER_FOLDER is .*, and has no temporal-server and /);
    for (const name of ['temporal-server', 'temporal-sql-tool']) await writeFile(join(folder, name), '');
    expect(await acquireTemporalServer(silentReport)).toMatchObject({ folder, server: join(folder, 'temporal-server') });
  });
});
