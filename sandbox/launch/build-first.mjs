import { ensureInstalled, giveUp } from './ensure-installed.mjs';

/**
 * Installs what is missing and builds what has changed. stdout stays the program's own; what is done here is told on stderr.
 * @param {string[]} [steps] of build.mjs; all of them when none is named
 */
export async function buildFirst(steps) {
  await ensureInstalled();
  const { build } = await import('../../build.mjs');
  await build(steps, (line) => process.stderr.write(`${line}\n`)).catch((error) => giveUp(error.message));
}
