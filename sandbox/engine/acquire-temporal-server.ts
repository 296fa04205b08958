import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { oneAtATime } from '../one-at-a-time.js';
import { Problem } from '../problem.js';
import type { Report } from '../report.js';
import { buildWithGo, isGoHere, SERVER_VERSION } from './build-with-go.js';

/** Temporal's server as production runs it, and the tool that sets up its schema: in one folder, which can go on a PATH. */
export interface TemporalServer {
  readonly folder: string;
  readonly server: string;
  readonly sqlTool: string;
}

/** Go names what it builds after the package's folder; the release's names are those of the images. */
const PROGRAMS = { server: 'temporal-server', sql: 'temporal-sql-tool' } as const;
const PACKAGES = ['go.temporal.io/server/cmd/server', 'go.temporal.io/server/cmd/tools/sql'];

const cached = (): string => cacheFolder(`temporal-server-${SERVER_VERSION}`);

const inFolder = (folder: string): TemporalServer | undefined => {
  const [server, sqlTool] = [join(folder, PROGRAMS.server), join(folder, PROGRAMS.sql)];
  return existsSync(server) && existsSync(sqlTool) ? { folder, server, sqlTool } : undefined;
};

async function build(report: Report): Promise<void> {
  const unfinished = await mkdtemp(`${cached()}.`);
  try {
    const what = "Temporal's server and SQL tool";
    const problem = await buildWithGo({ what, duration: 'up to 3 minutes', packages: PACKAGES, output: unfinished }, report);
    if (problem !== undefined) throw new Problem(`${what} could not be built with Go: ${problem}`);
    for (const [built, released] of Object.entries(PROGRAMS)) await rename(join(unfinished, built), join(unfinished, released));
    await rename(unfinished, cached());
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Named by TEMPORAL_SERVER_FOLDER, else cached, else built; undefined (and said) only where it would have to be built and there is no Go. */
export async function acquireTemporalServer(report: Report): Promise<TemporalServer | undefined> {
  const chosen = process.env.TEMPORAL_SERVER_FOLDER;
  if (chosen) {
    const found = inFolder(chosen);
    if (!found) throw new Problem(`TEMPORAL_SERVER_FOLDER is ${chosen}, and has no ${Object.values(PROGRAMS).join(' and ')}.`);
    report.say(`Temporal's server for production tests: in ${chosen}, because TEMPORAL_SERVER_FOLDER is set`);
    return found;
  }
  return oneAtATime(`${cached()}.lock`, report, async () => {
    const found = inFolder(cached());
    if (found) {
      report.say(`Temporal's server for production tests: ${SERVER_VERSION}, cached from before in ${cached()}`);
      return found;
    }
    if (!(await isGoHere())) {
      report.say("Temporal's server for production tests: none, because it is built with Go, and there is no Go here");
      return undefined;
    }
    await build(report);
    report.say(`Temporal's server for production tests: ${SERVER_VERSION}, built with the Go toolchain, kept in ${cached()}`);
    return inFolder(cached());
  });
}
