import { join } from 'node:path';
import { startDatabase, type RunningDatabase } from '../database/start-database.js';
import { startEngine, type RunningEngine } from '../engine/start-engine.js';
import { canConnect } from '../ports.js';
import { Problem } from '../problem.js';
import type { Report } from '../report.js';
import { keepRunning, type Stoppable } from './keep-running.js';
import { logTo, openLog } from './log-file.js';
import { root, settingOf, type PortName, type StartOptions } from './options.js';
import { enginePidFile } from './run-lock.js';
import type { Secrets } from './secrets.js';
import { startProgram } from './start-program.js';

export interface Context {
  options: StartOptions;
  secrets: Secrets;
  report: Report;
  onGivenUp: (sentence: string) => void;
}

const EXTERNAL_MS = 3_000;
const nothingToStop: Stoppable = { stop: async () => undefined };

export const loopback = (port: number): string => `http://127.0.0.1:${port}`;

/** The settings that name a part that runs elsewhere; ours, and its ports, are then not needed. */
const EXTERNAL: Partial<Record<PortName, string>> = {
  inbox: 'SMTP_URL',
  smtp: 'SMTP_URL',
  licenceVendor: 'LICENCE_VENDOR_URL',
  partnerCenter: 'PARTNER_API_URL',
  cardProcessor: 'CARD_API_URL',
  database: 'DATABASE_URL',
  engine: 'TEMPORAL_ADDRESS',
  engineUi: 'TEMPORAL_ADDRESS',
};

/** Empty, they let `npm start` start parts of its own whatever .env says. */
export const externalSettings: readonly string[] = [...new Set(Object.values(EXTERNAL))];

export function neededPorts({ ports }: StartOptions): { port: number; setting: string; what: string }[] {
  const names = (Object.keys(ports) as PortName[]).filter((name) => !process.env[EXTERNAL[name] ?? '']);
  return names.map((name) => ({ port: ports[name], ...settingOf(name) }));
}

async function assertAnswers(what: string, setting: string, url: string): Promise<void> {
  if (!URL.canParse(url)) throw new Problem(`${setting} is not an address.`);
  const { protocol, hostname, port, host } = new URL(url);
  const usual = { 'https:': 443, 'http:': 80, 'smtps:': 465, 'smtp:': 587 }[protocol] ?? 0;
  if (await canConnect(hostname, Number(port) || usual, EXTERNAL_MS)) return;
  throw new Problem(`No ${what} answers at ${host} (${setting}): start it there, or unset ${setting}.`);
}

export function keepDatabase({ options, secrets, report, onGivenUp }: Context): Promise<RunningDatabase> {
  const { dataFolder, ports } = options;
  const log = openLog(join(dataFolder, 'logs', 'database.log'));
  const { databasePassword: password, databaseAppPassword: appPassword } = secrets;
  const shared = { report, dataDir: join(dataFolder, 'database'), port: ports.database, password, appPassword };
  return keepRunning({ report, onGivenUp, start: (onExit) => startDatabase({ ...shared, onLog: log.write, onExit }) });
}

export function keepEngine({ options, report, onGivenUp }: Context): Promise<RunningEngine> {
  const { dataFolder, ports } = options;
  const log = openLog(join(dataFolder, 'logs', 'engine.log'));
  const dbFile = join(dataFolder, 'engine', 'engine.db');
  const shared = {
    report,
    dbFile,
    port: ports.engine,
    uiPort: ports.engineUi,
    codecEndpoint: `${loopback(ports.web)}/codec`,
    pidFile: enginePidFile(dataFolder),
  };
  return keepRunning({ report, onGivenUp, start: (onExit) => startEngine({ ...shared, onLog: log.write, onExit }) });
}

interface Simulator {
  name: string;
  script: string;
  env: Record<string, string>;
  port: number;
}

function keepSimulator({ options, report, onGivenUp }: Context, simulator: Simulator): Promise<Stoppable> {
  const onLog = logTo(openLog(join(options.dataFolder, 'logs', `${simulator.script}.log`)), simulator.name, report.say);
  const program = {
    name: simulator.name,
    script: join(root, 'dist', `${simulator.script}.js`),
    cwd: root,
    env: { ...process.env, ...simulator.env },
    readyUrl: `${loopback(simulator.port)}/healthz`,
    onLog,
  };
  return keepRunning({ report, onGivenUp, start: (onExit) => startProgram({ ...program, onExit }) });
}

export interface Mail extends Stoppable {
  smtpUrl: string;
  inboxUrl?: string;
}

