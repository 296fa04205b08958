// npm run bench [-- suite …]: builds, and hands over to bench/main.ts. stdout is for the figures; all else goes to stderr.
import { buildFirst } from './launch/build-first.mjs';

await buildFirst();
const { register } = await import('tsx/esm/api');
register();
await import('../bench/main.ts');
