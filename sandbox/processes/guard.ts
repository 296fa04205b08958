import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let guard: ChildProcess | undefined;

/** One guard per parent; it never keeps the parent alive, and is out of the terminal's reach (Ctrl-C is the parent's to handle). */
function startGuard(): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  const pipe = child.stdin as unknown as { unref?: () => void } | null;
  pipe?.unref?.();
  return child;
}

/** If this process dies without stopping `pid`, the guard sends it `signal`. Call the result once it has been stopped. */
export function guardProcess(pid: number, signal: NodeJS.Signals): () => void {
  guard ??= startGuard();
  guard.stdin?.write(`+${pid} ${signal}\n`);
  return () => guard?.stdin?.write(`-${pid}\n`);
}
