import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { workflowIdOf } from '../../domain/process/process.js';
import { startBareWorker } from '../bare/start-bare.js';
import { connectToEngine, type EngineClients } from '../engine-clients.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';
import type { World } from '../world.js';
import { makeBuyers, type Buyer } from './buyers.js';
import { placeOrders, type OrderKind, type PlacedOrder } from './place-orders.js';
import { allMailed, courseOf, runOrder, type Course } from './run-orders.js';

/** What the figures of orders share: who buys, the engine seen from outside, and the queue of the bare worker. */
export interface Shop {
  readonly world: World;
  readonly product: Product;
  readonly engine: EngineClients;
  readonly client: pg.Client;
  readonly bareQueue: string;
  place(kind: OrderKind, count: number): Promise<PlacedOrder[]>;
  run(order: PlacedOrder): Promise<void>;
  /** How an order goes that nobody disturbs: how many activities and events it takes. */
  undisturbed(kind: OrderKind): Promise<Course>;
  allMailed(): Promise<void>;
}

export const openShop = async (bench: Bench, world: World, product: Product): Promise<Shop> => {
  const bareQueue = `bare-${randomUUID()}`;
  await startBareWorker(bench, { TEMPORAL_ADDRESS: world.engineAddress, TEMPORAL_TASK_QUEUE: bareQueue });
  const engine = await connectToEngine(bench, world, product);
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  bench.stops.add(() => client.end());
  const buyers: readonly Buyer[] = await bench.report.during('Making customers who buy', makeBuyers(world));
  const place: Shop['place'] = (kind, count) => placeOrders(world.databaseUrl, buyers, { kind, count });
  const run: Shop['run'] = (order) => runOrder(engine.ours, product.taskQueue, order);
  return {
    world,
    product,
    engine,
    client,
    bareQueue,
    place,
    run,
    undisturbed: async (kind) => {
      const [order] = await place(kind, 1);
      await run(order!);
      await allMailed(client);
      return courseOf(engine.ours, workflowIdOf('order', order!.orderId));
    },
    allMailed: () => allMailed(client),
  };
};
