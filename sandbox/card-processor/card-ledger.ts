import { join } from 'node:path';
import { ChangeLog } from '../change-log.js';
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

/** What the processor knows. One entry holds a change with its events and its idempotency record: all or none of them outlive a kill. */
export class CardLedger {
  private readonly log: ChangeLog<Entry>;
  private readonly objects = new Map<string, CardObject>();
  private readonly byOwner = new Map<string, Set<string>>();
  private readonly events = new Map<string, CardEvent>();
  private readonly answers = new Map<string, Remembered>();
  private readonly undelivered = new Set<string>();

  constructor(folder: string) {
    this.log = new ChangeLog<Entry>(join(folder, 'ledger.jsonl'), (entry) => this.apply(entry));
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
    this.log.add(entry);
    this.apply(entry);
  }

  clear(): void {
    this.log.clear();
    for (const part of [this.objects, this.byOwner, this.events, this.answers, this.undelivered]) part.clear();
  }

  close(): void {
    this.log.close();
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
