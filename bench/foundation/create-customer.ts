import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { workflowIdOf } from '../../domain/process/process.js';
import { signIn, type Api } from '../api.js';
import { bare } from '../bare/bare.workflow.js';
import { startBareWorker } from '../bare/start-bare.js';
import { connectToEngine } from '../engine-clients.js';
import { interleaved } from '../load.js';
import type { Product } from '../product.js';
import { median } from '../statistics.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';

/** The activities of a new customer's processes whose e-mail goes out at once: progress, beginning, end of the message, progress; and the mail. */
const LOCAL_ACTIVITIES = 4;
const REGULAR_ACTIVITIES = 1;
const AIM = 1.3;

/** When the engine had taken it, and when its workflow was over, in ms from the beginning. */
interface Course {
  readonly taken: number;
  readonly over: number;
}

const courseOf = async (start: () => Promise<() => Promise<unknown>>): Promise<Course> => {
  const startedAt = performance.now();
  const end = await start();
  const taken = performance.now() - startedAt;
  await end();
  return { taken, over: performance.now() - startedAt };
};

/** A customer whose account e-mail goes out at once, unless told otherwise. */
export const newCustomer = () => {
  const tag = randomUUID().slice(0, 13);
  return {
    idempotencyKey: randomUUID(),
    company: `Prova ${tag} S.p.A.`,
    city: 'Torino',
    stateOrProvince: 'TO',
    accountName: `Prova ${tag}`,
    contact: { firstName: 'Ada', lastName: 'Neri', email: `ada-${tag}@prova.example` },
    language: 'it',
    timeZone: 'Europe/Rome',
    accountEmail: { when: 'now' },
    plans: [],
  };
};

const isKnown = (workflow: WorkflowHandle): Promise<boolean> =>
  workflow.describe().then(
    () => true,
    () => false,
  );

const createCustomer = (api: Api, engine: Client) => () =>
  courseOf(async () => {
    const answer = await api.mutate<{ customerId: string; engine: string }>('customers.create', newCustomer());
    const workflow = engine.workflow.getHandle(workflowIdOf('customer', answer.customerId));
    // An engine that is slower than the answer may wait is asked until it knows the workflow: that is when it has confirmed.
    while (answer.engine !== 'confirmed' && !(await isKnown(workflow))) await wait(10);
    return () => workflow.result();
  });

const runBarely = (engine: Client, taskQueue: string) => () =>
  courseOf(async () => {
    const args: [number, number] = [LOCAL_ACTIVITIES, REGULAR_ACTIVITIES];
    const handle = await engine.workflow.start(bare, { workflowId: `bare/${randomUUID()}`, taskQueue, args });
    return () => handle.result();
  });

const atOnce = (times: number, work: () => Promise<Course>) => async (): Promise<Course> => {
  const courses = await Promise.all(Array.from({ length: times }, work));
  return { taken: median(courses.map(({ taken }) => taken)), over: median(courses.map(({ over }) => over)) };
};

/** From the request until the answer says that the engine has it, and until all that follows is done, against a workflow that does nothing. */
export const createCustomerFigures = async (bench: Bench, world: World, product: Product): Promise<void> => {
  const taskQueue = `bare-${randomUUID()}`;
  await startBareWorker(bench, { TEMPORAL_ADDRESS: world.engineAddress, TEMPORAL_TASK_QUEUE: taskQueue });
  const { plain, ours } = await connectToEngine(bench, world, product);
  const create = createCustomer(await signIn(product, 'rita@nordica.example'), ours);
  const barely = runBarely(plain, taskQueue);

  const figuresOf = async (
    how: string,
    aim: number | null,
    rounds: number,
    each: (work: () => Promise<Course>) => () => Promise<Course>,
  ) => {
    const measured = await bench.report.during(
      `Creating customers, ${how}`,
      interleaved(rounds, { ours: each(create), bare: each(barely) }),
    );
    const of = (name: 'ours' | 'bare', when: keyof Course) => median(measured[name].map((course) => course[when]));
    const print = (name: string, value: number, against: number, aim: number | null = null) => {
      bench.print({ name: `${name}, ${how}, median`, value, unit: 'ms', against, aim, better: 'lower' });
    };
    print('Create customer, request to confirmed, against a bare workflow', of('ours', 'taken'), of('bare', 'over'), aim);
    print('Create customer, request to confirmed, against the start of a bare workflow alone', of('ours', 'taken'), of('bare', 'taken'));
    print('Create customer, request to all done, e-mail sent, against a bare workflow', of('ours', 'over'), of('bare', 'over'));
  };
  await figuresOf('one at a time', AIM, bench.quick ? 5 : 60, (work) => work);
  await figuresOf('50 at once', null, bench.quick ? 1 : 7, (work) => atOnce(50, work));
};
