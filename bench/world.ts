import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../prisma/migrate.js';
import { seed } from '../prisma/seed.js';
import { startCardProcessor } from '../sandbox/card-processor/card-processor.js';
import { throwawayDatabase } from '../sandbox/database/copy-database.js';
import { placeOfData } from '../sandbox/database/data-folder.js';
import { startDatabase } from '../sandbox/database/start-database.js';
import { startEngine } from '../sandbox/engine/start-engine.js';
import { startInbox } from '../sandbox/inbox/inbox.js';
import { startLicenceVendor } from '../sandbox/licence-vendor/licence-vendor.js';
import { startPartnerCenter } from '../sandbox/partner-center/partner-center.js';
import type { Bench } from './suite.js';

/** What the product needs of the outside. */
export interface World {
  /** Migrated, with the catalogue and the demo sign-ins. */
  readonly databaseUrl: string;
  readonly engineAddress: string;
  readonly smtpUrl: string;
  readonly vendorUrl: string;
  readonly vendorApiKey: string;
  /** PARTNER_* settings of a partner API that provisions at once and throttles nobody. */
  readonly partnerVariables: NodeJS.ProcessEnv;
  /** CARD_* settings of a card processor that answers at once. */
  readonly cardVariables: NodeJS.ProcessEnv;
}

/** A folder that is gone afterwards. The database's own user must get in. */
export const temporaryFolder = async ({ stops }: Bench): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-bench-'));
  stops.add(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
};

/**
 * PostgreSQL as `npm start` runs it, with commits that wait for the disk: figures without that would flatter. At
 * DATABASE_URL nothing is written to but a database of the bench's own.
 */
const databaseServer = async ({ report, stops }: Bench, folder: string): Promise<string> => {
  const dataDir = join(folder, 'database');
  if (!process.env.DATABASE_URL) stops.add(async () => rm(await placeOfData(dataDir), { recursive: true, force: true }));
  const database = stops.keep(await startDatabase({ report, dataDir }));
  return database.url;
};

const preparedDatabase = async (bench: Bench, folder: string): Promise<string> => {
  const database = await throwawayDatabase(await databaseServer(bench, folder));
  bench.stops.add(database.drop);
  await bench.report.during('Preparing the database', migrate(database.url));
  await seed(database.url, { demo: true });
  return database.url;
};

const startPartner = async ({ stops }: Bench, folder: string): Promise<NodeJS.ProcessEnv> => {
  const [apiKey, webhookSecret] = ['bench-partner-key', 'bench-partner-webhook-secret-of-32'];
  const partner = await startPartnerCenter({
    folder: join(folder, 'partner'),
    port: 0,
    apiKey,
    webhookSecret,
    requestsPerMinute: Infinity,
  });
  stops.keep(partner);
  return {
    PARTNER_API_URL: partner.url,
    PARTNER_API_KEY: apiKey,
    PARTNER_WEBHOOK_SECRET: webhookSecret,
    PARTNER_REQUESTS_PER_MINUTE: '1000000',
    RECONCILE_EVERY_SECONDS: '0',
  };
};

const startCards = async ({ stops }: Bench, folder: string): Promise<NodeJS.ProcessEnv> => {
  const apiKey = 'sk_test_bench';
  const cards = stops.keep(await startCardProcessor({ folder: join(folder, 'cards'), port: 0, apiKey }));
  return { CARD_API_URL: cards.url, CARD_API_KEY: apiKey, CARD_WEBHOOK_SECRET: 'whsec_bench' };
};

/** Database, engine (on disk, with the settings of `npm start`), mail, vendors and card processor. */
export const startWorld = async (bench: Bench): Promise<World> => {
  const { report, stops } = bench;
  const folder = await temporaryFolder(bench);
  const databaseUrl = await preparedDatabase(bench, folder);
  const engine = stops.keep(await startEngine({ report, dbFile: join(folder, 'engine', 'engine.db') }));
  const inbox = stops.keep(await startInbox({ folder: join(folder, 'inbox'), smtpPort: 0, httpPort: 0 }));
  const vendorApiKey = 'bench-vendor-key';
  const vendor = stops.keep(await startLicenceVendor({ folder: join(folder, 'vendor'), port: 0, apiKey: vendorApiKey }));
  const partnerVariables = await startPartner(bench, folder);
  const [engineAddress, smtpUrl, vendorUrl] = [engine.address, inbox.smtpUrl, vendor.url];
  const cardVariables = await startCards(bench, folder);
  return { databaseUrl, engineAddress, smtpUrl, vendorUrl, vendorApiKey, partnerVariables, cardVariables };
};
