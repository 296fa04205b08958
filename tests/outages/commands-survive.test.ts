import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandKinds, type CommandKind } from '../../domain/command/kinds.js';
import { openDatabase, platformScope, type Database } from '../../prisma/client.js';
import { readSettings } from '../../runtime/settings.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram } from '../support/program.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import { prepareEnvironment, type Environment } from '../support/stack.js';
import { ownEngine, type OwnPart } from './support/own-parts.js';

let engine: OwnPart;
let outside: Outside;
let environment: Environment;
let database: Database;
beforeAll(async () => {
  [engine, outside] = await Promise.all([ownEngine(), startOutside()]);
  environment = await prepareEnvironment({ ...outside.variables, ...engine.variables });
  database = openDatabase(readSettings(environment.variables).DATABASE_URL);
});
afterAll(async () => {
  await database.close();
  await engine.remove();
  await outside.stop();
  await environment.drop();
});

const reason = 'pressed before the lights went out';
const settled = ['done', 'refused', 'failed', 'lapsed'];

interface Cast {
  readonly rita: Api;
  readonly sam: Api;
  readonly carla: Api;
}
type Press = (commandId: string) => Promise<unknown>;

const processOf = async (subjectId: string, state: string): Promise<string> =>
  eventually(async () => {
    const [row] = await database.read<{ id: string }>(platformScope, 'SELECT id FROM process WHERE subject_id = $1 AND state = $2', [
      subjectId,
      state,
    ]);
    if (!row) throw new Error(`the process of ${subjectId} is not ${state}`);
    return row.id;
  }, 60_000);

const waitingEmail = async ({ rita }: Cast): Promise<string> => {
  const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(20) } }));
  await processOf(customerId, 'waiting');
  return customerId;
};
const mailTo = async ({ rita }: Cast, mode: 'reject-permanent' | 'reject-temporary', state: string): Promise<string> => {
  const input = aCustomer();
  await outside.setMailFaults({ match: { to: input.contact.email }, mode });
  const { customerId } = await rita.customers.create.mutate(input);
  const { accountEmail } = await rita.customers.get.query({ id: customerId });
  return processOf(accountEmail!.id, state);
};
const licence = async ({ rita }: Cast, startDate: string, state: string) => {
  const plan = (await rita.catalog.plans.query()).find(({ productEn, nameEn }) => productEn === 'Endpoint Guard' && nameEn === 'Standard')!;
  const { customerId, licences } = await rita.customers.create.mutate(
    aCustomer({ plans: [{ planId: plan.id, units: plan.minUnits, startDate }] }),
  );
  const licenceId = licences[0]!.id;
  await processOf(licenceId, state);
  return { customerId, licenceId };
};
const stuckOrder = async ({ carla }: Cast): Promise<string> => {
  await emptyCart(carla);
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('unsigned-')) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  return orderId;
};
const onOrder =
  (press: (cast: Cast, id: string, commandId: string) => Promise<unknown>) =>
  async (cast: Cast): Promise<Press> => {
    const id = await stuckOrder(cast);
    return (commandId) => press(cast, id, commandId);
  };

