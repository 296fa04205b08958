import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Licence } from './licence.js';

interface Entry {
  licence?: Licence;
  /** The answer that a repeat with the same key gets. */
  idempotency?: { key: string; fingerprint: string; answer: Answer };
}

/**
 * What the vendor knows, as a log that is read at start. One line holds a change and its idempotency record, so that a
 * kill leaves both or neither; a last line cut short by one is left out.
 */
export class LicenceLedger {
  private readonly file: string;
  private readonly licences = new Map<string, Licence>();
  private readonly answers = new Map<string, { fingerprint: string; answer: Answer }>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'ledger.jsonl');
    if (!existsSync(this.file)) return;
    const lines = readFileSync(this.file, 'utf8').split('\n');
    for (const line of lines.slice(0, -1)) this.apply(JSON.parse(line) as Entry);
    if (lines.at(-1) !== '')
      writeFileSync(
        this.file,
        lines
          .slice(0, -1)
          .map((line) => `${line}\n`)
          .join(''),
      );
  }

  find(accountRef: string, licenceRef: string): Licence | undefined {
    return this.licences.get(keyOf(accountRef, licenceRef));
  }

  ofAccount(accountRef: string): Licence[] {
    return this.all().filter((licence) => licence.accountRef === accountRef);
  }

  get size(): number {
    return this.licences.size;
  }

  all(): Licence[] {
    return [...this.licences.values()];
  }

  answerTo(key: string): { fingerprint: string; answer: Answer } | undefined {
    return this.answers.get(key);
  }

  record(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
    this.apply(entry);
  }

  clear(): void {
    writeFileSync(this.file, '');
    this.licences.clear();
    this.answers.clear();
  }

  private apply({ licence, idempotency }: Entry): void {
    if (licence) this.licences.set(keyOf(licence.accountRef, licence.licenceRef), licence);
    if (idempotency) this.answers.set(idempotency.key, { fingerprint: idempotency.fingerprint, answer: idempotency.answer });
  }
}

const keyOf = (accountRef: string, licenceRef: string): string => `${accountRef}/${licenceRef}`;
