import { createHash } from 'node:crypto';
import { z } from 'zod';
import { accountEmailWhen, idempotencyKey } from '../../domain/customer/create-customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { channelFor } from '../customer/create-customer.procedure.js';
import { openAccount, type OpenedAccount } from '../customer/open-account.js';
import { isUniqueViolation } from '../errors/is-unique-violation.js';
import { once } from '../idempotency.js';
import { dearProcedureFor, type UserContext } from '../trpc.js';
import { withFreeLoginName } from '../user/with-free-login-name.js';
import { chosenColumns } from '../csv/read-csv.js';
import { checkNames, readRows, type CheckedRow } from './read-rows.js';

const csv = z.string({ error: 'required' }).min(1, { error: 'required' }).max(2_000_000, { error: 'too_long' });
const file = z.strictObject({ csv, columns: chosenColumns, channelId: z.uuid().optional() });

const check = async (ctx: UserContext, input: z.output<typeof file>) => {
  const read = await readRows(input.csv, input.columns); // before a transaction, which would be held open meanwhile
  return ctx.database.write(ctx.scope, async (tx) => {
    const channel = await channelFor(tx, ctx.user, input.channelId);
    return { channel, rows: await checkNames(tx, channel.tier1Id, read) };
  });
};

/** Checks a CSV file of customers and writes nothing: each row with its faults by column. */
export const importDryRun = dearProcedureFor('customer.import', 'file')
  .input(file)
  .mutation(async ({ ctx, input }) => {
    const { rows } = await check(ctx, input);
    return {
      rows: rows.map(({ facts: _facts, ...row }) => ({ ...row, ok: row.faults.length === 0 })),
      good: rows.filter((row) => row.faults.length === 0).length,
      total: rows.length,
    };
  });

export type ImportResult = { readonly line: number; readonly accountName: string } & (
  { readonly outcome: 'created'; readonly customerId: string } | { readonly outcome: 'skipped'; readonly faults: CheckedRow['faults'] }
);

// One key a row and file, so that the same file imported again, or halfway again, adds nothing twice.
const rowKey = (key: string, row: CheckedRow): string =>
  createHash('sha256')
    .update(`${key}:${String(row.line)}:${row.accountName}`)
    .digest('base64url')
    .slice(0, 40);

/** The customer that this row became when the same import ran before: its name is taken since, by itself. */
const createdBefore = async (ctx: UserContext, key: string): Promise<string | undefined> => {
  const identity = { userId: ctx.user.id, procedure: 'customers.import', key };
  const row = await ctx.database.write(ctx.scope, (tx) => tx.idempotencyKey.findUnique({ where: { userId_procedure_key: identity } }));
  return (row?.response as Partial<OpenedAccount> | undefined)?.customerId;
};

const createRow = async (
  ctx: UserContext,
  channel: { id: string; tier1Id: string },
  row: CheckedRow,
  input: z.output<typeof importInput>,
): Promise<ImportResult> => {
  const { line, accountName, facts, faults } = row;
  const key = rowKey(input.idempotencyKey, row);
  const earlier = faults.length > 0 ? await createdBefore(ctx, key) : undefined;
  if (earlier) return { line, accountName, outcome: 'created', customerId: earlier };
  if (!facts || faults.length > 0) return { line, accountName, outcome: 'skipped', faults };
  const request = { ...facts, idempotencyKey: key, accountEmail: input.accountEmail, plans: [] };
  try {
    const { response } = await withFreeLoginName(ctx.database, ctx.scope, (tx) =>
      once<OpenedAccount>(tx, { userId: ctx.user.id, procedure: 'customers.import', key, request }, async () => {
        await ctx.dear.spendMail(ctx.user, [facts.contact.email]);
        return openAccount(tx, ctx, channel, request);
      }),
    );
    return { line, accountName, outcome: 'created', customerId: response.customerId };
  } catch (error) {
    if (error instanceof Failure && error.code === 'rate_limited')
      return { line, accountName, outcome: 'skipped', faults: [{ column: 'contact_email', code: 'too_many_mails' }] };
    const taken = isUniqueViolation(error, 'customer') || (error instanceof Failure && error.code === 'account_name_taken');
    if (!taken) throw error;
    return { line, accountName, outcome: 'skipped', faults: [{ column: 'account_name', code: 'account_name_taken' }] };
  }
};

const importInput = file.extend({
  idempotencyKey,
  accountEmail: accountEmailWhen,
  lines: z.array(z.number().int().min(2)).min(1).max(100),
});

/**
 * Creates the customers of the named lines (up to 100 a call, so that a client shows progress and may stop).
 * Rows with faults are skipped and say why; so is one whose account e-mail would be too many for its address. Idempotent by key, line and account name.
 */
export const importCustomers = dearProcedureFor('customer.import', 'file')
  .input(importInput)
  .mutation(async ({ ctx, input }) => {
    const { channel, rows } = await check(ctx, input);
    const results: ImportResult[] = [];
    for (const row of rows.filter(({ line }) => input.lines.includes(line))) results.push(await createRow(ctx, channel, row, input));
    return { results };
  });
