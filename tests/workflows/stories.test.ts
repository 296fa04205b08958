import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';
import { castOf, stories } from './support/stories.js';

const { History } = proto.temporal.api.history.v1;
const folder = fileURLToPath(new URL('../histories', import.meta.url));
/** `RECORD_HISTORIES=1 npm test -- tests/workflows/stories` writes the stories that have no history yet; it never writes over one. */
const recording = process.env.RECORD_HISTORIES === '1';

let time: SkippedTime;
let cast: Awaited<ReturnType<typeof castOf>>;
beforeAll(async () => {
  time = await startSkippedTime();
  cast = await castOf(time);
});
afterAll(() => time.stop());

const keep = async (type: string, name: string, json: string): Promise<void> => {
  await mkdir(join(folder, type), { recursive: true });
  await writeFile(join(folder, type, `${name}.json`), json, { flag: 'wx' });
  const list = join(folder, 'sha256.txt');
  const before = await readFile(list, 'utf8').catch(() => '');
  await writeFile(list, `${before}${createHash('sha256').update(json).digest('hex')}  ${type}/${name}.json\n`);
};

describe('the stories that workflows tell', () => {
  it.each(stories.map((story) => [story.workflowType, story.name, story] as const))(
    '%s %s goes as told, and is kept',
    async (type, name, story) => {
      const workflowId = await story.play(cast);
      const history = await time.history(workflowId);
      expect(history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name).toBe(type);
      const kept = await readdir(join(folder, type)).catch(() => [] as string[]);
      if (recording && !kept.includes(`${name}.json`))
        await keep(type, name, `${JSON.stringify(History.toObject(History.fromObject(history), { longs: String, bytes: String }))}\n`);
      else expect(kept).toContain(`${name}.json`);
    },
  );
});
