import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { idempotencyKey } from '../../domain/customer/create-customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import { readUserRow, userCsv, userRowOf, type UserRowFault } from '../../domain/user/import-row.js';
import { isOwnLoginName, loginNameKey, mostUsersInFile, mostUsersInForm, newUser, type NewUser } from '../../domain/user/user-input.js';
import { addUser, administratorsOf, takenLoginNames, type AddedUser } from '../../records/user/add-user.js';
import { giveSeats } from '../entitlement/give-seats.js';
import { writeAudit } from '../audit/write-audit.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { tellAdministrators } from '../../records/user/tell-administrators.js';
import { chosenColumns, readCsv } from '../csv/read-csv.js';
import { holdOpen } from '../customer/hold-open.js';
import { enqueue } from '../engine/outbox.js';
import { FieldFailure } from '../errors/issues-of.js';
import { once } from '../idempotency.js';
import { dearProcedureFor, procedureFor, type UserContext } from '../trpc.js';
import { checkGrants, teller } from './check-grants.js';
import { customerOf } from './users.procedures.js';
import { withFreeLoginName } from './with-free-login-name.js';

const CONFIRM_WITHIN_MS = 2_000;

const tenantFor = async (tx: Tx, customerId: string): Promise<CustomerTenant> => {
  await holdOpen(tx, customerId);
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
  return { tier1Id: customer.tier1Id, channelId: customer.channelId, customerId };
};

const loginOf = (user: NewUser): string => user.loginName ?? user.email;

const checkLogins = async (tx: Tx, users: readonly NewUser[]): Promise<void> => {
  const taken = await takenLoginNames(tx, users.map(loginOf));
  const keys = users.map((user) => loginNameKey(loginOf(user)));
  const faults = keys.flatMap((key, index) => {
    const field = users[index]?.loginName ? 'loginName' : 'email';
    if (!isOwnLoginName(loginOf(users[index]!), users[index]!.email))
      return [{ path: ['users', index, 'loginName'], code: 'login_name_email' }];
    if (taken.has(key)) return [{ path: ['users', index, field], code: 'login_name_taken' }];
    return keys.indexOf(key) < index ? [{ path: ['users', index, field], code: 'duplicate_in_form' }] : [];
  });
  if (faults.length > 0) throw new FieldFailure(faults);
};

/** Gives new users the seats that were chosen with them, service by service in one order, so that two forms never wait for each other. */
const seatAdded = async (tx: Tx, ctx: UserContext, tenant: CustomerTenant, users: readonly NewUser[], added: readonly AddedUser[]) => {
  const services = [...new Set(users.flatMap((user) => user.services))].sort();
  const first = users.findIndex((user) => user.services.length > 0);
  if (services.length > 0 && !mayDo(ctx.user, 'entitlement.write'))
    throw new FieldFailure([{ path: ['users', first, 'services'], code: 'not_allowed' }]);
  for (const subscriptionId of services) {
    const rows = users.flatMap((user, index) => (user.services.includes(subscriptionId) ? [index] : []));
    const assign = rows.flatMap((index) => added[index]?.userId ?? []);
    await giveSeats(tx, tenant, subscriptionId, assign).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      // The last row that asks for it is the one too many; a service that isn't there any more is told at the first.
      const row = error.code === 'units_exhausted' ? rows.at(-1) : rows[0];
      const code = error.code === 'units_exhausted' ? 'units_exhausted' : 'service_gone';
      throw new FieldFailure([
        { path: ['users', row ?? 0, 'services'], code, params: error.code === 'units_exhausted' ? error.params : {} },
      ]);
    });
    await writeAudit(tx, ctx, [
      { action: 'entitlement.change', subjectType: 'subscription', subjectId: subscriptionId, tenant, after: { assign, withdraw: [] } },
    ]);
  }
};

