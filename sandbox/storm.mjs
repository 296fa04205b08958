// npm run storm -- --seconds 120 --seed 7: places orders and presses commands while every part is killed, frozen and cut off, and
// checks from outside that nothing was lost, doubled, forgotten or stuck. See sandbox/storm/main.ts.
import { ensureInstalled } from './launch/ensure-installed.mjs';

await ensureInstalled();
const { build } = await import('../build.mjs');
try {
  await build(undefined, (line) => process.stderr.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
register();
await import('./storm/main.ts');
