import { createWriteStream, renameSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

export interface LogFile {
  readonly write: (chunk: string | Buffer) => void;
}

const KEPT_BYTES = 10_000_000;
const WARNING = 40;

/** The product's log names its levels, as does what the Temporal SDK forwards (in capitals); a bare pino has numbers. */
const isWarning = (level: unknown): boolean =>
  typeof level === 'number' ? level >= WARNING : typeof level === 'string' && /^(warn|error|fatal)$/i.test(level);

/** One file for each program; the one before is kept when it has grown large. */
export function openLog(file: string): LogFile {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > KEPT_BYTES) renameSync(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: 'a' });
  return { write: (chunk) => void stream.write(chunk) };
}

/** A log line as a person wants it on the console, or nothing when it's below a warning. */
export function consoleLineOf(line: string): string | undefined {
  if (!line.startsWith('{')) return line.trim() === '' ? undefined : line;
  try {
    const entry = JSON.parse(line) as { level?: unknown; msg?: string; err?: { message?: string } };
    if (!isWarning(entry.level)) return undefined;
    return [entry.msg, entry.err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}

/** Everything to the file, warnings and above to `say` as well. */
export function logTo(log: LogFile, name: string, say: (line: string) => void): (chunk: Buffer) => void {
  const lines = new PassThrough();
  createInterface({ input: lines }).on('line', (line) => {
    const text = consoleLineOf(line);
    if (text) say(`${name}: ${text}`);
  });
  return (chunk) => {
    log.write(chunk);
    lines.write(chunk);
  };
}
