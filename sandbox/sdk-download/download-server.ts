import { chmod, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canConnect } from '../ports.js';
import { run } from '../processes/run.js';
import type { Report } from '../report.js';

const DOWNLOAD_HOST = 'temporal.download';
/** Where that host can't be reached, name resolution or the connection fails at once; two seconds tell a slow line from none. */
const PROBE_MS = 2_000;
const DOWNLOAD_MS = 5 * 60_000;

const isReachable = async (): Promise<boolean> =>
  Boolean(process.env.HTTPS_PROXY ?? process.env.https_proxy) || canConnect(DOWNLOAD_HOST, 443, PROBE_MS);

async function largestFile(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(names.map(async (name) => ({ name, is: await stat(join(folder, name)) })));
  const sorted = files.filter(({ is }) => is.isFile()).sort((a, b) => b.is.size - a.is.size);
  return sorted[0] && join(folder, sorted[0].name);
}

/** The SDK's own download, moved to `target` only when whole; false when it can't be had here. */
export async function downloadServer(kind: 'dev-server' | 'time-skipping', target: string, report: Report): Promise<boolean> {
  if (!(await isReachable())) return false;
  const folder = await mkdtemp(join(dirname(target), '.download-'));
  try {
    const main = fileURLToPath(new URL('./main.mjs', import.meta.url));
    const running = run(process.execPath, [main, kind, folder], { timeoutMs: DOWNLOAD_MS });
    const { code } = await report.during(`Downloading Temporal's ${kind} (about 100 MB, once)`, running);
    const file = code === 0 ? await largestFile(folder) : undefined;
    if (!file) return false;
    await chmod(file, 0o755);
    await rename(file, target);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
