import { root } from '../sandbox/start/options.js';
import { startProgram, type RunningProgram } from '../sandbox/start/start-program.js';
import type { Bench } from './suite.js';

interface Child {
  /** As it begins a sentence. */
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly readyUrl: string;
}

/** A process of its own, up and ready; what it prints goes to standard error. */
export const startChild = async ({ report, stops }: Bench, { env, ...child }: Child): Promise<RunningProgram> => {
  const { LICENZA_SANDBOX: _sandbox, ...inherited } = process.env;
  const onLog = (chunk: Buffer) => process.stderr.write(chunk);
  return stops.keep(await startProgram({ ...child, cwd: root, env: { ...inherited, ...env }, onLog, onExit: report.say }));
};
