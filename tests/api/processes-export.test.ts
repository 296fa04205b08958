import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshUsualTimes } from '../../server/process/usual-time.js';
import { states as english } from '../../domain/words/en/states.js';
import { demo, signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead } from '../support/customers.js';
import { send, signInCookie } from '../support/raw-http.js';
import { openSql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let olivia: Api;
let cookie: string;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  [rita, olivia] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'olivia')]);
  cookie = await signInCookie(stack.url, demo('olivia').loginName, demo('olivia').password);
});
afterAll(() => stack.stop());

const exported = async (query = '') => {
  const answer = await send(`${stack.url}/export/processes.csv${query}`, { headers: { cookie } });
  const { data, errors } = Papa.parse<string[]>(answer.text.replace(/^\uFEFF/, ''), { skipEmptyLines: true });
  expect(errors).toEqual([]);
  return { head: data[0]!, rows: data.slice(1), headers: answer.headers };
};

/** A plan whose names differ between the languages. */
const orderedPlan = async () => {
  const plan = (await rita.catalog.plans.query()).find(({ productEn, productIt, minUnits }) => productEn !== productIt && minUnits <= 2)!;
  const names = { en: `${plan.productEn} · ${plan.nameEn}`, it: `${plan.productIt} · ${plan.nameIt}` };
  const input = aCustomer({ plans: [{ planId: plan.id, units: 2, startDate: dateAhead(30) }] });
  const { customerId, licences } = await rita.customers.create.mutate(input);
  return { names, customerId, company: input.company, workflowId: `licence/${licences[0]!.id}` };
};

describe('the export of the processes', () => {
  it('C1 C10 has each process in the reader’s language, what it is about too, with its customer', async () => {
    const { names, company, workflowId } = await orderedPlan();
    const english = await exported();
    expect(english.headers.get('content-disposition')).toBe('attachment; filename=processes.csv');
    const rowOf = (rows: string[][]) => rows.find((row) => row.at(-1) === workflowId)!;
    expect(rowOf(english.rows).slice(0, 2)).toEqual([names.en, 'Licence']);
    expect(rowOf(english.rows)).toContain(company);
    await olivia.auth.setLanguage.mutate({ language: 'it' });
    const italian = await exported();
    expect(italian.head[0]).toBe('Processo');
    expect(rowOf(italian.rows).slice(0, 2)).toEqual([names.it, 'Licenza']);
    await olivia.auth.setLanguage.mutate({ language: 'en' });
  });

  it('C1 says how each stands in the words of the page', async () => {
    const { workflowId } = await orderedPlan();
    const sql = await openSql(stack.settings.DATABASE_URL);
    const stands = async (change: string) => {
      await sql(`UPDATE process SET ${change} WHERE workflow_id = $1`, [workflowId]);
      return (await exported()).rows.find((row) => row.at(-1) === workflowId)?.[2];
    };
    expect(await stands("state = 'running', work_since = now() - interval '1 day'")).toBe(english.stand.late);
    expect(await stands('retry_attempt = 3')).toBe(english.stand.retrying);
    expect(await stands('stuck_since = now()')).toBe(english.process.needs_attention);
    await sql.end();
  });

  it('C1 follows the filters of the page', async () => {
    const { company, customerId } = await orderedPlan();
    const { rows } = await exported('?kind=customer&state=queued');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row[1]).toBe('Customer');
    const found = await exported(`?q=${encodeURIComponent(customerId)}`);
    expect(found.rows.map((row) => row[0])).toEqual([company]);
    expect((await send(`${stack.url}/export/processes.csv?kind=nonsense`, { headers: { cookie } })).status).toBe(400);
  });
});

describe('how long a process usually takes', () => {
  it('C1 is told as the middle half of what it took before', async () => {
    const { customerId } = await orderedPlan();
    const usual = async () =>
      (await olivia.timeline.ofCustomer.query({ customerId })).now.find(({ kind }) => kind === 'licence')!.usuallySeconds;
    expect(await usual()).toBeNull();
    const sql = await openSql(stack.settings.DATABASE_URL);
    for (const seconds of [10, 20, 30, 40]) {
      await sql(
        `INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, title, state, created_at, work_since, ended_at)
         SELECT gen_random_uuid(), tier1_id, channel_id, id, 'licence', gen_random_uuid(), 'licence/' || gen_random_uuid(), 'done before', 'done',
                now() - interval '9 days', now() - interval '1 day', now() - interval '1 day' + make_interval(secs => $2) FROM customer WHERE id = $1`,
        [customerId, seconds],
      );
    }
    await sql.end();
    await refreshUsualTimes(stack.server.services.database);
    expect(await usual()).toEqual([18, 33]); // 17.5 and 32.5, to the second
  });
});

describe('what a process is about', () => {
  it('C1 C10 is told in each language, in the list, on the overview and in the thread', async () => {
    const { names, customerId, workflowId } = await orderedPlan();
    const { rows } = await olivia.processes.list.query({ limit: 200 });
    expect(rows.find((row) => row.workflowId === workflowId)).toMatchObject({ title: names.en, titleIt: names.it });
    expect(rows.find((row) => row.workflowId === `customer/${customerId}`)).toMatchObject({ titleIt: null });
    const { past } = await olivia.timeline.ofCustomer.query({ customerId });
    expect(past.find(({ kind }) => kind === 'licence_assigned')!.params).toMatchObject({ title: names.en, titleIt: names.it });
    expect(past.find(({ kind }) => kind === 'customer_created')!.params).not.toHaveProperty('titleIt');
  });
});
