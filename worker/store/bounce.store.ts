import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { BounceActivities, BounceOutcome, FollowBounceInput } from '../../workflows/contracts/follow-bounce.js';
import { writeProgress } from './record-progress.js';

interface ClaimedRow {
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId: string;
  readonly messageId: string;
  readonly sentTo: 'main' | 'emergency';
  readonly sameRound: boolean;
  readonly outcome: Exclude<BounceOutcome, 'early'> | null;
  readonly address: string;
  readonly status: string;
  readonly diagnostic: string;
  readonly state: string;
  readonly hasEmergency: boolean;
  readonly isWanted: boolean;
  readonly isUnderWay: boolean;
}

// The message is locked: what is decided here is about how it stands. An address has one byte for the round.
const CLAIM = `
  SELECT b.tier1_id AS "tier1Id", b.channel_id AS "channelId", b.customer_id AS "customerId", b.message_id AS "messageId", b.sent_to AS "sentTo",
         b.round = m.round % 256 AS "sameRound", b.outcome, b.address, b.status, b.diagnostic, m.state,
         m.emergency_address IS NOT NULL AND m.emergency_address <> m.to_address AS "hasEmergency",
         c.state = 'active' AND (u.id IS NULL OR u.deleted_at IS NULL) AS "isWanted",
         EXISTS (SELECT 1 FROM process p WHERE p.kind = 'message' AND p.subject_id = m.id AND p.state IN ('queued', 'running')) AS "isUnderWay"
    FROM message_bounce b JOIN message m ON m.id = b.message_id JOIN customer c ON c.id = m.customer_id LEFT JOIN app_user u ON u.id = m.user_id
   WHERE b.id = $1::uuid FOR UPDATE OF m`;

/** In which state a message waits for nothing more where it was sent to. */
const ACCEPTED = { main: 'delivered', emergency: 'delivered_to_emergency' } as const;

const outcomeOf = ({ state, sentTo, sameRound, hasEmergency, isWanted, isUnderWay }: ClaimedRow): BounceOutcome => {
  if (!sameRound) return 'nothing';
  if (state === 'queued' || state === 'sending' || isUnderWay) return 'early';
  if (state !== ACCEPTED[sentTo]) return 'nothing';
  if (!isWanted) return 'noted';
  return sentTo === 'main' && hasEmergency ? 'emergency' : 'person';
};

const BOUNCED = `
  UPDATE message SET state = 'bounced', failure_code = 'mail_bounced', version = version + 1
   WHERE id = $1::uuid AND state IN ('delivered', 'delivered_to_emergency')`;

const BEGUN = `
  INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, run_id, title, state, step, protocol)
  SELECT $2::uuid, tier1_id, channel_id, customer_id, 'message', id, $3, $4, to_address, 'running', 'sending_to_emergency', 'commands'
    FROM message WHERE id = $1::uuid`;

/** The timeline and the audit log say that it bounced, why, and what follows. */
const tell = async (tx: Tx, row: ClaimedRow, bounceId: string, processId: string | null, outcome: BounceOutcome): Promise<void> => {
  const { tier1Id, channelId, customerId, messageId, address, status, diagnostic } = row;
  const tenant = { tier1Id, channelId, customerId };
  const told = (kind: TimelineKind, params: Record<string, string>) => ({
    ...tenant,
    processId,
    subjectId: messageId,
    kind,
    params: { address, title: address, ...params },
    dedupeKey: `${kind}:${bounceId}`,
  });
  const events = [told('message_came_back', { status, failure: 'mail_bounced', ...(diagnostic ? { diagnostic } : {}) })];
  if (outcome === 'emergency') events.push(told('message_sent_to_emergency', {}));
  await tx.timelineEvent.createMany({ data: events });
  await tx.auditEntry.create({
    data: {
      ...tenant,
      actorName: 'workflow',
      action: 'message.bounced',
      subjectType: 'message',
      subjectId: messageId,
      before: { state: row.state },
      after: { state: 'bounced', address, status, next: outcome },
    },
  });
};

const claim = async (
  tx: Tx,
  { bounceId, processId, workflowId, runId }: FollowBounceInput & { workflowId: string; runId: string },
): Promise<{ outcome: BounceOutcome }> => {
  const [row] = await tx.$queryRawUnsafe<ClaimedRow[]>(CLAIM, bounceId);
  if (!row) throw new Error(`there is no bounce ${bounceId}`);
  if (row.outcome !== null) return { outcome: row.outcome };
  const outcome = outcomeOf(row);
  if (outcome === 'early') return { outcome };
  await tx.messageBounce.update({ where: { id: bounceId }, data: { outcome } });
  if (outcome === 'nothing') return { outcome };
  await tx.$executeRawUnsafe(BOUNCED, row.messageId);
  if (outcome !== 'noted') await tx.$executeRawUnsafe(BEGUN, row.messageId, processId, workflowId, runId);
  await tell(tx, row, bounceId, outcome === 'noted' ? null : processId, outcome);
  return { outcome };
};

const ANEW = `
  UPDATE message SET state = 'sending', round = round + 1, version = version + 1 WHERE id = $1::uuid AND state IN ('bounced', 'undeliverable')`;

const PARKED = `
  UPDATE message SET state = CASE state WHEN 'sending' THEN 'undeliverable' ELSE state END, failure_code = $2, version = version + 1
   WHERE id = $1::uuid AND state IN ('bounced', 'sending')`;

const FINISHED = `
  UPDATE message SET state = $2, sent_to = $3, sent_at = now(), failure_code = NULL, version = version + 1
   WHERE id = $1::uuid AND (state = 'sending' OR state = 'bounced' AND $2 = 'delivered_to_emergency')`;

/** Writes about messages that came back, each with its process and timeline in one transaction. */
export const createBounceStore = (database: Database): BounceActivities => ({
  claimBounce: (input) => database.write(platformScope, (tx) => claim(tx, input)),

  parkBounced: ({ messageId, failure, progress }) =>
    database.write(platformScope, async (tx) => {
      if (await writeProgress(tx, progress)) await tx.$executeRawUnsafe(PARKED, messageId, failure);
    }),

  beginBouncedAnew: ({ messageId, progress }) =>
    database.write(platformScope, async (tx) => {
      if (await writeProgress(tx, progress)) await tx.$executeRawUnsafe(ANEW, messageId);
      const { toAddress, emergencyAddress } = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      return { emergency: emergencyAddress !== null && emergencyAddress !== toAddress };
    }),

  finishBounced: ({ messageId, outcome, progress }) =>
    database.write(platformScope, async (tx) => {
      const { toAddress, emergencyAddress } = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const address = outcome === 'emergency' ? (emergencyAddress ?? toAddress) : toAddress;
      if (!(await writeProgress(tx, progress, { address }))) return;
      await tx.$executeRawUnsafe(FINISHED, messageId, outcome === 'emergency' ? 'delivered_to_emergency' : 'delivered', address);
    }),
});
