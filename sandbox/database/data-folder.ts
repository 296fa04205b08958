import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../problem.js';
import { commandOf, endLeftover, isAlive } from '../processes/stop-child.js';
import { lastLines, run } from '../processes/run.js';
import { canReach, postgresAccount, type Account } from './postgres-account.js';
import { OPEN_FOLDER, type PostgresPrograms } from './postgres-programs.js';

export const OWNER = 'postgres';
const LEFTOVER_MS = 10_000;

/** Where the data of `wanted` lies: there, or (as root, in a checkout that the postgres user can't get into) in root's open folder. */
export async function placeOfData(wanted: string, account?: Account): Promise<string> {
  await mkdir(dirname(wanted), { recursive: true });
  if (await canReach(account ?? (await postgresAccount()), dirname(wanted))) return wanted;
  return join(OPEN_FOLDER, `${basename(wanted)}-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
}

async function ownedFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid);
}

/**
 * Made under another name and moved when whole, so that a start that was killed in the middle leaves nothing half.
 * The builtin C.UTF-8 locale: the same order and the same lower() for "È" on every system, with no library of the system's.
 */
export async function makeData(folder: string, programs: PostgresPrograms, account: Account, password: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const passwordFile = join(tmpdir(), `licenza-${process.pid}-${Date.now()}.pw`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await ownedFolder(unfinished, account);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) await chown(passwordFile, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = ['-D', unfinished, '-U', OWNER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync', ...locale];
  const { code, output } = await run(programs.initdb, args, { ...account, cwd: dirname(programs.initdb) });
  await unlink(passwordFile);
  if (code !== 0) throw new Problem(`The database's data could not be set up in ${folder}: ${lastLines(output, 3)}`);
  await rename(unfinished, folder);
}

/** A killed run leaves its pid file, and sometimes its server too: the one is removed, the other is ended first. */
export async function clearLeftovers(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  const isOurs = pid > 0 && isAlive(pid) && (await commandOf(pid)).includes(folder);
  if (isOurs) await endLeftover(pid, 'SIGINT', LEFTOVER_MS);
  await rm(pidFile, { force: true });
}

/** Data of another major version can't be opened; said before the server does, in its own words. */
export async function assertSameVersion(folder: string, programs: PostgresPrograms): Promise<void> {
  const made = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (programs.version.startsWith(`${made}.`)) return;
  throw new Problem(
    `The data in ${folder} is of PostgreSQL ${made}, the bundled one is ${programs.version}: \`npm start -- --reset\` begins anew.`,
  );
}
