import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../runtime/settings.js';
import { exampleSettings, filledSettings } from './support/example-settings.js';

const at = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const good: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shop.example',
  DATABASE_URL: 'postgres://licenza:s3cret@db/licenza',
  TEMPORAL_ADDRESS: 'engine:7233',
  SMTP_URL: 'smtp://mail',
  SESSION_SECRET: randomBytes(32).toString('hex'),
  TOKEN_SECRET: randomBytes(32).toString('hex'),
  PAYLOAD_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  LICENCE_VENDOR_URL: 'https://vendor.example',
  LICENCE_VENDOR_API_KEY: 'real-key',
  PARTNER_API_URL: 'https://partner.example',
  PARTNER_API_KEY: 'real-key',
  PARTNER_WEBHOOK_SECRET: randomBytes(32).toString('hex'),
  CARD_API_KEY: 'sk_live_real',
  CARD_WEBHOOK_SECRET: 'whsec_real',
};
const faultsOf = (changes: NodeJS.ProcessEnv): string[] => {
  try {
    readSettings({ ...good, ...changes });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};
describe('settings', () => {
  it('are taken when all is well', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('are taken from .env.example, once its secrets are replaced', async () => {
    expect(readSettings(await filledSettings()).NODE_ENV).toBe('production');
  });

  it('say each fault in a line of its own', () => {
    const faults = faultsOf({ DATABASE_URL: undefined, SESSION_SECRET: 'short', PORT: 'eighty', PAYLOAD_KEYS: 'k1:short' });
    expect(faults.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'SESSION_SECRET', 'PORT', 'PAYLOAD_KEYS']),
    );
    expect(faults.join('\n')).not.toContain('short'); // a message never shows a secret's value
  });

  it('take Stripe itself for the card processor unless another address is named', () => {
    expect(readSettings({ ...good, CARD_API_URL: '' }).CARD_API_URL).toBeUndefined();
    expect(readSettings({ ...good, CARD_API_URL: 'https://cards.example' }).CARD_API_URL).toBe('https://cards.example');
    expect(faultsOf({ CARD_API_URL: 'cards' })).toEqual(['CARD_API_URL: CARD_API_URL must be a URL']);
  });

  it.each([
    ['the sandbox', { LICENZA_SANDBOX: '1' }],
    ['an example secret', { SESSION_SECRET: 'change-me'.repeat(5) }],
    ['an example key', { PAYLOAD_KEYS: `change-me:${Buffer.alloc(32).toString('base64')}` }],
    ['an example webhook secret', { PARTNER_WEBHOOK_SECRET: 'change-me'.repeat(5) }],
    ['an example card key', { CARD_API_KEY: 'change-me' }],
    ["an example secret of the cards' webhooks", { CARD_WEBHOOK_SECRET: 'change-me' }],
    ['an example database password', { DATABASE_URL: 'postgres://licenza:change-me@db/licenza' }],
    ['a secret of one sign', { SESSION_SECRET: 'x'.repeat(40) }],
    ['a secret that repeats itself', { TOKEN_SECRET: 'licenza-secret-1'.repeat(3) }],
    ['a secret that another one is', { TOKEN_SECRET: good.SESSION_SECRET }],
    ['a webhook secret of digits in their order', { PARTNER_WEBHOOK_SECRET: '0123456789'.repeat(4) }],
    ['a secret that is the alphabet', { TOKEN_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789' }],
    ["pages of the engine's without TLS", { CODEC_UI_URL: 'http://engine.shop.example' }],
    ['a key of zeroes', { PAYLOAD_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` }],
    ['a key of zeroes behind a good one', { PAYLOAD_KEYS: `${String(good.PAYLOAD_KEYS)},k0:${Buffer.alloc(32).toString('base64')}` }],
    ['an address without TLS', { PUBLIC_URL: 'http://shop.example' }],
  ])('refuse %s in production', (_what, changes) => {
    expect(faultsOf(changes)).toHaveLength(1);
    expect(faultsOf({ NODE_ENV: 'development', ...changes })).toEqual([]);
  });

  it('know one key by an id, wherever they are', () => {
    const twice = `${String(good.PAYLOAD_KEYS)},k1:${randomBytes(32).toString('base64')}`;
    for (const NODE_ENV of ['production', 'development'])
      expect(faultsOf({ NODE_ENV, PAYLOAD_KEYS: twice })).toEqual(['PAYLOAD_KEYS: PAYLOAD_KEYS has an id twice']);
  });

  it('.env.example as it is would be refused in production', async () => {
    expect(faultsOf({ ...(await exampleSettings()), NODE_ENV: 'production' }).length).toBeGreaterThan(3);
  });

  it('name proxies by address or network, and nothing else', () => {
    expect(faultsOf({ TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7,loopback,::1' })).toEqual([]);
    for (const wrong of ['everybody', '10.0.0.0/40', '*', 'true', '10.0.0.1/8/8'])
      expect(faultsOf({ TRUSTED_PROXIES: wrong }), wrong).toHaveLength(1);
  });

  it('every variable that the code reads is in .env.example, and no other', async () => {
    const names = new Set(Object.keys(await exampleSettings()));
    const settings = await readFile(at('runtime/settings.ts'), 'utf8');
    const read = [...settings.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
    expect(read.length).toBeGreaterThan(20);
    expect(read.filter((name) => !names.has(name))).toEqual([]);
    const sandbox = [
      'POSTGRES_PASSWORD',
      'DATABASE_PASSWORD',
      'LICENZA_VERSION',
      'LICENZA_DATA_FOLDER',
      'INBOX_PORT',
      'SMTP_PORT',
      'LICENCE_VENDOR_PORT',
      'PARTNER_API_PORT',
      'CARD_PROCESSOR_PORT',
      'PARTNER_PROVISIONING_MS',
      'PARTNER_SANDBOX_LIMITS',
      'DATABASE_PORT',
      'ENGINE_PORT',
      'ENGINE_UI_PORT',
      'CHROME_PATH',
      'TEMPORAL_TEST_SERVER',
      'TEMPORAL_SERVER_FOLDER',
    ];
    expect([...names].filter((name) => !read.includes(name) && !sandbox.includes(name))).toEqual([]);
  });
});
