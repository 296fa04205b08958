import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOfData } from '../../sandbox/database/data-folder.js';
import { freePort } from '../../sandbox/ports.js';
import { stopChild } from '../../sandbox/processes/stop-child.js';
import { portSettings, root } from '../../sandbox/start/options.js';
import { externalSettings } from '../../sandbox/start/outside-world.js';
import { median } from '../statistics.js';
import type { Bench } from '../suite.js';
import { temporaryFolder } from '../world.js';

const WITHIN_S = 8;
const STOP_MS = 60_000;

const environmentOf = async (dataFolder: string): Promise<NodeJS.ProcessEnv> => {
  const ports = await Promise.all(portSettings.map(async (name) => [name, String(await freePort())] as const));
  const external = [...externalSettings, 'MIGRATION_DATABASE_URL'].map((name) => [name, ''] as const);
  return { ...process.env, ...Object.fromEntries([...ports, ...external]), LICENZA_DATA_FOLDER: dataFolder };
};

/** `npm start` until it says that it's ready, in seconds; then Ctrl-C. */
const startOnce = async ({ stops }: Bench, dataFolder: string): Promise<number> => {
  const env = await environmentOf(dataFolder);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'sandbox', 'start.mjs')], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  stops.add(() => stopChild(child, 'SIGINT', STOP_MS));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Licenza is ready')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`npm start ended: ${output}`)));
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await stopChild(child, 'SIGINT', STOP_MS);
  return seconds;
};

/** How long `npm start` takes with no data (everything else is built and cached), and with the data of the start before. */
export const startTimes = async (bench: Bench): Promise<void> => {
  const folder = await temporaryFolder(bench);
  const [cold, warm]: [number[], number[]] = [[], []];
  const rounds = async () => {
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      const dataFolder = join(folder, `data-${String(round)}`);
      bench.stops.add(async () => rm(await placeOfData(join(dataFolder, 'database')), { recursive: true, force: true }));
      cold.push(await startOnce(bench, dataFolder));
      warm.push(await startOnce(bench, dataFolder));
    }
  };
  await bench.report.during('Starting everything', rounds());
  const limit = { unit: 's', against: WITHIN_S, aim: 1, better: 'lower' } as const;
  bench.print({ name: 'Cold start: no data, everything built and cached', value: median(cold), ...limit });
  bench.print({ name: 'Warm start', value: median(warm), ...limit });
};
