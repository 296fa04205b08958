import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './card-errors.js';
import type { CardEvent, CardObject, ObjectOf } from './card-objects.js';

export interface Remembered {
  fingerprint: string;
  answer: Answer;
}

export interface Entry {
  objects?: CardObject[];
  events?: CardEvent[];
  /** The answer that a repeat with the same key gets. */
  idempotency?: Remembered & { key: string };
  /** The id of an event of which everybody who should know has heard. */
  delivered?: string;
  /** A day has passed: no key is known any more. */
  forgetsKeys?: boolean;
}

/** Payments and cards belong to a customer, refunds to a payment. */
const ownerOf = (object: CardObject): string => {
  if (object.object === 'refund') return object.payment_intent;
  return object.object === 'customer' ? '' : (object.customer ?? '');
};

/**
 * What the processor knows, as a log that is read at start. One line holds a change with its events and its idempotency
 * record, so that a kill leaves all or none of them; a last line cut short by one is left out.
 */
export class CardLedger {
  private readonly file: string;
  private readonly objects = new Map<string, CardObject>();
  private readonly byOwner = new Map<string, Set<string>>();
  private readonly events = new Map<string, CardEvent>();
  private readonly answers = new Map<string, Remembered>();
  private readonly undelivered = new Set<string>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'ledger.jsonl');
    if (!existsSync(this.file)) return;
    const lines = readFileSync(this.file, 'utf8').split('\n');
    const whole = lines.slice(0, -1);
    for (const line of whole) this.apply(JSON.parse(line) as Entry);
    if (lines.at(-1) !== '') writeFileSync(this.file, whole.map((line) => `${line}\n`).join(''));
  }

  find<Kind extends CardObject['object']>(kind: Kind, id: string): ObjectOf<Kind> | undefined {
    const object = this.objects.get(id);
    return object?.object === kind ? (object as ObjectOf<Kind>) : undefined;
  }

  all<Kind extends CardObject['object']>(kind: Kind): ObjectOf<Kind>[] {
    return [...this.objects.values()].filter((object): object is ObjectOf<Kind> => object.object === kind);
  }

  /** Newest first, as Stripe lists. */
  ownedBy<Kind extends CardObject['object']>(kind: Kind, owner: string): ObjectOf<Kind>[] {
    const owned = [...(this.byOwner.get(owner) ?? [])].map((id) => this.objects.get(id));
    return owned.filter((object): object is ObjectOf<Kind> => object?.object === kind).reverse();
  }

  event(id: string): CardEvent | undefined {
    return this.events.get(id);
  }

  allEvents(): CardEvent[] {
    return [...this.events.values()];
  }

  /** Events of which somebody may not have heard: the process was killed before. */
  eventsToDeliver(): CardEvent[] {
    return [...this.undelivered].flatMap((id) => this.events.get(id) ?? []);
  }

  answerTo(key: string): Remembered | undefined {
    return this.answers.get(key);
  }

  record(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
    this.apply(entry);
  }

  clear(): void {
    writeFileSync(this.file, '');
    for (const part of [this.objects, this.byOwner, this.events, this.answers, this.undelivered]) part.clear();
  }

  private apply({ objects = [], events = [], idempotency, delivered, forgetsKeys }: Entry): void {
    for (const object of objects) {
      this.objects.set(object.id, object);
      const owner = ownerOf(object);
      if (owner) this.byOwner.set(owner, (this.byOwner.get(owner) ?? new Set()).add(object.id));
    }
    for (const event of events) {
      this.events.set(event.id, event);
      this.undelivered.add(event.id);
    }
    if (idempotency) this.answers.set(idempotency.key, { fingerprint: idempotency.fingerprint, answer: idempotency.answer });
    if (forgetsKeys) this.answers.clear();
    if (delivered) this.undelivered.delete(delivered);
  }
}
