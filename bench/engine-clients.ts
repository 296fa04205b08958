import { Client, Connection } from '@temporalio/client';
import { createDataConverter } from '../runtime/payload-codec.js';
import type { Product } from './product.js';
import type { Bench } from './suite.js';
import type { World } from './world.js';

export interface EngineClients {
  /** For bare workflows, whose payloads nobody encrypts. */
  readonly plain: Client;
  /** Encrypts and reads as the product does. */
  readonly ours: Client;
}

export const connectToEngine = async ({ stops }: Bench, world: World, { payloadKeys }: Product): Promise<EngineClients> => {
  const connection = await Connection.connect({ address: world.engineAddress });
  stops.add(() => connection.close());
  const [id = '', key = ''] = payloadKeys.split(':');
  const dataConverter = createDataConverter([{ id, key: Buffer.from(key, 'base64') }]);
  return { plain: new Client({ connection }), ours: new Client({ connection, dataConverter }) };
};
