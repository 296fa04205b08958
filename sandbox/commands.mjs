// npm run commands [-- --json] [-- KIND …]: everything that can be commanded of a running process, with its schema and permission.
import { runBeside } from './launch/run-beside.mjs';

await runBeside('commands', { product: false });
