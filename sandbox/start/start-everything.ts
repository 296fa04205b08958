import { build } from '../../build.mjs';
import { assertPortsFree } from '../ports.js';
import {
  keepCardProcessor,
  keepDatabase,
  keepEngine,
  keepLicenceVendor,
  keepMail,
  keepPartnerCenter,
  neededPorts,
  type CardProcessor,
  type Context,
  type Mail,
  type PartnerVendor,
} from './outside-world.js';
import { keepEnvironment, keepServer, keepWorker, prepareDatabase, productEnvironment } from './product.js';
import type { StopOrder } from './stop-order.js';

export interface Started {
  inboxUrl?: string;
  engineUiUrl?: string;
}

type Outside = [mail: Mail, vendor: { url: string; apiKey: string }, partner: PartnerVendor, cards: CardProcessor];

async function startOutside(context: Context, order: StopOrder, built: Promise<unknown>): Promise<Outside> {
  await built;
  return Promise.all([
    order.add('outside', keepMail(context)),
    order.add('outside', keepLicenceVendor(context)),
    order.add('outside', keepPartnerCenter(context)),
    order.add('outside', keepCardProcessor(context)),
  ]);
}

/** Everything that doesn't wait for something else comes up side by side: the build is the longest at first, the engine later. */
export async function startEverything(context: Context, order: StopOrder): Promise<Started> {
  const { report } = context;
  await assertPortsFree(neededPorts(context.options));
  const say = (line: string) => report.say(`${line}`);
  const programs = report.during('Building the programs', build(['programs'], say));
  const rest = report.during('Building the pages and the workflows', build(['workflows', 'ui'], say));
  const [database, engine, [mail, vendor, partner, cards]] = await Promise.all([
    order.add('database', keepDatabase(context)),
    order.add('engine', keepEngine(context)),
    startOutside(context, order, programs),
    rest,
  ]);
  const env = productEnvironment(context, {
    databaseUrl: database.appUrl,
    engineAddress: engine.address,
    engineUiUrl: engine.uiUrl,
    smtpUrl: mail.smtpUrl,
    inboxUrl: mail.inboxUrl,
    licenceVendorUrl: vendor.url,
    licenceVendorApiKey: vendor.apiKey,
    partner,
    cards,
  });
  // Only the migrations know the owner's password.
  await prepareDatabase(context, { ...env, MIGRATION_DATABASE_URL: process.env.MIGRATION_DATABASE_URL || database.url });
  await keepEnvironment(context, env);
  const running = Promise.all([order.add('server', keepServer(context, env)), order.add('worker', keepWorker(context, env))]);
  await report.during('Starting the server and the worker', running);
  return { inboxUrl: mail.inboxUrl, engineUiUrl: engine.uiUrl };
}
