import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startProgram, type Program } from '../support/program.js';
import { openChanges } from '../support/change-stream.js';
import { openHalfRequest } from './support/half-request.js';
import { install, type Installation } from './support/production.js';
import { startTemporalCluster, type TemporalCluster } from './support/temporal-cluster.js';

let cluster: TemporalCluster | undefined;
let outside: Outside;
let installation: Installation;
let server: Program;
let reseller: Api;
let cookie: string;
const workers: Program[] = [];

// Building Temporal's server takes minutes on a machine that has compiled nothing of it yet.
beforeAll(async () => {
  cluster = await startTemporalCluster();
  if (!cluster) return;
  outside = await startOutside();
  installation = await install(cluster, outside);
  server = await startProgram('server', installation.variables);
  ({ api: reseller, cookie } = await installation.signIn(server.url, 'reseller'));
}, 15 * 60_000);
afterAll(async () => {
  if (!cluster) return;
  for (const program of [server, ...workers]) if (!program.hasEnded()) await program.kill();
  await installation.remove();
  await outside.stop();
  await cluster.stop();
});
beforeEach(({ skip }) => {
  skip(cluster === undefined, "Temporal's server has to be built for this, and there is no Go here");
});

const startWorker = async (): Promise<Program> => {
  const worker = await startProgram('worker', installation.variables);
  workers.push(worker);
  return worker;
};
const stateOfEmail = async (id: string) => (await reseller.customers.get.query({ id })).accountEmail?.state;
const figures = async (url: string) => (await fetch(url)).text();

const linkIn = async ({ id }: { id: string }): Promise<string> => {
  const [link = ''] = /https:\/\/\S+token=\S+/.exec((await outside.openMail(id)).text) ?? [];
  return link;
};
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
/** What the reader of an account e-mail does: without it the process waits for two days. */
const followLink = async (address: string): Promise<void> => {
  const [mail] = await outside.mailsTo(address);
  const { api } = createApi(server.url, { origin: installation.variables.PUBLIC_URL! });
  await api.auth.activate.mutate({ token: tokenOf(await linkIn(mail!)), password: 'a password of the reader' });
};

