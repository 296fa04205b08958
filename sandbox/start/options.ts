import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every port of the sandbox, its default, and the setting that moves it. */
const PORTS = {
  web: ['PORT', 4000, 'web'],
  metrics: ['METRICS_PORT', 4001, 'metrics of the server'],
  workerMetrics: ['WORKER_METRICS_PORT', 4002, 'metrics of the worker'],
  inbox: ['INBOX_PORT', 4010, 'local inbox'],
  smtp: ['SMTP_PORT', 4011, 'local mail server'],
  bounces: ['BOUNCE_PORT', 4012, 'delivery reports'],
  licenceVendor: ['LICENCE_VENDOR_PORT', 4020, 'licence vendor'],
  partnerCenter: ['PARTNER_API_PORT', 4021, 'partner API'],
  cardProcessor: ['CARD_PROCESSOR_PORT', 4022, 'card processor'],
  database: ['DATABASE_PORT', 4032, 'PostgreSQL'],
  engine: ['ENGINE_PORT', 4033, 'workflow engine'],
  engineUi: ['ENGINE_UI_PORT', 4034, "workflow engine's UI"],
} as const satisfies Record<string, readonly [string, number, string]>;

export type PortName = keyof typeof PORTS;

/** The settings that move ports: whoever starts a second product beside this one gives each a value. */
export const portSettings: readonly string[] = Object.values(PORTS).map(([setting]) => setting);

export interface StartOptions {
  reset: boolean;
  yes: boolean;
  /** Where the data lies: .data in the checkout, or LICENZA_DATA_FOLDER (tests and the bench bring their own). */
  dataFolder: string;
  ports: Record<PortName, number>;
}

export const settingOf = (name: PortName): { setting: string; what: string } => ({ setting: PORTS[name][0], what: PORTS[name][2] });

function portOf(name: PortName): number {
  const [setting, byDefault] = PORTS[name];
  const given = process.env[setting];
  if (!given) return byDefault;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Problem(`${setting} is ${given}, and must be a port from 1 to 65535.`);
  return port;
}

/** .env is read first; what the environment says already stays. */
export function readStartOptions(args: string[]): StartOptions {
  const envFile = join(root, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const unknown = args.find((argument) => !['--reset', '--yes'].includes(argument));
  if (unknown)
    throw new Problem(`npm start does not know ${unknown}; it knows --reset (empty the local data first) and --yes (without asking).`);
  const names = Object.keys(PORTS) as PortName[];
  return {
    reset: args.includes('--reset'),
    yes: args.includes('--yes'),
    dataFolder: resolve(process.env.LICENZA_DATA_FOLDER || join(root, '.data')),
    ports: Object.fromEntries(names.map((name) => [name, portOf(name)])) as Record<PortName, number>,
  };
}
