// npm run storm -- --seconds 120 --seed 7: places orders and presses commands while every part is killed, frozen and cut off, and
// checks from outside that nothing was lost, doubled, forgotten or stuck. See sandbox/storm/main.ts.
import { buildFirst } from './launch/build-first.mjs';

await buildFirst();
const { register } = await import('tsx/esm/api');
register();
await import('./storm/main.ts');
