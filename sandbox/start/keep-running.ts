import { setTimeout as wait } from 'node:timers/promises';
import { sentenceOf } from '../problem.js';
import type { Report } from '../report.js';

export interface Stoppable {
  readonly stop: () => Promise<void>;
}

interface KeepOptions<T extends Stoppable> {
  /** `isPatient` after the first start: then the part is waited for however long it waits for its own parts. */
  start: (onExit: (sentence: string) => void, isPatient: boolean) => Promise<T>;
  report: Report;
  /** Called once, when it has ended too often to go on. */
  onGivenUp: (sentence: string) => void;
  firstDelayMs?: number;
}

const MOST_RESTARTS = 5;
const FIRST_DELAY_MS = 1_000;
/** Up this long, it's taken to be well again, and the count begins anew. */
const WELL_AFTER_MS = 60_000;

/** Starts a part and starts it again when it ends by itself, waiting twice as long each time. Rejects when the first start does. */
export async function keepRunning<T extends Stoppable>(options: KeepOptions<T>): Promise<T> {
  const { report, onGivenUp } = options;
  let isStopping = false;
  let restarts = 0;
  let startedAt = Date.now();

  const launch = (isPatient: boolean) => options.start((sentence) => void again(sentence), isPatient);

  const again = async (sentence: string): Promise<void> => {
    if (isStopping) return;
    if (Date.now() - startedAt > WELL_AFTER_MS) restarts = 0;
    if (restarts === MOST_RESTARTS) return onGivenUp(`${sentence} It was started again ${MOST_RESTARTS} times, to no avail.`);
    const delayMs = (options.firstDelayMs ?? FIRST_DELAY_MS) * 2 ** restarts++;
    report.say(`${sentence} Starting it again in ${delayMs / 1000} s.`);
    await wait(delayMs);
    if (isStopping) return;
    startedAt = Date.now();
    await launch(true).then(
      (next) => (isStopping ? next.stop() : void (current = next)),
      (error: unknown) => again(sentenceOf(error)),
    );
  };

  let current = await launch(false);
  const first = current;
  return {
    ...first,
    stop: () => {
      isStopping = true;
      return current.stop();
    },
  };
}
