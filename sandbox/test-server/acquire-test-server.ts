import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../cache-folder.js';
import { Problem } from '../problem.js';
import { lastLines, run } from '../processes/run.js';
import type { Report } from '../report.js';
import { downloadServer } from '../sdk-download/download-server.js';

/** pom.xml names the same. */
const VERSION = '1.38.0';
const MAIN_CLASS = 'io.temporal.testserver.TestServer';
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));

const downloaded = (): string => cacheFolder('temporal-test-server', 'temporal-test-server');
const javaFolder = (): string => cacheFolder(`temporal-test-server-java-${VERSION}`);
const wrapper = (folder: string): string => join(folder, 'temporal-test-server');

/** `exec`, so that stopping the wrapper stops Java; the small heap and C1 make it start in half the time. */
const WRAPPER = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$(dirname "$0")/lib/*" ${MAIN_CLASS} "$@"
`;

async function fetchWithMaven(report: Report): Promise<boolean> {
  const [java, maven] = await Promise.all([run('java', ['-version']), run('mvn', ['-v'])]);
  if (java.code !== 0 || maven.code !== 0) return false;
  const unfinished = await mkdtemp(`${javaFolder()}.`);
  // Maven writes beside the pom, so it gets a copy outside of the checkout.
  await copyFile(POM, join(unfinished, 'pom.xml'));
  const args = [
    '-q',
    '-B',
    '-f',
    join(unfinished, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${join(unfinished, 'lib')}`,
  ];
  const { code, output } = await report.during("Fetching Temporal's test server with Maven (38 MB, once)", run('mvn', args));
  if (code !== 0) {
    report.say(`Fetching the test server with Maven failed: ${lastLines(output, 2)}`);
    await rm(unfinished, { recursive: true, force: true });
    return false;
  }
  await writeFile(wrapper(unfinished), WRAPPER);
  await chmod(wrapper(unfinished), 0o755);
  await rename(unfinished, javaFolder()).catch(() => rm(unfinished, { recursive: true, force: true }));
  return true;
}

function foundTestServer(): { path: string; why: string } | undefined {
  const chosen = process.env.TEMPORAL_TEST_SERVER;
  if (chosen && !existsSync(chosen)) throw new Problem(`TEMPORAL_TEST_SERVER is ${chosen}, and there is no such file.`);
  if (chosen) return { path: chosen, why: 'because TEMPORAL_TEST_SERVER is set' };
  const cached = [downloaded(), wrapper(javaFolder())].find((path) => existsSync(path));
  return cached ? { path: cached, why: `cached from before in ${dirname(cached)}` } : undefined;
}

/**
 * The path of Temporal's time-skipping test server, for
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 */
export async function acquireTestServer(report: Report): Promise<string> {
  const found = foundTestServer();
  if (found) {
    report.say(`Test server: ${found.why}`);
    return found.path;
  }
  await mkdir(dirname(downloaded()), { recursive: true });
  if (await downloadServer('time-skipping', downloaded(), report)) {
    report.say(`Test server: downloaded by the SDK and kept in ${dirname(downloaded())}`);
    return downloaded();
  }
  if (await fetchWithMaven(report)) {
    report.say(`Test server: ${VERSION} for Java, fetched with Maven (no download reachable), kept in ${javaFolder()}`);
    return wrapper(javaFolder());
  }
  throw new Problem(
    "Temporal's test server could not be had: set TEMPORAL_TEST_SERVER to its program, or let this machine reach temporal.download, or install Java 11 or newer and Maven.",
  );
}
