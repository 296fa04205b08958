import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { oneAtATime } from '../one-at-a-time.js';
import { canConnect } from '../ports.js';
import { Problem } from '../problem.js';
import { run } from '../processes/run.js';
import type { Report } from '../report.js';
import { downloadServer } from '../sdk-download/download-server.js';
import { buildWithGo, CLI_VERSION, isGoHere } from './build-with-go.js';

export type Engine = { kind: 'external'; address: string } | { kind: 'binary'; path: string };

/** Update-with-start, which the server's first request to a process uses, is on by default from this server version. */
const OLDEST_SERVER = [1, 28] as const;
const EXTERNAL_MS = 3_000;

const cached = (): string => cacheFolder(`temporal-cli-${CLI_VERSION}`, process.platform === 'win32' ? 'temporal.exe' : 'temporal');

/** "1.29.1" when the program at `path` is a Temporal CLI that brings a server new enough. */
async function usableServerVersion(path: string): Promise<string | undefined> {
  const { code, output } = await run(path, ['--version'], { timeoutMs: 10_000 });
  const found = code === 0 ? /Server (\d+)\.(\d+)\.\d+/.exec(output) : null;
  if (!found) return undefined;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  const isNewEnough = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return isNewEnough ? found[0].slice('Server '.length) : undefined;
}

async function externalEngine(address: string, report: Report): Promise<Engine> {
  const [host = '', port = '7233'] = address.split(':');
  if (!(await canConnect(host, Number(port), EXTERNAL_MS))) {
    throw new Problem(`No workflow engine answers at ${address} (TEMPORAL_ADDRESS): start it there, or unset TEMPORAL_ADDRESS.`);
  }
  report.say(`Engine: Temporal at ${address}, because TEMPORAL_ADDRESS is set`);
  return { kind: 'external', address };
}

const binary = (path: string): Engine => ({ kind: 'binary', path });

async function installedEngine(report: Report): Promise<Engine | undefined> {
  const onPath = await usableServerVersion('temporal');
  if (onPath) {
    report.say(`Engine: Temporal server ${onPath}, the temporal program on the PATH`);
    return binary('temporal');
  }
  const inCache = existsSync(cached()) ? await usableServerVersion(cached()) : undefined;
  if (!inCache) return undefined;
  report.say(`Engine: Temporal server ${inCache}, cached from before in ${dirname(cached())}`);
  return binary(cached());
}

async function buildCli(report: Report): Promise<boolean> {
  if (!(await isGoHere())) return false;
  const output = `${cached()}.${process.pid}.unfinished`;
  const packages = ['github.com/temporalio/cli/cmd/temporal'];
  const problem = await buildWithGo({ what: "Temporal's CLI", duration: 'about 4 minutes', packages, output }, report);
  if (problem === undefined) {
    await rename(output, cached());
    return true;
  }
  await rm(output, { force: true });
  report.say(`Building Temporal's CLI failed: ${problem}`);
  return false;
}

async function fetchedEngine(report: Report): Promise<Engine> {
  if (await downloadServer('dev-server', cached(), report)) {
    report.say(`Engine: Temporal CLI ${CLI_VERSION}, downloaded by the SDK and kept in ${dirname(cached())}`);
    return binary(cached());
  }
  if (await buildCli(report)) {
    report.say(`Engine: Temporal CLI ${CLI_VERSION}, built with the Go toolchain (no download reachable), kept in ${dirname(cached())}`);
    return binary(cached());
  }
  throw new Problem(
    'No Temporal server could be had: set TEMPORAL_ADDRESS to a running one, or put the temporal CLI on the PATH ' +
      '(https://docs.temporal.io/cli), or install Go 1.21 or newer so that it can be built.',
  );
}

/** Finds Temporal, or gets it: an address, then what is here, then a download, then a build, because each costs more than the one before. */
export async function acquireEngine(report: Report): Promise<Engine> {
  const address = process.env.TEMPORAL_ADDRESS;
  if (address) return externalEngine(address, report);
  const installed = await installedEngine(report);
  if (installed) return installed;
  // Another process may be at it: what it has got by then is installed.
  return oneAtATime(`${cached()}.lock`, report, async () => (await installedEngine(report)) ?? fetchedEngine(report));
}
