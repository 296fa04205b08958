// npm start: the whole product on this machine. See sandbox/start/main.ts for what it does.
import { ensureInstalled } from './launch/ensure-installed.mjs';

await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./start/main.ts');
