import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../../domain/process/process.js';
import { signIn, type Api } from '../api.js';
import { signalled, go } from '../bare/bare.workflow.js';
import { startBareWorker } from '../bare/start-bare.js';
import { connectToEngine } from '../engine-clients.js';
import { newCustomer } from '../foundation/create-customer.js';
import { interleaved } from '../load.js';
import type { Product } from '../product.js';
import { courseOf, type Course } from '../purchase/run-orders.js';
import { median, timed } from '../statistics.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';

/** Far enough ahead that nothing falls due. */
const due = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T10:00`;

const waitingCustomer = async (api: Api): Promise<string> => {
  const accountEmail = { when: 'date', localDateTime: due(30) };
  const { customerId } = await api.mutate<{ customerId: string }>('customers.create', { ...newCustomer(), accountEmail });
  return customerId;
};

/** From the press to the command's row saying that it was carried out. */
const press = async (api: Api, customerId: string): Promise<void> => {
  const commandId = randomUUID();
  await api.mutate('accountEmail.move', { customerId, localDateTime: due(60), commandId });
  for (;;) {
    const { state } = await api.query<{ state: string }>('commands.get', { id: commandId });
    if (state === 'done') return;
    if (state === 'refused' || state === 'failed') throw new Error(`the command was ${state}`);
    await wait(5);
  }
};

/** What the workflow does for one command, counted in its history. */
const costOf = async (engine: Client, api: Api): Promise<Course> => {
  const customerId = await waitingCustomer(api);
  const workflowId = workflowIdOf('customer', customerId);
  await wait(2_000);
  const before = await courseOf(engine, workflowId);
  await press(api, customerId);
  await wait(1_000);
  const after = await courseOf(engine, workflowId);
  return { locals: after.locals - before.locals, regulars: after.regulars - before.regulars, events: after.events - before.events };
};

/** A command from the press to carried out, over HTTP, against a bare workflow that is signalled and does as many activities. */
export const commandCarriedOut = async (bench: Bench, world: World, product: Product): Promise<void> => {
  const { quick, print, report } = bench;
  const [rounds, times] = quick ? [1, 3] : [7, 10];
  const api = await signIn(product, 'rita@nordica.example');
  const engine = await connectToEngine(bench, world, product);
  const taskQueue = `bare-${randomUUID()}`;
  await startBareWorker(bench, { TEMPORAL_ADDRESS: world.engineAddress, TEMPORAL_TASK_QUEUE: taskQueue });
  const { locals, regulars } = await costOf(engine.ours, api);
  report.say(`A command takes ${String(locals)} local and ${String(regulars)} other activities`);
  const ours = async () => {
    const taken: number[] = [];
    const customers: string[] = [];
    for (let made = 0; made < times; made += 1) customers.push(await waitingCustomer(api));
    await wait(1_000);
    for (const customerId of customers) taken.push(await timed(() => press(api, customerId)));
    return taken;
  };
  const bare = async () => {
    const taken: number[] = [];
    const handles = [];
    for (let made = 0; made < times; made += 1)
      handles.push(
        await engine.plain.workflow.start(signalled, { workflowId: `bare/${randomUUID()}`, taskQueue, args: [locals, regulars] }),
      );
    await wait(1_000);
    for (const handle of handles)
      taken.push(
        await timed(async () => {
          await handle.signal(go);
          await handle.result();
        }),
      );
    return taken;
  };
  const measured = await report.during('Commands', interleaved(rounds, { ours, bare }));
  const figure = { value: median(measured.ours.flat()), against: median(measured.bare.flat()) };
  print({
    name: 'Command from press to carried out, against a bare signalled workflow, median',
    ...figure,
    unit: 'ms',
    aim: null,
    better: 'lower',
  });
};
