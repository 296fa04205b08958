import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isSettled } from '../../domain/command/command.js';
import { rulesOf, type CommandInput, type CommandKind } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { commandAsked } from '../../workflows/contracts/command.js';
import { writeAudit } from '../audit/write-audit.js';
import { actorOf } from '../context.js';
import { enqueue } from '../engine/outbox.js';
import type { UserContext } from '../trpc.js';
import { awaitCommand, type CommandAnswer } from './await-command.js';

/** How long who asks waits for the outcome; whoever waited in vain follows the row. */
const SETTLES_WITHIN_MS = 5_000;

/** What is to be commanded, as the procedure has found and checked it. */
export interface Asked<Kind extends CommandKind = CommandKind> {
  readonly subjectId: string;
  readonly tenant: CustomerTenant;
  readonly process: { readonly id: string; readonly workflowId: string; readonly protocol: string };
  readonly input: CommandInput<Kind>;
  readonly reason?: string | undefined;
  /** Of the audit entry that it was asked: named by the kind, with the input as what is to be, unless it says otherwise. */
  readonly action?: string;
  readonly before?: object;
  readonly after?: object;
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;

/** The earlier press of the same command. Another one under its id is refused, and one that isn't the asker's isn't there. */
const sameAs = async (tx: Tx, ctx: UserContext, id: string, kinds: readonly CommandKind[], asked?: Asked): Promise<boolean> => {
  const row = await tx.command.findUnique({ where: { id } });
  if (!row) return false;
  const same = (kinds as readonly string[]).includes(row.kind) && row.actorId === actorOf(ctx.user).id;
  const sameInput = !asked || (row.subjectId === asked.subjectId && isDeepStrictEqual(row.input, asJson(asked.input)));
  if (!same || !sameInput) throw new Failure('idempotency_mismatch');
  return true;
};

/** Writes a command with its audit entry and its way to the engine, in the caller's transaction. False: it is there already. */
export const writeCommand = async (tx: Tx, ctx: UserContext, kind: CommandKind, id: string, asked: Asked): Promise<boolean> => {
  const { subjectId, tenant, process, input, reason, action = kind, before, after = input } = asked;
  const { subject, process: carriedOutBy } = rulesOf(kind);
  const row = {
    id,
    ...tenant,
    kind,
    subjectType: subject,
    subjectId,
    processId: process.id,
    workflowId: process.workflowId,
    input: asJson(input),
    reason: reason ?? null,
    actorId: actorOf(ctx.user).id,
    actorName: actorOf(ctx.user).name,
    onBehalfOfId: ctx.user.actor ? ctx.user.id : null,
  };
  const { count } = await tx.command.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) {
    if (await sameAs(tx, ctx, id, [kind], asked)) return false;
    throw new Failure('not_found'); // an id of somebody else's
  }
  await writeAudit(tx, ctx, [{ action, subjectType: subject, subjectId, tenant, before, after, reason, commandId: id }]);
  const byMailbox = process.protocol === 'commands' && carriedOutBy !== undefined;
  const { workflowId } = process;
  await enqueue(tx, [
    byMailbox
      ? { command: 'signal', workflowId, signal: commandAsked.name, args: [{ id }] }
      : { command: 'carry_out', workflowId, commandId: id },
  ]);
  return true;
};

/**
 * The only way to command a running process: the row is there, with who, why and what, before anything is sent. Then it waits a moment
 * for the outcome. `id` is the asker's own, so that a second press, or the same one after a lost answer, is answered from the row;
 * `prepare` finds and checks what is to be commanded, and isn't asked then. `alike`: the kinds that the same press may have been.
 */
export const askCommand = async <Kind extends CommandKind>(
  ctx: UserContext,
  { kind, id: given, alike = [kind] }: { kind: Kind; id?: string | undefined; alike?: readonly CommandKind[] },
  prepare: () => Promise<Asked<Kind>>,
): Promise<CommandAnswer> => {
  if (given && (await ctx.database.write(ctx.scope, (tx) => sameAs(tx, ctx, given, alike))))
    return awaitCommand(ctx, given, SETTLES_WITHIN_MS);
  const id = given ?? randomUUID();
  const asked = await prepare();
  await ctx.database.write(ctx.scope, (tx) => writeCommand(tx, ctx, kind, id, asked));
  const settled = awaitCommand(ctx, id, SETTLES_WITHIN_MS);
  await ctx.outbox.dispatchNow([asked.process.workflowId], SETTLES_WITHIN_MS);
  return settled;
};

/** The answer as a procedure gives it: what was refused, or failed, is the caller's failure; what is open is said to be. */
export const mustNotBeRefused = ({ commandId, kind, state, code, params }: CommandAnswer) => {
  if (state === 'refused' || state === 'failed' || state === 'lapsed') throw new Failure(code ?? 'state_conflict', params ?? {});
  return { ok: true as const, command: { id: commandId, kind, state, open: !isSettled(state) } };
};
