import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { followBounceType, workflowTypes } from '../../domain/process/process.js';
import { demoAccounts } from '../../prisma/demo-accounts.js';
import { createDataConverter } from '../../runtime/payload-codec.js';
import * as registered from '../../workflows/index.js';
import { retiredTypes } from '../../workflows/retired/register.js';
import { historyPayloadKeys } from '../histories/payload-keys.js';
import { textsOfHistory } from '../support/history-texts.js';

const { History } = proto.temporal.api.history.v1;
const folder = fileURLToPath(new URL('../histories', import.meta.url));
const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
const [id = '', key = ''] = historyPayloadKeys.split(':');
const keys = [{ id, key: Buffer.from(key, 'base64') }];

interface Kept {
  readonly type: string;
  readonly path: string;
  readonly json: string;
}

const quiet = () => undefined;
Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet } });

let kept: Kept[];
let listed: Map<string, string>;
beforeAll(async () => {
  const types = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const files = await Promise.all(
    types.map(async (type) => (await readdir(join(folder, type))).map((name) => ({ type, path: `${type}/${name}` }))),
  );
  kept = await Promise.all(files.flat().map(async (file) => ({ ...file, json: await readFile(join(folder, file.path), 'utf8') })));
  const lines = (await readFile(join(folder, 'sha256.txt'), 'utf8')).trim().split('\n');
  listed = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
});

const replay = async (json: string, change?: (text: string) => string): Promise<void> => {
  const code = await readFile(bundle, 'utf8');
  await Worker.runReplayHistory(
    { workflowBundle: { code: change ? change(code) : code }, dataConverter: createDataConverter(keys) },
    History.fromObject(JSON.parse(json) as object),
  );
};

describe('the replay gate', () => {
  it('has histories of every workflow type that the worker registers', () => {
    const types = Object.keys(registered);
    expect(types.length).toBeGreaterThan(0);
    const retired = retiredTypes.map(({ type }) => type);
    expect(types.toSorted()).toEqual([...Object.values(workflowTypes), followBounceType, ...retired].toSorted());
    for (const type of types) expect(kept.filter((history) => history.type === type).length, `histories of ${type}`).toBeGreaterThan(0);
  });

  it('has them as they were recorded', () => {
    for (const { path, json } of kept) expect(createHash('sha256').update(json).digest('hex'), path).toBe(listed.get(path));
    expect(listed.size).toBe(kept.length);
  });

  it('replays every one with the workflows of today', async () => {
    for (const { path, json } of kept)
      await expect(
        replay(json).then(
          () => 'same',
          (error: unknown) => `${path}: ${String(error)}`,
        ),
      ).resolves.toBe('same');
  });

  it('would see a workflow that does something else', async () => {
    const { json } = kept.find(({ path }) => path === 'openCustomer/at-once.json')!;
    // The story without its first write, as a careless change would make it.
    const changed = replay(json, (code) =>
      code
        .replaceAll("step: 'sending_account_email'", "step: await Promise.resolve((0, proxies_js_1 => 'x')())")
        .replaceAll('recordProgress', 'recordSomethingElse'),
    );
    await expect(changed).rejects.toThrow();
  });

  it('holds ids only: no name, no address, no secret', async () => {
    for (const { path, json } of kept) {
      const text = await textsOfHistory(json, keys);
      expect(text.match(/[\w.+-]+@[\w-]+\.[\w.]+/g)?.filter((address) => !/@[\d.]+$/.test(address)) ?? [], path).toEqual([]);
      for (const { password, name } of demoAccounts) {
        expect(text, path).not.toContain(password);
        expect(text, path).not.toContain(name.join(' '));
      }
      expect(text, path).not.toMatch(/token=|Ada Neri|Ivo Testa/);
    }
  });
});
