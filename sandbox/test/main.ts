import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../build.mjs';
import { sentenceOf } from '../problem.js';
import { createReport } from '../report.js';
import { acquireForSomeTests, acquireParts } from './acquire-parts.js';
import { resultLine, type Results } from './result-line.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = createReport();

/** Here and not in the tests' set-up, where a first download or build would run silently and into time-outs. */
async function prepare(): Promise<void> {
  await Promise.all([acquireParts(report), build(undefined, report.say)]);
}

/** The tests that need one of these wait for it, the others run meanwhile; only a whole run needs them for sure. */
function acquireInBackground(): void {
  if (process.argv.length > 2) return;
  void acquireForSomeTests(createReport({ quietMs: 20_000, everyMs: 60_000 }));
}

function runVitest(resultFile: string): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const args = [vitest, 'run', ...reporters, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test' } });
  // Ctrl-C reaches vitest by itself; this process stays for the closing line.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function test(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-test-'));
  const resultFile = join(folder, 'results.json');
  try {
    const code = await runVitest(resultFile);
    const results = await readFile(resultFile, 'utf8').then(
      (text) => JSON.parse(text) as Results,
      () => undefined,
    );
    report.say(resultLine(results, code));
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  await prepare();
  acquireInBackground();
  process.exitCode = await test();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
