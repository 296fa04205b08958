import express, { type RequestHandler } from 'express';
import type { Counter } from 'prom-client';
import { platformScope, type Tx } from '../../prisma/client.js';
import { orderNudged } from '../../workflows/contracts/purchase.js';
import type { Services } from '../context.js';
import { enqueue } from '../engine/outbox.js';

/** What a notice is about, once its signature holds. */
interface Notice {
  readonly id: string;
  readonly about: string | undefined;
}

export type WebhookSource = 'partner' | 'card';
export type WebhookOutcome = 'taken' | 'repeated' | 'refused' | 'unknown';

const SIGNATURE_HEADER = { partner: 'x-ms-signature', card: 'stripe-signature' } as const;

/** The processes of the running orders that a line or payment of that reference belongs to. */
const ABOUT = {
  partner: `SELECT p.workflow_id FROM order_line l JOIN process p ON p.subject_id = l.order_id WHERE l.vendor_ref = $1`,
  card: `SELECT p.workflow_id FROM payment y JOIN process p ON p.subject_id = y.order_id WHERE y.processor_ref = $1`,
} as const;

const readNotice = ({ vendors, cards }: Services, source: WebhookSource, body: Buffer, signature: string): Notice | undefined => {
  try {
    if (source === 'card') {
      const { id, paymentRef } = cards.eventOf(body, signature);
      return { id, about: paymentRef };
    }
    const event = vendors.microsoft.eventOf?.(body, signature);
    return event && { id: event.id, about: event.vendorRef };
  } catch {
    return undefined;
  }
};

/** Takes a notice once: it wakes the order's process, which reads for itself what is true. */
const take = async (tx: Tx, source: WebhookSource, { id, about }: Notice): Promise<WebhookOutcome> => {
  const { count } = await tx.webhookNotice.createMany({ data: [{ source, noticeId: id.slice(0, 200) }], skipDuplicates: true });
  if (count === 0) return 'repeated';
  const rows = await tx.$queryRawUnsafe<{ workflow_id: string }[]>(
    `${ABOUT[source]} AND p.kind = 'order' AND p.state IN ('queued', 'running', 'waiting', 'needs_attention')`,
    about ?? '',
  );
  if (rows.length === 0) return 'unknown';
  await enqueue(
    tx,
    rows.map(({ workflow_id }) => ({ command: 'signal', workflowId: workflow_id, signal: orderNudged.name, args: [] })),
  );
  return 'taken';
};

/**
 * Notices of the outside services. A forged, old or repeated one changes nothing and is counted; the sender learns no more than
 * whether the signature held.
 */
export const webhook = (services: Services, source: WebhookSource, notices: Counter<'source' | 'outcome'>): RequestHandler[] => [
  express.raw({ type: () => true, limit: '256kb' }),
  async (request, response) => {
    const signature = request.get(SIGNATURE_HEADER[source]) ?? '';
    const notice = readNotice(services, source, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), signature);
    const outcome = notice ? await services.database.write(platformScope, (tx) => take(tx, source, notice)) : 'refused';
    notices.inc({ source, outcome });
    if (outcome === 'refused') services.log.warn({ source, address: request.ip }, 'a notice without a valid signature was refused');
    response.status(outcome === 'refused' ? 403 : 204).end();
  },
];
