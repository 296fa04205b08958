// npm run check: every rule of the house that a program can check, one line each; what a failed one printed follows it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './launch/ensure-installed.mjs';

await ensureInstalled();
const { build } = await import('../build.mjs');

const folders = ['domain', 'workflows', 'worker', 'server', 'ui', 'prisma', 'records', 'runtime', 'sandbox', 'tests', 'bench'].filter(
  (name) => existsSync(join(root, name)),
);

// The longest first: they run two at a time.
const checks = [
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']],
  ['types', 'typescript/bin/tsc', ['--noEmit', '--project', 'tsconfig.json']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '.']],
  ['import arrows', 'dependency-cruiser/bin/dependency-cruise.mjs', folders],
  ['dead code', 'knip/bin/knip.js', []],
];

function runCheck(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}

try {
  await build(['client'], console.log);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

async function runNext() {
  for (let check = checks.shift(); check; check = checks.shift()) {
    const [name, script, args] = check;
    const startedAt = Date.now();
    const { code, output } = await runCheck(script, args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    console.log(output);
    process.exitCode = 1;
  }
}
await Promise.all([runNext(), runNext()]);
