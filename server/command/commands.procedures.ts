import { z } from 'zod';
import type { CommandState } from '../../domain/command/command.js';
import { commandKinds, type CommandKind } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { procedureFor, type UserContext } from '../trpc.js';

/** A command as pages show it. */
export interface ShownCommand {
  readonly id: string;
  readonly kind: CommandKind;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly processId: string | null;
  readonly state: CommandState;
  readonly code: string | null;
  readonly params: Readonly<Record<string, string | number>> | null;
  readonly reason: string | null;
  readonly actorName: string;
  readonly askedAt: string;
  readonly sentAt: string | null;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
}

const MOST = 20;

const SHOWN = `
  SELECT id, kind, subject_type AS "subjectType", subject_id AS "subjectId", process_id AS "processId", state, outcome ->> 'code' AS code,
         outcome -> 'params' AS params, reason, actor_name AS "actorName", asked_at AS "askedAt", sent_at AS "sentAt", accepted_at AS "acceptedAt",
         ended_at AS "endedAt"
    FROM command`;

/** One's own commands, and of the others' those that one could have given; whoever reads processes sees all in scope. */
const visibleTo = ({ user }: UserContext): [userIds: string[], kinds: string[]] => {
  const all = Object.keys(commandKinds) as CommandKind[];
  const kinds = mayDo(user, 'process.read') ? all : all.filter((kind) => mayDo(user, commandKinds[kind].permission));
  return [[user.id, ...(user.actor ? [user.actor.id] : [])], kinds];
};

/** What became of a command: what a page follows that waited in vain. Error: not_found. */
export const getCommand = procedureFor('live')
  .input(z.strictObject({ id: z.uuid() }))
  .query(async ({ ctx, input }): Promise<ShownCommand> => {
    const [row] = await ctx.database.read<ShownCommand>(
      ctx.scope,
      `${SHOWN} WHERE id = $1 AND (actor_id = ANY ($2::uuid[]) OR kind = ANY ($3::text[]))`,
      [input.id, ...visibleTo(ctx)],
    );
    if (!row) throw new Failure('not_found');
    return row;
  });

/** The last commands about a subject (an order, a licence), of a process or of a customer, newest first. */
export const listCommands = procedureFor('customer.read')
  .input(z.strictObject({ subjectId: z.uuid().optional(), processId: z.uuid().optional(), customerId: z.uuid().optional() }))
  .query(({ ctx, input: { subjectId = null, processId = null, customerId = null } }): Promise<ShownCommand[]> =>
    ctx.database.read<ShownCommand>(
      ctx.scope,
      `${SHOWN} WHERE (subject_id = $1 OR process_id = $2 OR customer_id = $3) AND (actor_id = ANY ($4::uuid[]) OR kind = ANY ($5::text[]))
        ORDER BY asked_at DESC, id LIMIT ${String(MOST)}`,
      [subjectId, processId, customerId, ...visibleTo(ctx)],
    ),
  );
