import { parseArgs } from 'node:util';
import { kindsTable, listKinds } from './list-kinds.js';

// Everything that can be commanded of a running process: a table, or with --json each kind with the JSON Schema of its input.
const USAGE = 'commands [--json] [KIND …]';

const run = (): number => {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true, strict: true });
  const all = listKinds();
  const unknown = positionals.find((name) => !all.some(({ kind }) => kind === name));
  if (unknown !== undefined) throw new Error(`there is no command ${unknown}`);
  const wanted = all.filter(({ kind }) => positionals.length === 0 || positionals.includes(kind));
  process.stdout.write(values.json ? `${JSON.stringify(wanted, undefined, 2)}\n` : kindsTable(wanted));
  return 0;
};

try {
  process.exitCode = run();
} catch (error) {
  process.stderr.write(`commands: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
}
