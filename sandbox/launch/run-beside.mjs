import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildFirst } from './build-first.mjs';
import { giveUp, root } from './ensure-installed.mjs';

/** Where the product that `npm start` runs is; what the shell or .env names goes first. */
function productHere() {
  const envFile = join(root, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  if (process.env.DATABASE_URL && process.env.TEMPORAL_ADDRESS) return {};
  const file = join(resolve(process.env.LICENZA_DATA_FOLDER || join(root, '.data')), 'product.json');
  if (!existsSync(file))
    giveUp('There is no product here yet: run npm start first, or name another one by its settings (see .env.example).');
  const told = JSON.parse(readFileSync(file, 'utf8'));
  return { ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== '')), LICENZA_SANDBOX: '1', NODE_ENV: 'development' };
}

/**
 * Builds what has changed and runs a program of the product, with this terminal and the arguments that it was given, and ends as it does.
 * @param {string} program its name in dist/
 * @param {{ product?: boolean }} [options] `product: false`: it needs no running product
 */
export async function runBeside(program, { product = true } = {}) {
  await buildFirst(['client', 'programs']);
  // An empty setting is none.
  const given = Object.fromEntries(Object.entries({ ...process.env }).filter(([, value]) => value !== ''));
  const env = product ? { ...given, ...productHere() } : given;
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', `${program}.js`), ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  child.on('close', (code) => process.exit(code ?? 1));
}
