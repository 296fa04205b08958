import { fileURLToPath } from 'node:url';
import { lastLines, run } from '../processes/run.js';
import type { Report } from '../report.js';

/** The newest tag the Go module proxy can serve: later ones have a replaced submodule. go.mod pins the same. */
export const CLI_VERSION = '1.5.1';
/** The server in that CLI. Both are built from one module, so that what the CLI's build compiled needn't be compiled again. */
export const SERVER_VERSION = '1.29.1';
const MODULE = fileURLToPath(new URL('./temporal', import.meta.url));
/** Tests may run beside it, and have time-outs. */
const PRIORITY = 10;

export interface GoBuild {
  readonly what: string;
  /** How long it takes when nothing is in Go's build cache. */
  readonly duration: string;
  /** The folder of the go.mod that pins it; Temporal's when absent. */
  readonly module?: string;
  readonly packages: readonly string[];
  /** A file for one package, an existing folder for several. */
  readonly output: string;
}

export const isGoHere = async (): Promise<boolean> => (await run('go', ['version'])).code === 0;

/** Builds a program with the Go toolchain; undefined when it worked, else why it didn't. */
export async function buildWithGo(
  { what, duration, module = MODULE, packages, output }: GoBuild,
  report: Report,
): Promise<string | undefined> {
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', output, ...packages];
  const building = run('go', args, { cwd: module, priority: PRIORITY });
  const built = await report.during(`Building ${what} with Go (${duration}, once)`, building);
  return built.code === 0 ? undefined : lastLines(built.output, 3);
}
