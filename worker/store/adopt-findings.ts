import type { LineAtVendor } from '../../adapters/provisioning-vendor.js';
import type { Finding } from '../../domain/order/finding.js';
import type { OrderLineState } from '../../domain/order/order.js';
import type { Tx } from '../../prisma/client.js';
import type { TenantDetails } from '../../records/tenant/tenant-row.js';
import { needsOf } from '../../records/order/order-needs.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import type { OrderProgress, Reconciled } from '../../workflows/contracts/purchase.js';
import { datesAtVendor } from './keep-lines.js';
import { lockOrder, moveLine, standOfLines, tenantOf, type LineRow, type OrderRow } from './order-rows.js';
import { writeProgress } from './record-progress.js';

/** What the vendors said of an order. `asked`: the lines they were asked about; one they said nothing of, they don't have. */
export interface VendorsWord {
  readonly account: { readonly id: string; readonly ref: string | undefined; readonly agreed: boolean } | undefined;
  readonly lines: readonly LineAtVendor[];
  readonly asked: readonly string[];
  readonly carts: readonly Finding[];
}

/** The account as the vendor has it. One that was to be made is adopted by the step that makes it, which sees first whose it is. */
const adoptAccount = async (tx: Tx, account: NonNullable<VendorsWord['account']>): Promise<Finding[]> => {
  const row = await tx.vendorTenant.findUniqueOrThrow({ where: { id: account.id } });
  const { kind } = row.details as unknown as TenantDetails;
  const was = row.state === 'ready' ? 'there' : 'missing';
  const is = account.ref === undefined ? 'missing' : 'there';
  const ready = is === 'there' && (was === 'there' || kind === 'existing');
  const agreed = ready ? account.agreed : was === is && row.agreedAt !== null;
  // Compare-and-set: what somebody else has written since it was read stands, and the next look tells of it.
  const { count } = await tx.vendorTenant.updateMany({
    where: { id: row.id, state: row.state, vendorRef: row.vendorRef, agreedAt: row.agreedAt },
    data: {
      state: ready ? 'ready' : 'requested',
      agreedAt: agreed ? (row.agreedAt ?? new Date()) : null,
      ...(ready ? { vendorRef: account.ref! } : {}),
    },
  });
  if (count === 0) return [];
  const agreement = [row.agreedAt ? 'there' : 'missing', agreed ? 'there' : 'missing'] as const;
  return [
    ...(was === is ? [] : [{ of: 'account', before: was, after: is } as const]),
    ...(agreement[0] === agreement[1] ? [] : [{ of: 'agreement', before: agreement[0], after: agreement[1] } as const]),
  ];
};

/** Under what a line is kept: as the vendor says; one that it doesn't have is refused, unless it was never asked for it. */
const adopted = (line: LineRow, answer: LineAtVendor | undefined): OrderLineState => {
  if (answer?.state === 'active') return 'provisioned';
  if (answer?.state === 'provisioning') return line.state === 'provisioned' ? 'provisioned' : 'provisioning';
  return (answer ?? line.state !== 'placed') ? 'refused' : 'placed';
};

const adoptLine = async (tx: Tx, line: LineRow, answer: LineAtVendor | undefined): Promise<Finding[]> => {
  const state = adopted(line, answer);
  const before = line.state as OrderLineState;
  if (state !== 'refused' || answer) {
    const refused = answer?.state === 'refused' ? { failureCode: answer.failure, failureNote: answer.note.slice(0, 300) } : undefined;
    const vendorRef = answer?.vendorRef === undefined ? {} : { vendorRef: answer.vendorRef };
    const dates = answer && answer.state !== 'refused' ? datesAtVendor(answer) : {};
    await moveLine(tx, line, [before], { state, ...vendorRef, ...dates, ...(refused ?? { failureCode: null, failureNote: null }) });
  } else if (before !== 'refused') {
    await moveLine(tx, line, [before], { state, failureCode: 'vendor_line_failed', failureNote: 'the vendor has nothing of this line' });
  }
  return state === before ? [] : [{ of: 'line', line: line.lineNumber, before, after: state }];
};

const audit = (tx: Tx, order: OrderRow, actor: Actor, found: readonly Finding[]) => {
  const named = (side: 'before' | 'after') =>
    Object.fromEntries(found.map((one) => [one.of === 'line' ? `line ${String(one.line)}` : one.of, one[side]]));
  return tx.auditEntry.create({
    data: {
      ...tenantOf(order),
      actorId: actor.id,
      actorName: 'workflow',
      action: 'order.adopt',
      subjectType: 'order',
      subjectId: order.id,
      before: named('before'),
      after: named('after'),
    },
  });
};

/**
 * Carries what the vendors said into the order, tells it in the timeline and keeps the difference in the audit log. Repeated, it
 * finds nothing to carry any more, and the timeline keeps what it told first.
 */
export const adoptFindings = async (tx: Tx, word: VendorsWord, actor: Actor, progress: OrderProgress): Promise<Reconciled> => {
  const order = await lockOrder(tx, progress.orderId);
  const found = [...(word.account ? await adoptAccount(tx, word.account) : []), ...word.carts];
  for (const line of order.lines)
    if (word.asked.includes(line.id))
      found.push(
        ...(await adoptLine(
          tx,
          line,
          word.lines.find(({ lineId }) => lineId === line.id),
        )),
      );
  if (found.length > 0) await audit(tx, order, actor, found);
  await writeProgress(tx, progress, found.length > 0 ? { found } : {});
  const after = await lockOrder(tx, order.id);
  return { needs: await needsOf(tx, after), lines: await standOfLines(tx, after.lines) };
};
