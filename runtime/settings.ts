import { isIP } from 'node:net';
import { z } from 'zod';

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('')
  .transform((value) => value === '1' || value === 'true');
const port = z.coerce.number().int().min(0).max(65_535);
const secret = (name: string) => z.string({ error: `${name} is not set` }).min(32, { error: `${name} needs at least 32 characters` });
const optionalText = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

/** One encryption key of the engine's payloads: an id that names it in each payload, and 32 bytes. */
export interface PayloadKey {
  readonly id: string;
  readonly key: Buffer;
}

const payloadKeys = z.string({ error: 'PAYLOAD_KEYS is not set' }).transform((text, context): PayloadKey[] => {
  const keys = text.split(',').map((entry): PayloadKey => {
    const [id = '', encoded = ''] = entry.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
      context.addIssue({ code: 'custom', message: 'PAYLOAD_KEYS needs id:base64 of 32 bytes, comma-separated, newest first' });
    }
    return { id, key };
  });
  // By its id a payload finds its key: of two of one id one could encrypt what the other can't read.
  if (new Set(keys.map(({ id }) => id)).size < keys.length) context.addIssue({ code: 'custom', message: 'PAYLOAD_KEYS has an id twice' });
  return keys;
});

/** An address, a network in CIDR notation, or express's word for a range of addresses. */
const isProxy = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  if (bits === undefined && ['loopback', 'linklocal', 'uniquelocal'].includes(address)) return true;
  const version = isIP(address);
  return version > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
};

/** Short enough for an address of 254 characters whose local part has 60. */
const isDomain = (text: string): boolean => text.length <= 190 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i.test(text);

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LICENZA_SANDBOX: flag,
  RECONCILE_EVERY_SECONDS: z.coerce.number().int().min(0).default(300),
  RECONCILE_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(60),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  METRICS_PORT: port.default(4001),
  WORKER_METRICS_PORT: port.default(4002),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
    .refine((all) => all.every(isProxy), { error: 'TRUSTED_PROXIES needs addresses or networks (10.0.0.0/8), comma-separated' }),
  DNS_SERVERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim() || [])),
  PUBLIC_URL: z.url({ error: 'PUBLIC_URL must be a URL' }),
  DATABASE_URL: z.string({ error: 'DATABASE_URL is not set' }).startsWith('postgres', { error: 'DATABASE_URL must be a postgres:// URL' }),
  MIGRATION_DATABASE_URL: optionalText,
  TEMPORAL_ADDRESS: z.string({ error: 'TEMPORAL_ADDRESS is not set' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('licenza'),
  TEMPORAL_API_KEY: optionalText,
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_CERT_FILE: optionalText,
  TEMPORAL_TLS_KEY_FILE: optionalText,
  TEMPORAL_UI_URL: optionalText,
  CODEC_UI_URL: z.union([z.literal(''), z.url()], { error: 'CODEC_UI_URL must be a URL' }).optional(),
  SMTP_URL: z.string({ error: 'SMTP_URL is not set' }),
  MAIL_FROM: z.string().default('Licenza <no-reply@licenza.example>'),
  BOUNCE_DOMAIN: optionalText.refine((domain) => domain === undefined || isDomain(domain), { error: 'BOUNCE_DOMAIN must be a domain' }),
  BOUNCE_PORT: port.default(4012),
  SESSION_SECRET: secret('SESSION_SECRET'),
  TOKEN_SECRET: secret('TOKEN_SECRET'),
  PAYLOAD_KEYS: payloadKeys,
  SECOND_FACTOR: z.enum(['required', 'optional', ''], { error: 'SECOND_FACTOR must be required or optional' }).default(''),
  SECOND_FACTOR_GRACE_DAYS: z.coerce.number().int().min(0).max(365).default(14),
  LICENCE_VENDOR_URL: z.url({ error: 'LICENCE_VENDOR_URL must be a URL' }),
  LICENCE_VENDOR_API_KEY: z.string({ error: 'LICENCE_VENDOR_API_KEY is not set' }).min(1),
  PARTNER_API_URL: z.url({ error: 'PARTNER_API_URL must be a URL' }),
  PARTNER_API_KEY: z.string({ error: 'PARTNER_API_KEY is not set' }).min(1),
  PARTNER_TOKEN_URL: optionalText.pipe(z.url({ error: 'PARTNER_TOKEN_URL must be a URL' }).optional()),
  PARTNER_CLIENT_ID: optionalText,
  PARTNER_REFRESH_TOKEN: optionalText,
  PARTNER_WEBHOOK_SECRET: secret('PARTNER_WEBHOOK_SECRET'),
  PARTNER_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(500),
  CARD_API_URL: optionalText.pipe(z.url({ error: 'CARD_API_URL must be a URL' }).optional()),
  CARD_API_KEY: z.string({ error: 'CARD_API_KEY is not set' }).min(1),
  CARD_WEBHOOK_SECRET: z.string({ error: 'CARD_WEBHOOK_SECRET is not set' }).trim().min(1),
  SUPPORT_EMAIL: z.string().default('support@licenza.example'),
  SUPPORT_PHONE: optionalText,
  INBOX_URL: optionalText,
});

