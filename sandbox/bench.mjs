// npm run bench [-- suite …]: builds, and hands over to bench/main.ts. stdout is for the figures; all else goes to stderr.
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
await import('../bench/main.ts');
