import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from '../cache-folder.js';
import { Problem } from '../problem.js';
import { lastLines, run } from '../processes/run.js';
import type { Report } from '../report.js';

/** What playwright-core's `chromium.launch` needs. */
export interface Browser {
  executablePath: string;
  args: string[];
}

const INSTALLED = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Chromium's own sandbox doesn't run as root; the pages under test are our own. */
const rootArgs = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

async function resolveOnPath(name: string): Promise<string | undefined> {
  if (name.startsWith('/')) return existsSync(name) ? name : undefined;
  const { code, output } = await run('/bin/sh', ['-c', 'command -v "$0"', name]);
  return code === 0 ? output : undefined;
}

/** Distributions ship scripts of this name that only say "install the snap": one that prints its version is real. */
async function installedBrowser(): Promise<{ path: string; version: string } | undefined> {
  for (const name of INSTALLED) {
    const path = await resolveOnPath(name);
    const ran = path ? await run(path, ['--version'], { timeoutMs: 10_000 }) : undefined;
    if (path && ran?.code === 0 && /Chrom/.test(ran.output)) return { path, version: lastLines(ran.output, 1) };
  }
  return undefined;
}

/** The package unpacks into the temporary folder of its process, so it's given one of ours, moved into place when whole. */
async function unpack(target: string, entry: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const unfinished = await mkdtemp(`${target}.`);
  const script = `import(${JSON.stringify(pathToFileURL(entry).href)}).then(({ default: it }) => (it.default ?? it).executablePath())`;
  const { code, output } = await run(process.execPath, ['-e', script], { env: { ...process.env, TMPDIR: unfinished } });
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Problem(`The bundled Chromium could not be unpacked: ${lastLines(output, 2)}`);
  }
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true, force: true }));
}

async function bundledBrowser(report: Report): Promise<Browser> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8')) as { version: string };
  const folder = cacheFolder(`chromium-${version}`);
  const isUnpacked = existsSync(join(folder, 'chromium'));
  if (!isUnpacked) await report.during('Unpacking Chromium', unpack(folder, entry));
  report.say(
    `Browser: Chromium ${version} of @sparticuz/chromium, ${isUnpacked ? 'unpacked before' : 'unpacked now'}, because none is installed`,
  );
  return {
    executablePath: join(folder, 'chromium'),
    args: [...rootArgs(), '--headless=shell', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
  };
}

/** CHROME_PATH, else an installed Chrome or Chromium, else the one that npm brought. */
export async function findBrowser(report: Report): Promise<Browser> {
  const chosen = process.env.CHROME_PATH;
  if (chosen && !existsSync(chosen)) throw new Problem(`CHROME_PATH is ${chosen}, and there is no such file.`);
  if (chosen) {
    report.say(`Browser: ${chosen}, because CHROME_PATH is set`);
    return { executablePath: chosen, args: rootArgs() };
  }
  const installed = await installedBrowser();
  if (!installed) return bundledBrowser(report);
  report.say(`Browser: ${installed.version}, installed at ${installed.path}`);
  return { executablePath: installed.path, args: rootArgs() };
}
