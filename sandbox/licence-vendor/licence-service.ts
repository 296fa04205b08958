import { licenceOrderSchema, MOST_UNITS, refuse, refusal, type Answer, type Licence, type LicenceOrder } from './licence.js';
import type { LicenceLedger } from './licence-ledger.js';

export interface LicenceCall {
  method: string;
  accountRef: string;
  licenceRef?: string;
  body: unknown;
  idempotencyKey?: string;
}

const now = (): string => new Date().toISOString();

const vendorId = (ledger: LicenceLedger): string => `LV-${String(ledger.size + 1).padStart(8, '0')}`;

const isSame = (licence: Licence, order: LicenceOrder): boolean =>
  licence.state === 'active' && licence.plan === order.plan && licence.units === order.units && licence.startsOn === order.startsOn;

/** The vendor's rules, without HTTP. Putting the same licence twice changes nothing the second time. */
export class LicenceService {
  constructor(private readonly ledger: LicenceLedger) {}

  perform(call: LicenceCall): Answer {
    const fingerprint = JSON.stringify([call.method, call.accountRef, call.licenceRef, call.body]);
    const known = call.idempotencyKey ? this.ledger.answerTo(call.idempotencyKey) : undefined;
    if (known && known.fingerprint !== fingerprint)
      return refuse('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for something else.');
    if (known) return { ...known.answer, headers: { 'idempotent-replayed': 'true' } };
    if (call.method === 'PUT') return this.put(call, fingerprint, 'active');
    if (call.method === 'DELETE') return this.end(call, fingerprint);
    return this.read(call);
  }

  /** Half of the work: begun, not finished, and not remembered under the key, so that a repeat finishes it. */
  begin(call: LicenceCall): Answer {
    if (call.method === 'PUT') this.put({ ...call, idempotencyKey: undefined }, '', 'provisioning');
    return refusal('INTERNAL', 'Something went wrong in the middle.', 500);
  }

  private put(call: LicenceCall, fingerprint: string, state: Licence['state']): Answer {
    const { accountRef, licenceRef = '' } = call;
    const parsed = licenceOrderSchema.safeParse(call.body);
    if (!parsed.success) return refuse('INVALID_REQUEST', 'plan and units are required, startsOn is a date.');
    const order = parsed.data;
    if (order.units < 1 || order.units > MOST_UNITS) return refuse('UNITS_OUT_OF_RANGE', `units must be from 1 to ${MOST_UNITS}.`);
    const before = this.ledger.find(accountRef, licenceRef);
    const unchanged = before && isSame(before, order) ? before : undefined;
    const licence: Licence = unchanged ?? {
      ...order,
      accountRef,
      licenceRef,
      vendorId: before?.vendorId ?? vendorId(this.ledger),
      state,
      revision: (before?.revision ?? 0) + 1,
      updatedAt: now(),
    };
    return this.keep(call, fingerprint, { status: before ? 200 : 201, body: licence }, unchanged ? undefined : licence);
  }

  private end(call: LicenceCall, fingerprint: string): Answer {
    const before = this.ledger.find(call.accountRef, call.licenceRef ?? '');
    if (!before) return refuse('LICENCE_UNKNOWN', 'There is no such licence.');
    if (before.state === 'ended') return { status: 200, body: before };
    const licence: Licence = { ...before, state: 'ended', revision: before.revision + 1, updatedAt: now() };
    return this.keep(call, fingerprint, { status: 200, body: licence }, licence);
  }

  private read({ accountRef, licenceRef }: LicenceCall): Answer {
    if (licenceRef === undefined) return { status: 200, body: { licences: this.ledger.ofAccount(accountRef) } };
    const licence = this.ledger.find(accountRef, licenceRef);
    return licence ? { status: 200, body: licence } : refuse('LICENCE_UNKNOWN', 'There is no such licence.');
  }

  private keep(call: LicenceCall, fingerprint: string, answer: Answer, licence?: Licence): Answer {
    const idempotency = call.idempotencyKey ? { key: call.idempotencyKey, fingerprint, answer } : undefined;
    if (licence || idempotency) this.ledger.record({ licence, idempotency });
    return answer;
  }
}
