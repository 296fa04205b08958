import { Problem } from '../problem.js';
import { run } from '../processes/run.js';

/** PostgreSQL refuses to run as root: as root, its programs run as the system's postgres user. */
export interface Account {
  uid?: number;
  gid?: number;
}

async function idsOf(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

export async function postgresAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const present = await idsOf('postgres');
  if (present) return present;
  await run('groupadd', ['--system', 'postgres']);
  await run('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres']);
  const made = await idsOf('postgres');
  if (made) return made;
  throw new Problem(
    'PostgreSQL does not run as root and no user named postgres could be made: start as another user, or set DATABASE_URL.',
  );
}

/** Whether the account can get to `path` at all: a checkout below a 0700 folder is closed to it, whatever its own mode. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  if (account.uid === undefined) return true;
  const { code } = await run('/bin/sh', ['-c', 'test -r "$0" && test -x "$0"', path], { ...account, cwd: '/' });
  return code === 0;
}
