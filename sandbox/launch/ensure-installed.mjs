// Runs before node_modules exists, so it uses nothing but Node.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeProblem } from './node-version.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const QUIET_MS = 2_000;
const EVERY_MS = 5_000;

/**
 * @param {string} sentence
 * @returns {never}
 */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/**
 * Whether what npm says it has installed is what the lock file asks for. Packages for other systems are optional there,
 * and missing here.
 * @param {string} [folder]
 */
export function isInstalled(folder = root) {
  const installed = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  const wanted = Object.entries(packagesIn(join(folder, 'package-lock.json'))).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional, devOptional, peer }]) => {
    const present = installed[path];
    return present ? present.version === version : Boolean(optional || devOptional || peer);
  });
}

function npm(args) {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
}

/** npm explains itself at the top, and ends with its usage and the place of its log. */
const explanationOf = (output) =>
  output
    .split('\n')
    .filter((line) => line.replace(/^npm (error|warn)/, '').trim() !== '')
    .slice(0, 4)
    .join('\n');

function install() {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const tick = () => process.stderr.write(`Installing packages … ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
    setTimeout(tick, QUIET_MS).unref();
    const repeat = setInterval(tick, EVERY_MS);
    const child = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const finish = (code) => {
      clearInterval(repeat);
      if (code === 0) return resolve();
      return giveUp(`The packages could not be installed (npm ci):\n${explanationOf(output)}`);
    };
    child.on('error', () => giveUp('The packages could not be installed: npm was not found.'));
    child.on('close', finish);
  });
}

/** Checks Node and the folder, and installs the packages when they are not those of the lock file. */
export async function ensureInstalled() {
  const problem = nodeProblem(process.versions.node);
  if (problem) giveUp(problem);
  try {
    accessSync(root, constants.W_OK);
  } catch {
    giveUp(`Licenza keeps its data and its build in ${root}, and may not write there: use a folder of yours.`);
  }
  if (!isInstalled()) await install();
}
