import { sentenceOf } from '../problem.js';

/** The life of a simulator's process: it ends on SIGTERM, or with the parent that holds its IPC channel. */
export async function serveUntilStopped(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  try {
    const running = await start();
    const end = () => void running.stop().finally(() => process.exit(0));
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    process.once('disconnect', end);
    process.send?.('ready');
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  }
}
