import { randomUUID } from 'node:crypto';
import { activeProcessStates, parseWorkflowId, workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { startActivation } from '../../records/user/invite-user.js';
import { settledParts } from '../../records/command/settle-command.js';
import { activationResent, userActivated, userClosed } from '../../workflows/contracts/activate-user.js';
import { licenceCalledOff } from '../../workflows/contracts/apply-licence.js';
import { commandAsked } from '../../workflows/contracts/command.js';
import { messageSuperseded } from '../../workflows/contracts/follow-bounce.js';
import { customerClosed } from '../../workflows/contracts/open-customer.js';
import { orderNudged } from '../../workflows/contracts/purchase.js';

/** What it means that a signal finds its workflow ended; in one transaction with the mark that the signal is dealt with. */
type Meaning = (tx: Tx, args: readonly unknown[], workflowId: string) => Promise<void>;

/** What it told has come about anyway, or is of no use any more. */
const harmless: Meaning = () => Promise.resolve();

/** Nobody will take the command up: who asked is told so. */
const refuse: Meaning = async (tx, [asked]) => {
  const settlement = JSON.stringify({ commandId: (asked as { id: string }).id, state: 'refused', code: 'too_late' });
  await tx.$executeRawUnsafe(`WITH ${settledParts('$1').join(', ')} SELECT 1`, settlement);
};

/** Another invitation crossed the end of the one before: it gets a process of its own. A user who needs none any more gets none. */
const inviteAnew: Meaning = async (tx, [resent]) => {
  const { messageId, expiresAt } = resent as { messageId: string; expiresAt?: string };
  const message = await tx.message.findUnique({ where: { id: messageId } });
  const user = message && (await tx.appUser.findFirst({ where: { id: message.userId ?? '', state: 'not_activated', deletedAt: null } }));
  if (!user) return;
  const running = await tx.process.findFirst({
    where: { kind: 'activation', subjectId: user.id, state: { in: [...activeProcessStates] } },
  });
  if (running) {
    // Another one has begun meanwhile: it takes the newer link over.
    const payload = { signal: activationResent.name, args: [{ messageId, ...(expiresAt ? { expiresAt } : {}) }] };
    await tx.outbox.createMany({ data: [{ command: 'signal', workflowId: running.workflowId, payload }] });
    return;
  }
  const { tier1Id, channelId, customerId } = message;
  if (!tier1Id || !channelId || !customerId) return; // staff's and resellers' links are watched by nobody
  const named = { id: user.id, name: `${user.firstName} ${user.lastName}` };
  await startActivation(tx, { tier1Id, channelId, customerId }, named, { messageId, ...(expiresAt ? { expiresAt } : {}), startedBy: null });
};

/** The licence started before it could be called off: it is ended at the vendor instead. A change that was given up has come true. */
const endLicence: Meaning = async (tx, [calledOff], signalled) => {
  const licenceId = parseWorkflowId(signalled)?.subjectId;
  if (licenceId === undefined || (calledOff as { cause: string }).cause === 'given_up') return;
  const { count } = await tx.subscription.updateMany({
    where: { id: licenceId, state: 'active' },
    data: { state: 'ending', change: 'end', version: { increment: 1 }, updatedAt: new Date() },
  });
  const earlier = await tx.process.findMany({ where: { kind: 'licence', subjectId: licenceId } });
  const [last] = earlier;
  if (count === 0 || !last) return;
  const processId = randomUUID();
  const workflowId = workflowIdOf('licence', licenceId, earlier.length + 1);
  const { tier1Id, channelId, customerId, title } = last;
  await tx.process.create({
    data: { id: processId, tier1Id, channelId, customerId, kind: 'licence', protocol: 'commands', subjectId: licenceId, workflowId, title },
  });
  const args = [{ licenceId, processId, change: 'end', at: new Date().toISOString() }];
  await tx.outbox.createMany({ data: [{ command: 'start', workflowId, payload: { workflowType: workflowTypes.licence, args } }] });
};

/** Every signal that the outbox sends. A test goes over the contracts and finds one that has no meaning here. */
export const afterTheEnd: Readonly<Record<string, Meaning>> = {
  [commandAsked.name]: refuse,
  [activationResent.name]: inviteAnew,
  [userActivated.name]: harmless,
  [userClosed.name]: harmless,
  [licenceCalledOff.name]: endLicence,
  [customerClosed.name]: harmless,
  [messageSuperseded.name]: harmless,
  [orderNudged.name]: harmless,
};

/** Deals with a signal whose workflow has ended, once: the outbox's row is marked in the same transaction. */
export const takeAsEnded = (
  database: Database,
  { id, workflowId, signal, args }: { id: number; workflowId: string; signal: string; args: readonly unknown[] },
): Promise<void> =>
  database.write(platformScope, async (tx) => {
    const { count } = await tx.outbox.updateMany({ where: { id, dispatchedAt: null }, data: { dispatchedAt: new Date() } });
    const meaning = afterTheEnd[signal];
    if (count > 0 && meaning) await meaning(tx, args, workflowId);
  });