export async function keepMail(context: Context): Promise<Mail> {
  const external = process.env.SMTP_URL;
  if (external) {
    await assertAnswers('mail server', 'SMTP_URL', external);
    context.report.say(`Mail: ${new URL(external).host}, because SMTP_URL is set`);
    return { smtpUrl: external, ...nothingToStop };
  }
  const { ports, dataFolder } = context.options;
  const env = {
    INBOX_FOLDER: join(dataFolder, 'inbox'),
    SMTP_PORT: String(ports.smtp),
    INBOX_PORT: String(ports.inbox),
    BOUNCE_URL: `smtp://127.0.0.1:${ports.bounces}`,
  };
  const running = await keepSimulator(context, { name: 'The local inbox', script: 'sandbox-inbox', env, port: ports.inbox });
  context.report.say('Mail: the local inbox, because SMTP_URL is not set');
  return { smtpUrl: `smtp://127.0.0.1:${ports.smtp}`, inboxUrl: loopback(ports.inbox), stop: running.stop };
}

export async function keepLicenceVendor(context: Context): Promise<Stoppable & { url: string; apiKey: string }> {
  const external = process.env.LICENCE_VENDOR_URL;
  const apiKey = process.env.LICENCE_VENDOR_API_KEY ?? context.secrets.licenceVendorApiKey;
  if (external) {
    await assertAnswers('licence vendor', 'LICENCE_VENDOR_URL', external);
    context.report.say(`Licence vendor: ${new URL(external).host}, because LICENCE_VENDOR_URL is set`);
    return { url: external, apiKey, ...nothingToStop };
  }
  const { ports, dataFolder } = context.options;
  const port = ports.licenceVendor;
  const env = { LICENCE_VENDOR_FOLDER: join(dataFolder, 'vendor'), LICENCE_VENDOR_PORT: String(port), LICENCE_VENDOR_API_KEY: apiKey };
  const running = await keepSimulator(context, { name: 'The licence vendor', script: 'sandbox-licence-vendor', env, port });
  context.report.say('Licence vendor: the local simulator, because LICENCE_VENDOR_URL is not set');
  return { url: loopback(port), apiKey, stop: running.stop };
}

export interface PartnerVendor extends Stoppable {
  url: string;
  apiKey: string;
  webhookSecret: string;
}

export async function keepPartnerCenter(context: Context): Promise<PartnerVendor> {
  const external = process.env.PARTNER_API_URL;
  const apiKey = process.env.PARTNER_API_KEY ?? context.secrets.partnerApiKey;
  const webhookSecret = process.env.PARTNER_WEBHOOK_SECRET ?? context.secrets.partnerWebhookSecret;
  if (external) {
    await assertAnswers('partner API', 'PARTNER_API_URL', external);
    context.report.say(`Partner API: ${new URL(external).host}, because PARTNER_API_URL is set`);
    return { url: external, apiKey, webhookSecret, ...nothingToStop };
  }
  const { ports, dataFolder } = context.options;
  const port = ports.partnerCenter;
  const env = {
    PARTNER_API_FOLDER: join(dataFolder, 'partner-center'),
    PARTNER_API_PORT: String(port),
    PARTNER_API_KEY: apiKey,
    PARTNER_WEBHOOK_SECRET: webhookSecret,
    PARTNER_WEBHOOK_URL: `${loopback(ports.web)}/webhooks/partner`,
  };
  const running = await keepSimulator(context, { name: 'The partner API', script: 'sandbox-partner-center', env, port });
  context.report.say('Partner API: the local simulator, because PARTNER_API_URL is not set');
  return { url: loopback(port), apiKey, webhookSecret, stop: running.stop };
}

export interface CardProcessor extends Stoppable {
  url: string;
  apiKey: string;
  webhookSecret: string;
}

export async function keepCardProcessor(context: Context): Promise<CardProcessor> {
  const external = process.env.CARD_API_URL;
  const apiKey = process.env.CARD_API_KEY || context.secrets.cardApiKey;
  const webhookSecret = process.env.CARD_WEBHOOK_SECRET || context.secrets.cardWebhookSecret;
  if (external) {
    await assertAnswers('card processor', 'CARD_API_URL', external);
    context.report.say(`Card processor: ${new URL(external).host}, because CARD_API_URL is set`);
    return { url: external, apiKey, webhookSecret, ...nothingToStop };
  }
  const { ports, dataFolder } = context.options;
  const port = ports.cardProcessor;
  const env = {
    CARD_PROCESSOR_FOLDER: join(dataFolder, 'cards'),
    CARD_PROCESSOR_PORT: String(port),
    CARD_API_KEY: apiKey,
    CARD_WEBHOOK_URL: `${loopback(ports.web)}/webhooks/card`,
    CARD_WEBHOOK_SECRET: webhookSecret,
  };
  const running = await keepSimulator(context, { name: 'The card processor', script: 'sandbox-card-processor', env, port });
  context.report.say('Card processor: the local simulator, because CARD_API_URL is not set');
  return { url: loopback(port), apiKey, webhookSecret, stop: running.stop };
}
