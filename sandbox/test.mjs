// npm test: gets what the tests need (saying what was taken), builds, and runs vitest with the arguments given.
import { ensureInstalled } from './launch/ensure-installed.mjs';

await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./test/main.ts');
