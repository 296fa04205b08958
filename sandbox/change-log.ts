import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a simulator has done, one line of JSON for each change: a kill leaves all of a change or nothing. A line that it cut short is left out. */
export class ChangeLog<Change> {
  private file: number | undefined;

  /** Opens it, and gives `apply` what it holds from before. */
  constructor(path: string, apply: (change: Change) => void) {
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') apply(JSON.parse(line) as Change);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    this.file = openSync(path, 'a');
  }

  add(change: Change): void {
    if (this.file !== undefined) writeSync(this.file, `${JSON.stringify(change)}\n`);
  }

  clear(): void {
    if (this.file !== undefined) ftruncateSync(this.file);
  }

  /** What is added after it is lost, as after a kill. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined; // its number is soon another file's
  }
}
