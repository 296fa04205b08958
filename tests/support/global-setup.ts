import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../prisma/migrate.js';
import { seed } from '../../prisma/seed.js';
import { startCardProcessor } from '../../sandbox/card-processor/card-processor.js';
import { throwawayDatabase } from '../../sandbox/database/copy-database.js';
import { startDatabase } from '../../sandbox/database/start-database.js';
import { startEngine } from '../../sandbox/engine/start-engine.js';
import { startInbox } from '../../sandbox/inbox/inbox.js';
import { startLicenceVendor } from '../../sandbox/licence-vendor/licence-vendor.js';
import { startPartnerCenter } from '../../sandbox/partner-center/partner-center.js';
import { silentReport } from '../../sandbox/report.js';
import { partnerApiKey, partnerWebhookSecret } from './partner-keys.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server on which each file makes a database of its own. */
    databaseServerUrl: string;
    /** Name of the migrated and seeded database that they are copies of. */
    templateDatabase: string;
    engineAddress: string;
    smtpUrl: string;
    inboxUrl: string;
    vendorUrl: string;
    partnerUrl: string;
    cardUrl: string;
  }
}

export const vendorApiKey = 'test-vendor-key';
export const cardApiKey = 'sk_test_of_all_tests';

/** Starts the outside world once for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'licenza-world-'));
  const [database, engine, inbox, vendor, partner, cards] = await Promise.all([
    startDatabase({ report: silentReport }),
    startEngine({ report: silentReport }),
    startInbox({ folder: join(folder, 'inbox'), smtpPort: 0, httpPort: 0 }),
    startLicenceVendor({ folder: join(folder, 'vendor'), port: 0, apiKey: vendorApiKey }),
    startPartnerCenter({ folder: join(folder, 'partner'), port: 0, apiKey: partnerApiKey, webhookSecret: partnerWebhookSecret }),
    startCardProcessor({ folder: join(folder, 'cards'), port: 0, apiKey: cardApiKey }),
  ]);
  const template = await throwawayDatabase(database.url);
  await migrate(template.url);
  await seed(template.url, { demo: true });
  project.provide('databaseServerUrl', database.url);
  project.provide('templateDatabase', new URL(template.url).pathname.slice(1));
  project.provide('engineAddress', engine.address);
  project.provide('smtpUrl', inbox.smtpUrl);
  project.provide('inboxUrl', inbox.url);
  project.provide('vendorUrl', vendor.url);
  project.provide('partnerUrl', partner.url);
  project.provide('cardUrl', cards.url);
  return async () => {
    await Promise.allSettled([inbox.stop(), vendor.stop(), partner.stop(), cards.stop(), engine.stop()]);
    await template.drop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