/** Brings about where each kind can be commanded, and says how it is pressed. Whoever adds a kind has to say so here, or it doesn't compile. */
const situations: Readonly<Record<CommandKind, (cast: Cast) => Promise<Press>>> = {
  'account_email.move': async (cast) => {
    const customerId = await waitingEmail(cast);
    return (commandId) => cast.rita.accountEmail.move.mutate({ customerId, localDateTime: daysAhead(30), commandId });
  },
  'account_email.send_now': async (cast) => {
    const customerId = await waitingEmail(cast);
    return (commandId) => cast.rita.accountEmail.sendNow.mutate({ customerId, commandId });
  },
  'account_email.call_off': async (cast) => {
    const customerId = await waitingEmail(cast);
    return (commandId) => cast.rita.accountEmail.callOff.mutate({ customerId, reason, commandId });
  },
  'message.retry': async (cast) => {
    const id = await mailTo(cast, 'reject-permanent', 'needs_attention');
    return (commandId) => cast.sam.processes.retryNow.mutate({ id, reason, commandId });
  },
  'process.retry_now': async (cast) => {
    const id = await mailTo(cast, 'reject-temporary', 'running');
    return (commandId) => cast.sam.processes.retryNow.mutate({ id, reason, commandId });
  },
  'licence.retry': async (cast) => {
    await outside.setVendorFaults({ match: { plan: 'EG-STD' }, mode: 'status', status: 422, code: 'PLAN_RETIRED' });
    const { customerId } = await licence(cast, dateAhead(0), 'needs_attention');
    return () => cast.rita.licences.retryFailed.mutate({ customerId });
  },
  'licence.move_start': async (cast) => {
    const { licenceId } = await licence(cast, dateAhead(30), 'waiting');
    return (commandId) => cast.rita.licences.moveStart.mutate({ licenceId, startDate: dateAhead(40), commandId });
  },
  'order.retry': onOrder(({ sam }, id, commandId) => sam.orders.retry.mutate({ id, reason, commandId })),
  'order.correct': onOrder(({ carla }, id, commandId) =>
    carla.orders.correct.mutate({ id, reason, commandId, change: { tenant: newTenant(aPrefix()) } }),
  ),
  'order.reconcile': onOrder(({ sam }, id, commandId) => sam.orders.reconcile.mutate({ id, reason, commandId })),
  'order.leave_out': onOrder(({ sam }, id, commandId) => sam.orders.leaveOut.mutate({ id, reason, commandId })),
  'order.undo': onOrder(({ carla }, id, commandId) => carla.orders.undo.mutate({ id, reason, commandId })),
  'order.give_up': onOrder(({ sam }, id, commandId) => sam.orders.giveUp.mutate({ id, reason, commandId })),
};

/** Kinds whose situation doesn't allow them: their rows have to say why not. */
const notAllowed: readonly CommandKind[] = ['order.leave_out', 'order.give_up'];

it('C21 every kind of command that is a row when worker, server and engine die at once is carried out afterwards, or its row says why not', async () => {
  const [server, worker] = await Promise.all([
    startProgram('server', environment.variables),
    startProgram('worker', environment.variables),
  ]);
  const [rita, sam, carla] = await Promise.all([signedIn(server.url, 'rita'), signedIn(server.url, 'sam'), signedIn(server.url, 'carla')]);
  const customerId = (await carla.auth.me.query())!.customer!.id;
  await rita.orders.setCreditLimit.mutate({ customerId, limitMinor: 100_000_000, reason });
  const kinds = Object.keys(commandKinds) as CommandKind[];
  const presses: { kind: CommandKind; press: Press }[] = [];
  for (const kind of kinds) {
    const press = await situations[kind]({ rita, sam, carla }).catch((error: unknown) => {
      throw new Error(`no situation for ${kind}`, { cause: error });
    });
    presses.push({ kind, press });
  }

  // Nobody takes anything up any more; then everything is pressed, and all die while nobody has an answer.
  await worker.kill();
  const answers = presses.map(({ press }) => press(randomUUID()).catch(() => 'lost'));
  const rows = () =>
    database.read<{ kind: CommandKind; state: string; code: string | null }>(
      platformScope,
      "SELECT kind, state, outcome ->> 'code' AS code FROM command ORDER BY kind",
    );
  await eventually(async () => expect((await rows()).map(({ kind }) => kind)).toEqual(kinds.toSorted()), 30_000);
  await Promise.all([server.kill(), engine.stop()]);
  await Promise.all(answers);

  await outside.setMailFaults();
  await outside.setVendorFaults();
  await engine.start();
  const again = await Promise.all([startProgram('server', environment.variables), startProgram('worker', environment.variables)]);
  await eventually(async () => {
    const open = (await rows()).filter(({ state }) => !settled.includes(state));
    expect(open).toEqual([]);
  }, 90_000);
  for (const { kind, state, code } of await rows())
    if (notAllowed.includes(kind)) expect({ kind, state, code }).toEqual({ kind, state: 'refused', code: 'state_conflict' });
    // What was between two tries may have been tried by then, so that nothing was left to wake.
    else if (kind === 'process.retry_now') expect(['done', 'refused']).toContain(state);
    else expect({ kind, state }).toEqual({ kind, state: 'done' });
  // Each was audited twice, as asked and with its outcome, and both entries name it.
  const [audited] = await database.read<{ count: number }>(
    platformScope,
    'SELECT count(*)::int AS count FROM (SELECT command_id FROM audit_entry WHERE command_id IS NOT NULL GROUP BY 1 HAVING count(*) >= 2) AS twice',
  );
  expect(audited?.count).toBe(kinds.length);
  await Promise.all(again.map((program) => program.kill()));
}, 300_000);
