import { Problem, sentenceOf } from '../sandbox/problem.js';
import { stderrReport } from '../sandbox/report.js';
import { lineOf, reaches, type Figure } from './figure.js';
import { readBenchOptions } from './options.js';
import { Stops } from './stops.js';
import { suites } from './suites.js';

const report = stderrReport();
const stops = new Stops();

const print = (figure: Figure): void => {
  process.stdout.write(`${lineOf(figure)}\n`);
  const reached = reaches(figure);
  if (reached !== undefined) report.say(`${figure.name}: ${reached ? 'reaches its aim' : 'misses its aim'}`);
};

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted) process.exit(1);
    interrupted = true;
    report.say('Stopping …');
    void stops.all().finally(() => process.exit(1));
  });
}

try {
  const { names, quick } = readBenchOptions(process.argv.slice(2), Object.keys(suites));
  for (const name of names) {
    report.say(`Suite ${name}${quick ? ', on little data: its figures say nothing' : ''}`);
    await suites[name]!({ report, stops, quick, print });
    await stops.all();
  }
  process.exit(0);
} catch (error) {
  // Said at once: stopping beneath what still runs may fail in ways of its own.
  if (!interrupted) report.say(error instanceof Problem ? error.message : error instanceof Error ? (error.stack ?? '') : sentenceOf(error));
  await stops.all();
  process.exit(1);
}
