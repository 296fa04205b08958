/** Where the sandbox says what it does: one line for each decision, and progress for whatever takes long. */
export interface Report {
  readonly say: (line: string) => void;
  /** Waits for `work`; once it has taken two seconds, says so every few seconds until it's done. */
  during<T>(label: string, work: Promise<T>): Promise<T>;
}

interface ReportOptions {
  write?: (line: string) => void;
  quietMs?: number;
  everyMs?: number;
}

const QUIET_MS = 2_000;
const EVERY_MS = 5_000;

export function createReport(options: ReportOptions = {}): Report {
  const write = options.write ?? ((line) => process.stdout.write(`${line}\n`));
  return {
    say: write,
    async during(label, work) {
      const startedAt = Date.now();
      const tick = () => write(`${label} … ${Math.round((Date.now() - startedAt) / 1000)} s`);
      let repeat: NodeJS.Timeout | undefined;
      const first = setTimeout(() => {
        tick();
        repeat = setInterval(tick, options.everyMs ?? EVERY_MS);
      }, options.quietMs ?? QUIET_MS);
      try {
        return await work;
      } finally {
        clearTimeout(first);
        clearInterval(repeat);
      }
    },
  };
}

/** For programs whose stdout carries data: the bench, and test runners. */
export const stderrReport = (): Report => createReport({ write: (line) => process.stderr.write(`${line}\n`) });

export const silentReport: Report = { say: () => undefined, during: (_label, work) => work };
