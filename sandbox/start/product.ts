import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../processes/run.js';
import { Problem } from '../problem.js';
import { keepRunning, type Stoppable } from './keep-running.js';
import { logTo, openLog } from './log-file.js';
import { root } from './options.js';
import { loopback, type Context } from './outside-world.js';
import { startProgram } from './start-program.js';

export interface World {
  databaseUrl: string;
  engineAddress: string;
  engineUiUrl?: string;
  smtpUrl: string;
  inboxUrl?: string;
  licenceVendorUrl: string;
  licenceVendorApiKey: string;
  partner: { url: string; apiKey: string; webhookSecret: string };
  cards: { url: string; apiKey: string; webhookSecret: string };
}

/** What a program needs to work on the same database, engine, vendors and card processor. */
const TOLD = [
  'PUBLIC_URL',
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_TASK_QUEUE',
  'SMTP_URL',
  'SESSION_SECRET',
  'TOKEN_SECRET',
  'PAYLOAD_KEYS',
  'LICENCE_VENDOR_URL',
  'LICENCE_VENDOR_API_KEY',
  'PARTNER_API_URL',
  'PARTNER_API_KEY',
  'PARTNER_WEBHOOK_SECRET',
  'CARD_API_URL',
  'CARD_API_KEY',
  'CARD_WEBHOOK_SECRET',
];

/** What .env or the shell says goes first; the rest is what was started here. */
export function productEnvironment({ options, secrets }: Context, world: World): NodeJS.ProcessEnv {
  const { ports } = options;
  const found = {
    PORT: String(ports.web),
    METRICS_PORT: String(ports.metrics),
    WORKER_METRICS_PORT: String(ports.workerMetrics),
    PUBLIC_URL: loopback(ports.web),
    DATABASE_URL: world.databaseUrl,
    TEMPORAL_ADDRESS: world.engineAddress,
    TEMPORAL_UI_URL: world.engineUiUrl ?? '',
    CODEC_UI_URL: world.engineUiUrl ?? '',
    SMTP_URL: world.smtpUrl,
    INBOX_URL: world.inboxUrl ?? '',
    // The local inbox reports what it couldn't deliver; another mail server says where its reports go by DNS.
    ...(world.inboxUrl === undefined ? {} : { BOUNCE_DOMAIN: 'bounces.licenza.example' }),
    BOUNCE_PORT: String(ports.bounces),
    SESSION_SECRET: secrets.sessionSecret,
    TOKEN_SECRET: secrets.tokenSecret,
    PAYLOAD_KEYS: secrets.payloadKeys,
    LICENCE_VENDOR_URL: world.licenceVendorUrl,
    LICENCE_VENDOR_API_KEY: world.licenceVendorApiKey,
    PARTNER_API_URL: world.partner.url,
    PARTNER_API_KEY: world.partner.apiKey,
    PARTNER_WEBHOOK_SECRET: world.partner.webhookSecret,
    CARD_API_URL: world.cards.url,
    CARD_API_KEY: world.cards.apiKey,
    CARD_WEBHOOK_SECRET: world.cards.webhookSecret,
  };
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  // Whatever the shell has exported: this is never production, which refuses the demo sign-ins.
  return { ...found, ...given, LICENZA_SANDBOX: '1', NODE_ENV: 'development' };
}

/** Where the product is, for programs that somebody starts beside it at a terminal. Secrets are in it, as in the folder's others. */
const productFile = (dataFolder: string): string => join(dataFolder, 'product.json');

export async function keepEnvironment({ options }: Context, env: NodeJS.ProcessEnv): Promise<void> {
  const told = Object.fromEntries(TOLD.map((name) => [name, env[name] ?? '']));
  await writeFile(productFile(options.dataFolder), `${JSON.stringify(told, undefined, 2)}\n`, { mode: 0o600 });
}

/** Migrations, catalogue and demo sign-ins, by the same program that a deployment runs. */
export async function prepareDatabase({ report }: Context, env: NodeJS.ProcessEnv): Promise<void> {
  const running = run(process.execPath, ['--enable-source-maps', join(root, 'dist', 'migrate.js')], { cwd: root, env });
  const { code, output } = await report.during('Preparing the database', running);
  if (code !== 0) throw new Problem(`The database could not be prepared:\n${output}`);
}

type ProgramName = 'server' | 'worker';

/** Started again while the engine or the database is away, it waits for them, and has not failed. */
const waitingFor = (isPatient: boolean) => (isPatient ? { readyMs: Infinity } : {});

function keepProgram(context: Context, program: ProgramName, readyUrl: string, env: NodeJS.ProcessEnv): Promise<Stoppable> {
  const { options, report, onGivenUp } = context;
  const name = `The ${program}`;
  const onLog = logTo(openLog(join(options.dataFolder, 'logs', `${program}.log`)), name, report.say);
  const settings = { name, script: join(root, 'dist', `${program}.js`), cwd: root, env, readyUrl, onLog };
  return keepRunning({ report, onGivenUp, start: (onExit, isPatient) => startProgram({ ...settings, onExit, ...waitingFor(isPatient) }) });
}

export const keepServer = (context: Context, env: NodeJS.ProcessEnv): Promise<Stoppable> =>
  keepProgram(context, 'server', `${loopback(context.options.ports.web)}/readyz`, env);

/** The worker listens for nothing but its metrics, and for those only once it takes work. */
export const keepWorker = (context: Context, env: NodeJS.ProcessEnv): Promise<Stoppable> =>
  keepProgram(context, 'worker', `${loopback(context.options.ports.workerMetrics)}/metrics`, env);
