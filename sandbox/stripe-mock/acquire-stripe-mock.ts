import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../cache-folder.js';
import { buildWithGo, isGoHere } from '../engine/build-with-go.js';
import { oneAtATime } from '../one-at-a-time.js';
import { Problem } from '../problem.js';
import { run } from '../processes/run.js';
import type { Report } from '../report.js';

/** module/go.mod pins the same. */
const VERSION = '0.203.0';
const MODULE = fileURLToPath(new URL('./module', import.meta.url));

const cached = (): string => cacheFolder(`stripe-mock-${VERSION}`, process.platform === 'win32' ? 'stripe-mock.exe' : 'stripe-mock');

async function build(report: Report): Promise<void> {
  await mkdir(dirname(cached()), { recursive: true });
  const output = `${cached()}.${process.pid}.unfinished`;
  const packages = ['github.com/stripe/stripe-mock'];
  const problem = await buildWithGo({ what: 'stripe-mock', duration: 'up to a minute', module: MODULE, packages, output }, report);
  if (problem === undefined) return rename(output, cached());
  await rm(output, { force: true });
  throw new Problem(`stripe-mock could not be built with Go: ${problem}`);
}

/**
 * Stripe's own check of requests against its description of its API: on the PATH, else cached, else built; undefined
 * (and said) only where it would have to be built and there is no Go.
 */
export async function acquireStripeMock(report: Report): Promise<string | undefined> {
  if ((await run('stripe-mock', ['-version'], { timeoutMs: 10_000 })).code === 0) {
    report.say('stripe-mock: the program on the PATH');
    return 'stripe-mock';
  }
  return oneAtATime(`${dirname(cached())}.lock`, report, async () => {
    if (existsSync(cached())) {
      report.say(`stripe-mock: ${VERSION}, cached from before in ${dirname(cached())}`);
      return cached();
    }
    if (!(await isGoHere())) {
      report.say('stripe-mock: none, because it is built with Go, and there is no Go here');
      return undefined;
    }
    await build(report);
    report.say(`stripe-mock: ${VERSION}, built with the Go toolchain, kept in ${dirname(cached())}`);
    return cached();
  });
}