export type Settings = z.output<typeof environment>;

/** Marks a value of .env.example that must never reach production. */
const DEMO_MARK = 'change-me';

const SECRETS = [
  'SESSION_SECRET',
  'TOKEN_SECRET',
  'PAYLOAD_KEYS',
  'LICENCE_VENDOR_API_KEY',
  'PARTNER_API_KEY',
  'PARTNER_REFRESH_TOKEN',
  'PARTNER_WEBHOOK_SECRET',
  'CARD_API_KEY',
  'CARD_WEBHOOK_SECRET',
  'DATABASE_URL',
] as const satisfies (keyof Settings)[];

/** Mostly signs that stand in this order in the alphabet: "abcdefghijklmnopqrstuvwxyz0123456789". */
const isSequence = (secret: string): boolean => {
  const codes = [...secret].map((sign) => sign.codePointAt(0) ?? 0);
  return codes.filter((code, index) => index > 0 && Math.abs(code - codes[index - 1]!) === 1).length > secret.length / 2;
};

/** So few different signs, one word again and again, or the alphabet, is nothing that a machine drew. */
const isWeak = (secret: string): boolean => new Set(secret).size < 10 || /^(.{1,16}?)\1+.{0,15}$/s.test(secret) || isSequence(secret);

/** Secrets that are ours to draw; others are as long and as good as who gives them out makes them. */
const OWN_SECRETS = ['SESSION_SECRET', 'TOKEN_SECRET', 'PARTNER_WEBHOOK_SECRET'] as const;

const weakFaults = (settings: Settings, isDemo: (name: string) => boolean): string[] => {
  const own = OWN_SECRETS.filter((name) => !isDemo(name));
  const faults = own.filter((name) => isWeak(settings[name])).map((name) => `${name} is too easy to guess: draw it at random`);
  const twice = own.find((name, index) => own.findIndex((other) => settings[other] === settings[name]) < index);
  if (twice) faults.push(`${twice} is the same as another secret`);
  // 32 random bytes have fewer than 16 different ones about never.
  if (!isDemo('PAYLOAD_KEYS') && settings.PAYLOAD_KEYS.some(({ key }) => new Set(key).size < 16))
    faults.push('PAYLOAD_KEYS holds a key that nobody drew at random');
  return faults;
};

const signInFaults = ({ PARTNER_TOKEN_URL, PARTNER_CLIENT_ID, PARTNER_REFRESH_TOKEN, NODE_ENV }: Settings): string[] => {
  if (PARTNER_TOKEN_URL === undefined) return [];
  const faults = [];
  if (!PARTNER_CLIENT_ID) faults.push('PARTNER_CLIENT_ID is needed with PARTNER_TOKEN_URL');
  if (!PARTNER_REFRESH_TOKEN) faults.push('PARTNER_REFRESH_TOKEN is needed with PARTNER_TOKEN_URL');
  if (NODE_ENV === 'production' && !PARTNER_TOKEN_URL.startsWith('https://')) faults.push('PARTNER_TOKEN_URL must be https in production');
  return faults;
};

const demoFaults = (settings: Settings, env: NodeJS.ProcessEnv): string[] => {
  if (settings.NODE_ENV !== 'production') return [];
  const faults: string[] = [];
  if (settings.LICENZA_SANDBOX) faults.push('LICENZA_SANDBOX can not be on in production');
  const isDemo = (name: string) => (env[name] ?? '').includes(DEMO_MARK);
  for (const name of SECRETS) if (isDemo(name)) faults.push(`${name} still holds the example value`);
  faults.push(...weakFaults(settings, isDemo));
  if (!settings.PUBLIC_URL.startsWith('https://')) faults.push('PUBLIC_URL must be https in production');
  // Its pages are given what payloads say, with the session of who looks at them.
  if (settings.CODEC_UI_URL && !settings.CODEC_UI_URL.startsWith('https://')) faults.push('CODEC_UI_URL must be https in production');
  return faults;
};

/** Reads and checks the environment. Throws an Error whose message has one line for each fault. */
export const readSettings = (env: NodeJS.ProcessEnv = process.env): Settings => {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const faults = [...signInFaults(parsed.data), ...demoFaults(parsed.data, env)];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return parsed.data;
};
