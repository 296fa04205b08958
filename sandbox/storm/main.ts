import { sentenceOf } from '../problem.js';
import { externalSettings } from '../start/outside-world.js';
import { readStormOptions } from './options.js';
import { runStorm } from './run-storm.js';
import { holds, showOutcome } from './show-outcome.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

let stopWorld: () => Promise<void> = () => Promise.resolve();
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('\nStopping …');
    void stopWorld().finally(() => process.exit(130));
  });
}

try {
  // All parts are the storm's own, whatever the shell names.
  for (const setting of externalSettings) Reflect.deleteProperty(process.env, setting);
  const storm = await runStorm(readStormOptions(process.argv.slice(2)), {
    say,
    onWorld: (stop) => (stopWorld = stop),
  });
  for (const line of showOutcome(storm.outcome)) say(line);
  isStopping = true;
  await storm.stop();
  process.exit(holds(storm.outcome) ? 0 : 1);
} catch (error) {
  if (!isStopping) process.stderr.write(`${sentenceOf(error)}\n`);
  if (!isStopping) process.exit(1);
}
