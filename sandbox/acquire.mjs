// Gets what the tests need from outside of the checkout, and nothing else: `.ci/run` has it beside the checks.
import { ensureInstalled } from './launch/ensure-installed.mjs';

await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./acquire/main.ts');
