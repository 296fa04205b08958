import { demoAccounts } from '../../prisma/demo-accounts.js';
import { Problem, sentenceOf } from '../problem.js';
import { createReport } from '../report.js';
import { readStartOptions, type StartOptions } from './options.js';
import { loopback, type Context } from './outside-world.js';
import { resetData } from './reset.js';
import { assertNotRunning, releaseFolder, takeFolder } from './run-lock.js';
import { readSecrets } from './secrets.js';
import { startEverything, type Started } from './start-everything.js';
import { StopOrder } from './stop-order.js';

const startedAt = Date.now();
const report = createReport();
const order = new StopOrder();

function sayWhereToLook(options: StartOptions, { inboxUrl, engineUiUrl }: Started): void {
  const places = { Web: loopback(options.ports.web), Inbox: inboxUrl, "Engine's UI": engineUiUrl };
  const width = Math.max(...demoAccounts.map(({ loginName }) => loginName.length));
  report.say(`\nLicenza is ready, after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.\n`);
  for (const [name, url] of Object.entries(places)) if (url) report.say(`  ${name.padEnd(12)} ${url}`);
  report.say('\nSign in as');
  for (const { loginName, password, role } of demoAccounts)
    report.say(`  ${loginName.padEnd(width)}  ${password}  (${role.replaceAll('_', ' ')})`);
  report.say('\nCtrl-C stops everything; the data stays for the next start.');
}

/** Ends with `code` once everything is down; a second signal doesn't wait. */
async function end(code: number, options?: StartOptions): Promise<void> {
  await order.stop().catch((error: unknown) => report.say(`While stopping: ${sentenceOf(error)}`));
  if (options) await releaseFolder(options.dataFolder);
  process.exit(code);
}

function stopOnSignals(options: StartOptions): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      report.say('\nStopping …');
      void end(0, options);
    });
  }
}

async function start(options: StartOptions): Promise<void> {
  await assertNotRunning(options.dataFolder);
  if (options.reset) await resetData(options, report);
  await takeFolder(options.dataFolder);
  stopOnSignals(options);
  const secrets = await readSecrets(options.dataFolder);
  const onGivenUp = (sentence: string) => {
    report.say(`${sentence} Stopping everything; see ${options.dataFolder}/logs.`);
    void end(1, options);
  };
  const context: Context = { options, secrets, report, onGivenUp };
  try {
    sayWhereToLook(options, await startEverything(context, order));
  } catch (error) {
    process.stderr.write(`${error instanceof Problem ? error.message : sentenceOf(error)}\n`);
    await end(1, options);
  }
}

try {
  await start(readStartOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}