describe("the production shape: Temporal's server on PostgreSQL, the programs as processes of their own", () => {
  it('sets up the schema of the engine again without changing it', async () => {
    const { code, output } = await cluster!.repeatSetUp();
    expect(output).toContain('found zero updates from current version');
    expect(code).toBe(0);
  });

  it('signs in to the database with a login that owns nothing', async () => {
    const login = new URL(installation.variables.DATABASE_URL!).username;
    const [rights] = await installation.sql(
      `SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb AS mighty,
              (SELECT count(*)::int FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner WHERE o.rolname = r.rolname) AS owned,
              (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usename = r.rolname AND a.datname = current_database()) AS connections
         FROM pg_roles r WHERE r.rolname = $1`,
      [login],
    );
    expect(rights).toMatchObject({ mighty: false, owned: 0 });
    expect(rights?.connections).toBeGreaterThan(0);
  });

  it('says that it is alive and ready, and shows its figures on a port of their own', async () => {
    const worker = await startWorker();
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ database: true, engine: true });
    expect(await figures(server.metricsUrl)).toMatch(/^licenza_request_seconds_count\{.*route="auth\.signIn",status="200".*\} 1$/m);
    expect(await figures(worker.metricsUrl)).toMatch(/^process_cpu_seconds_total\{service="worker"\} /m);
    const answer = await fetch(`${server.url}/metrics`);
    expect(await answer.text()).not.toContain('process_cpu_seconds_total');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  });

  it('A9 A12 20 customers, one of two workers killed in the middle: each gets one account e-mail and one licence, and all processes end', async () => {
    const [plan] = await reseller.catalog.plans.query();
    const plans = [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }];
    const create = async () => {
      const input = aCustomer({ plans });
      return { ...(await reseller.customers.create.mutate(input)), to: input.contact.email };
    };
    // Mails stay in the first worker's hand, taken by the mail server and not yet confirmed, until it is killed.
    await outside.setMailFaults({ mode: 'slow', delayMs: 25_000 });
    const before = await Promise.all(Array.from({ length: 10 }, create));
    await eventually(async () => {
      expect((await outside.allMails()).length).toBeGreaterThan(2);
    }, 45_000);
    await startWorker();
    await workers[0]!.kill();
    await outside.setMailFaults();
    const customers = [...before, ...(await Promise.all(Array.from({ length: 10 }, create)))];

    await eventually(async () => {
      for (const { customerId } of customers) expect(await stateOfEmail(customerId)).toBe('delivered');
    }, 180_000);
    for (const { to } of customers) await followLink(to);
    await eventually(async () => {
      expect(await installation.sql("SELECT kind, title, state FROM process WHERE state <> 'done'")).toEqual([]);
    }, 60_000);
    for (const { customerId, to } of customers) {
      const mails = await outside.mailsTo(to);
      // What the mail server had taken before the kill goes out again under its own Message-ID: the same mail to its reader.
      expect(mails.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      expect(await outside.licences(customerId)).toMatchObject([{ state: 'active', revision: 1 }]);
    }
    const processes = await installation.sql('SELECT workflow_id FROM process');
    expect(processes.length).toBeGreaterThanOrEqual(80);
    for (const { workflow_id } of processes) {
      const { status } = await installation.engine.workflow.getHandle(workflow_id as string).describe();
      expect(status.name).toBe('COMPLETED');
    }
  }, 420_000);

  it('a worker that is asked to stop ends what it has in hand, and exits with 0', async () => {
    const worker = workers[1]!;
    await outside.setMailFaults({ mode: 'slow', delayMs: 3_000 });
    const input = aCustomer();
    const { customerId } = await reseller.customers.create.mutate(input);
    await eventually(async () => {
      expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    });
    expect((await worker.stop()).code).toBe(0);
    await outside.setMailFaults();
    await startWorker();
    await eventually(async () => {
      expect(await stateOfEmail(customerId)).toBe('delivered');
    }, 60_000);
    expect(await outside.mailAttemptsTo(input.contact.email)).toHaveLength(1);
  }, 120_000);

  it('logs lines of JSON with the ids of requests and workflows, and no secret of any kind', async () => {
    // A link's token comes in the address, and again as the page that a request came from.
    const [mail] = await outside.allMails();
    const link = await linkIn(mail!);
    const token = tokenOf(link);
    const headers = { referer: link, cookie };
    const [page, state] = [`/activate?token=${token}`, `/trpc/auth.activation?input=${encodeURIComponent(JSON.stringify({ token }))}`];
    for (const path of [page, state]) expect((await fetch(`${server.url}${path}`, { headers })).status).toBe(200);

    const lines = [server, ...workers].map((program) => program.output().split('\n').slice(0, -1));
    const entries = lines.map((of) => of.map((line) => JSON.parse(line) as { level: string; time: string; [key: string]: unknown }));
    for (const entry of entries.flat())
      expect(entry).toMatchObject({ level: expect.any(String) as string, time: expect.any(String) as string });
    const [ofServer = [], ...ofWorkers] = entries;
    expect(ofServer.filter(({ req }) => /^[0-9a-f-]{36}$/.test((req as { id?: string } | undefined)?.id ?? '')).length).toBeGreaterThan(20);
    expect(ofWorkers.flat().filter(({ workflowId }) => /^(customer|message|licence)\//.test(String(workflowId))).length).toBeGreaterThan(
      20,
    );
    const text = lines.flat().join('\n');
    for (const secret of [...installation.secrets, token, 'a password of the reader', 'token=', '__Host-licenza='])
      expect(text.includes(secret), secret).toBe(false);
    expect([...installation.secrets, token].every((secret) => secret.length >= 16)).toBe(true);
  });

  it('a server that is asked to stop answers the request in hand, cuts the streams, and exits with 0', async () => {
    const stream = await openChanges(server.url, cookie);
    const half = await openHalfRequest(
      `${server.url}/trpc/auth.setLanguage`,
      { cookie, origin: installation.variables.PUBLIC_URL! },
      { language: 'it' },
    );
    const stopping = server.stop();
    await eventually(() => {
      expect(server.output()).toContain('"msg":"stopping"');
    });
    await stream.ended;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    expect(await half.finish()).toMatchObject({ status: 200, body: expect.stringContaining('"ok":true') as string });
    expect((await stopping).code).toBe(0);
  }, 60_000);
});
