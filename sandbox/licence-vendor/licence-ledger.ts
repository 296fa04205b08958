import { join } from 'node:path';
import { ChangeLog } from '../change-log.js';
import type { Answer, Licence } from './licence.js';

interface Entry {
  licence?: Licence;
  /** The answer that a repeat with the same key gets. */
  idempotency?: { key: string; fingerprint: string; answer: Answer };
}

/** What the vendor knows. One entry holds a change and its idempotency record: both or neither outlive a kill. */
export class LicenceLedger {
  private readonly log: ChangeLog<Entry>;
  private readonly licences = new Map<string, Licence>();
  private readonly answers = new Map<string, { fingerprint: string; answer: Answer }>();

  constructor(folder: string) {
    this.log = new ChangeLog<Entry>(join(folder, 'ledger.jsonl'), (entry) => this.apply(entry));
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
    this.log.add(entry);
    this.apply(entry);
  }

  clear(): void {
    this.log.clear();
    this.licences.clear();
    this.answers.clear();
  }

  close(): void {
    this.log.close();
  }

  private apply({ licence, idempotency }: Entry): void {
    if (licence) this.licences.set(keyOf(licence.accountRef, licence.licenceRef), licence);
    if (idempotency) this.answers.set(idempotency.key, { fingerprint: idempotency.fingerprint, answer: idempotency.answer });
  }
}

const keyOf = (accountRef: string, licenceRef: string): string => `${accountRef}/${licenceRef}`;
