import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lastLines, run } from '../processes/run.js';
import type { Report } from '../report.js';

/** The newest tag the Go module proxy can serve: later ones have a replaced submodule. go.mod pins the same. */
export const CLI_VERSION = '1.5.1';
const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const MODULE = fileURLToPath(new URL('./temporal-cli', import.meta.url));

/** Builds the official CLI to `target`; false when there is no Go here or the build fails (said why). */
export async function buildEngine(target: string, report: Report): Promise<boolean> {
  if ((await run('go', ['version'])).code !== 0) return false;
  const unfinished = `${target}.${process.pid}.unfinished`;
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', unfinished, PACKAGE];
  const building = run('go', args, { cwd: MODULE });
  const { code, output } = await report.during(`Building Temporal's CLI with Go (about 4 minutes, once)`, building);
  if (code === 0) {
    await rename(unfinished, target);
    return true;
  }
  await rm(unfinished, { force: true });
  report.say(`Building Temporal's CLI failed: ${lastLines(output, 3)}`);
  return false;
}