/** Counts the invitations that these users get, against who sends them and whoever gets them. Throws rate_limited. */
const spendInvitations = async (ctx: UserContext, users: readonly NewUser[]): Promise<void> => {
  const invited = users.filter(({ sendActivationEmail }) => sendActivationEmail).map(({ email }) => email);
  if (invited.length === 0) return;
  await ctx.dear.spend(ctx.user, 'mail', invited.length);
  await ctx.dear.mail(invited);
};

/** Adds users from one form: all of them or none (B11, B15). Idempotent by key. Faults name the row and the field. */
export const addUsers = procedureFor('user.write')
  .input(
    z.strictObject({
      customerId: z.uuid().optional(),
      idempotencyKey,
      users: z.array(newUser).min(1, { error: 'required' }).max(mostUsersInForm, { error: 'too_many' }),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    checkGrants(ctx, input.users);
    await spendInvitations(ctx, input.users);
    const by = teller(ctx);
    const { response } = await withFreeLoginName(ctx.database, ctx.scope, async (tx) => {
      const tenant = await tenantFor(tx, customerOf(ctx, input.customerId));
      return once(tx, { userId: ctx.user.id, procedure: 'users.add', key: input.idempotencyKey, request: input }, async () => {
        await checkLogins(tx, input.users);
        const added = [];
        for (const user of input.users) added.push(await addUser(tx, tenant, user, by));
        await seatAdded(tx, ctx, tenant, input.users, added);
        await tellAdministrators(tx, tenant, administratorsOf(input.users, added), by);
        return { added };
      });
    });
    await ctx.outbox.dispatchNow(
      response.added.flatMap(({ workflowId }) => workflowId ?? []),
      CONFIRM_WITHIN_MS,
    );
    return { userIds: response.added.map(({ userId }) => userId) };
  });

const csvInput = z.strictObject({
  customerId: z.uuid().optional(),
  columns: chosenColumns,
  csv: z.string({ error: 'required' }).min(1, { error: 'required' }).max(1_000_000, { error: 'too_long' }),
});

interface CheckedUserRow {
  readonly line: number;
  readonly name: string;
  readonly loginName: string;
  readonly user?: NewUser;
  readonly faults: readonly UserRowFault[];
  /** The row as it stands in the file, for one with what was refused. */
  readonly cells: Readonly<Record<string, string>>;
}

const readFile = async ({ csv, columns }: z.output<typeof csvInput>): Promise<CheckedUserRow[]> =>
  (await readCsv(csv, userCsv, { most: mostUsersInFile, chosen: columns })).map(({ line, cells: raw, tooLong }): CheckedUserRow => {
    const result = readUserRow(raw);
    const user = 'user' in result && !tooLong ? result.user : undefined;
    const faults = 'faults' in result ? result.faults : [];
    return {
      line,
      name: `${raw.first_name ?? ''} ${raw.last_name ?? ''}`.slice(0, 130),
      loginName: user ? loginOf(user) : (raw.login_name || raw.email || '').slice(0, 254),
      user,
      cells: raw,
      faults: tooLong ? [{ column: null, code: 'csv_cells' }, ...faults] : faults,
    };
  });

const checkLoginNames = async (tx: Tx, rows: readonly CheckedUserRow[]): Promise<CheckedUserRow[]> => {
  const taken = await takenLoginNames(
    tx,
    rows.flatMap(({ user }) => (user ? [loginOf(user)] : [])),
  );
  const seen = new Set<string>();
  return rows.map((row) => {
    if (!row.user) return row;
    const key = loginNameKey(loginOf(row.user));
    const code = taken.has(key) ? 'login_name_taken' : seen.has(key) ? 'duplicate_in_file' : undefined;
    seen.add(key);
    return code
      ? { ...row, user: undefined, faults: [{ column: row.user.loginName ? ('login_name' as const) : ('email' as const), code }] }
      : row;
  });
};

/** Checks a CSV file of users and writes nothing: each row with its faults by column. */
export const usersDryRun = dearProcedureFor('user.write', 'file')
  .input(csvInput)
  .mutation(async ({ ctx, input }) => {
    const read = await readFile(input);
    return ctx.database.write(ctx.scope, async (tx) => {
      await tenantFor(tx, customerOf(ctx, input.customerId));
      const rows = await checkLoginNames(tx, read);
      return {
        rows: rows.map(({ user, ...row }) => ({ ...row, ok: user !== undefined })),
        good: rows.filter(({ user }) => user).length,
        total: rows.length,
      };
    });
  });

const startImport = async (tx: Tx, ctx: UserContext, tenant: CustomerTenant, rows: readonly CheckedUserRow[]) => {
  const importId = randomUUID();
  const processId = randomUUID();
  const good = rows.flatMap(({ line, user }) => (user ? [{ line, user }] : []));
  if (good.length === 0) throw new FieldFailure([{ path: ['csv'], code: 'csv_no_good_rows' }]);
  const skipped = rows.flatMap(({ line, loginName, faults, cells }) =>
    faults.length > 0 ? [{ line, loginName, outcome: 'skipped', code: faults[0]!.code, cells }] : [],
  );
  await tx.userImport.create({
    data: { id: importId, ...tenant, requestedBy: ctx.user.id, rows: good, results: skipped, total: good.length },
  });
  const workflowId = workflowIdOf('user_import', importId);
  await tx.process.create({
    data: {
      id: processId,
      ...tenant,
      kind: 'user_import',
      subjectId: importId,
      workflowId,
      title: `${String(good.length)} users`,
      startedBy: ctx.user.id,
    },
  });
  await enqueue(tx, [{ command: 'start', workflowId, workflowType: workflowTypes.user_import, args: [{ importId, processId }] }]);
  return { importId, workflowId };
};

/** Adds the good rows of a file as a process with progress (B11). Idempotent by key; a file added again adds nothing twice. */
export const importUsers = dearProcedureFor('user.write', 'file')
  .input(csvInput.extend({ idempotencyKey }))
  .mutation(async ({ ctx, input }) => {
    const read = await readFile(input);
    const { response } = await ctx.database.write(ctx.scope, async (tx) => {
      const tenant = await tenantFor(tx, customerOf(ctx, input.customerId));
      return once(tx, { userId: ctx.user.id, procedure: 'users.import', key: input.idempotencyKey, request: input }, async () => {
        const rows = await checkLoginNames(tx, read);
        checkGrants(
          ctx,
          rows.flatMap(({ user }) => user ?? []),
        );
        await spendInvitations(
          ctx,
          rows.flatMap(({ user }) => user ?? []),
        );
        return startImport(tx, ctx, tenant, rows);
      });
    });
    await ctx.outbox.dispatchNow([response.workflowId], CONFIRM_WITHIN_MS);
    return { importId: response.importId };
  });

interface ImportOutcome {
  readonly line: number;
  readonly loginName: string;
  readonly outcome: 'added' | 'skipped';
  readonly code?: string;
  readonly cells?: Readonly<Record<string, string>>;
}

/** How far an import is, with a result for each row, and the cells of those that were refused. Error: not_found. */
export const importStatus = procedureFor('user.write')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const [row] = await ctx.database.read<{
      total: number;
      done: number;
      ended_at: string | null;
      rows: { line: number; user: NewUser }[];
      results: ImportOutcome[];
    }>(ctx.scope, 'SELECT total, done, ended_at, rows, results FROM user_import WHERE id = $1', [input.id]);
    if (!row) throw new Failure('not_found');
    const sent = new Map(row.rows.map(({ line, user }) => [line, user]));
    const withCells = (result: ImportOutcome): ImportOutcome => {
      const user = result.outcome === 'skipped' && !result.cells ? sent.get(result.line) : undefined;
      return user ? { ...result, cells: userRowOf(user) } : result;
    };
    return { total: row.total, done: row.done, ended: row.ended_at !== null, results: row.results.map(withCells) };
  });
