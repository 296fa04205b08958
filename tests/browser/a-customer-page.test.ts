import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { facts, nested, valuesOf } from '../support/every-fact.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { typedDay } from './support/dates.js';

let stack: Stack;
let outside: Outside;
let browser: TestBrowser;
let rita: Api;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [browser, rita] = await Promise.all([openBrowser(stack.url), signedIn(stack.url, 'rita')]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
  await outside.stop();
});

/** A customer made through the API, and its page in front of Rita. */
const openCustomer = async (changes: Parameters<typeof aCustomer>[0] = {}) => {
  const input = aCustomer(changes);
  const { customerId } = await rita.customers.create.mutate(input);
  const { page, complaints } = await browser.visit({ as: 'rita' });
  await page.goto(`/customers/${customerId}`);
  await page.getByRole('heading', { name: input.company, level: 1 }).waitFor();
  return {
    input,
    customerId,
    page,
    complaints,
    thread: page.getByRole('region', { name: 'Thread', exact: true }),
    email: page.getByRole('region', { name: 'Account e-mail' }),
    licences: page.getByRole('region', { name: 'Subscriptions' }),
    dialog: page.getByRole('dialog').filter({ has: page.locator('h2') }),
  };
};
const planNamed = async (code: string) => (await rita.catalog.plans.query()).find((plan) => `${plan.productEn} · ${plan.nameEn}` === code)!;
const scheduled = { accountEmail: { when: 'date' as const, localDateTime: daysAhead(10) } };

/** The next last Sunday of a month, on which the clocks of Italy change. */
const lastSunday = (month: number): Date => {
  const of = (year: number) => {
    const last = new Date(Date.UTC(year, month, 0));
    return new Date(last.getTime() - last.getUTCDay() * 86_400_000);
  };
  const year = new Date().getUTCFullYear();
  return of(year).getTime() > Date.now() + 86_400_000 ? of(year) : of(year + 1);
};
const typedOf = (day: Date): string => day.toISOString().slice(0, 10).split('-').reverse().join('/');

describe('A6 the scheduled account e-mail', () => {
  it('A6 the instant is shown before it is confirmed: where clocks change, and when the customer’s clock does', async () => {
    const [forward, back] = [lastSunday(3), lastSunday(10)];
    const { page, email, dialog } = await openCustomer(scheduled);
    await email.getByRole('button', { name: 'Move' }).click();
    const date = dialog.getByRole('textbox', { name: 'Date', exact: true });
    await date.fill(typedOf(forward));
    await dialog.getByRole('textbox', { name: 'Time' }).fill('02:30');
    await dialog.getByText(/doesn’t exist, as the clocks go forward then: it will be .+, 03:30 Rome time/).waitFor();
    await date.fill(typedOf(back));
    await dialog.getByText(/, 02:30 Rome time comes twice, as the clocks go back then: it will be the first/).waitFor();
    await dialog.getByRole('textbox', { name: 'Time' }).fill('09:00');
    await dialog.getByText(/^That is .+, 09:00 Rome time\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Move' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Edit facts' }).click();
    await dialog.getByLabel('Time zone').selectOption('America/New_York');
    await dialog.getByText(/, 04:00 New York time/).waitFor();
    await dialog.getByRole('radio', { name: /its time of day/ }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => email.innerText()).toMatch(/09:00 New York time/);
  });

  it('A6 is shown with its due time, moved, then sent now', async () => {
    const { page, thread, email, dialog, input } = await openCustomer(scheduled);
    await thread.getByText('Account e-mail goes out').waitFor();
    expect(await email.innerText()).toMatch(/Scheduled[^]*in (9|10) days[^]*09:00 Rome time/);
    await email.getByRole('button', { name: 'Move' }).click();
    await dialog.getByRole('textbox', { name: 'Date', exact: true }).fill(typedDay(-1));
    await dialog.getByRole('button', { name: 'Move' }).click();
    await dialog.getByText('In the past; choose today or later').waitFor();
    await dialog.getByRole('textbox', { name: 'Date', exact: true }).fill(typedDay(20));
    await dialog.getByRole('button', { name: 'Move' }).click();
    await dialog.waitFor({ state: 'detached' });
    await thread.getByText(/Account e-mail moved from/).waitFor();
    await expect.poll(() => email.innerText()).toMatch(/in (19|20) days/);
    await email.getByRole('button', { name: 'Send now' }).click();
    expect(await dialog.innerText()).toContain(`It goes to ${input.contact.email} at once`);
    await dialog.getByRole('button', { name: 'Send now' }).click();
    await thread.getByText('Account e-mail accepted; the account is open').waitFor();
    await expect.poll(() => email.innerText()).toContain('Accepted');
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page.getByText('Account e-mail sent now').waitFor();
  });

  it('A6 is called off with a reason, and another one scheduled', async () => {
    const { thread, email, dialog, input } = await openCustomer(scheduled);
    await email.getByRole('button', { name: 'Call off' }).click();
    await dialog.getByRole('button', { name: 'Call off' }).click();
    await dialog.getByText('Required').waitFor();
    await dialog.getByLabel('Reason').fill('they asked to wait');
    await dialog.getByRole('button', { name: 'Call off' }).click();
    await thread.getByText('Account e-mail called off: they asked to wait').waitFor();
    await thread.getByText('Nothing is planned.').waitFor();
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(0);
    await email.getByRole('button', { name: 'Schedule account e-mail' }).click();
    await dialog.getByRole('radio', { name: 'Immediately' }).check();
    await dialog.getByRole('button', { name: 'Schedule' }).click();
    await expect.poll(() => email.innerText(), { timeout: 15_000 }).toContain('Accepted');
    expect(await outside.mailsTo(input.contact.email)).toHaveLength(1);
  });

  it('A6 disabling calls it off, and enabling offers to schedule a new one', async () => {
    const { page, thread, dialog } = await openCustomer(scheduled);
    await thread.getByText('Account e-mail goes out').waitFor();
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    };
    await choose('Disable');
    await dialog.getByText('called off', { exact: true }).waitFor();
    await dialog.getByLabel('Reason').fill('does not pay');
    await dialog.getByRole('button', { name: 'Disable customer' }).click();
    await thread.getByText('Account e-mail called off, because the customer was disabled').waitFor();
    await page.getByText('This customer is disabled').waitFor();
    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await dialog.getByRole('button', { name: 'Enable customer' }).click();
    await page.getByRole('button', { name: 'Schedule account e-mail' }).first().waitFor();
    await thread.getByText('Customer enabled').waitFor();
  });

  it('A6 is previewed as it will go out', async () => {
    const { page, email, dialog, input, complaints } = await openCustomer(scheduled);
    await email.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText(input.contact.email).waitFor();
    const frame = page.frameLocator('iframe');
    await frame.getByText('Ada', { exact: false }).first().waitFor();
    await dialog.getByRole('tab', { name: 'As text' }).click();
    await dialog.getByText('/activate?token=').waitFor();
    expect(complaints).toEqual([]);
  });
});

it('A5 a message that the main address refuses goes to the emergency address, and the thread says so', async () => {
  const tag = dateAhead(0);
  const refused = `refused-${tag}@prova.example`;
  await outside.setMailFaults({ match: { to: `^${refused}$` }, mode: 'reject-permanent' });
  const contact = { firstName: 'Ada', lastName: 'Neri', email: refused };
  const { thread, email } = await openCustomer({ contact, emergencyEmail: 'rescue@elsewhere.example' });
  await thread.getByText('The main address didn’t take the e-mail; the emergency address is tried').waitFor();
  await thread.getByText('E-mail accepted at the emergency address rescue@elsewhere.example').waitFor();
  await expect.poll(() => email.innerText()).toContain('accepted at the emergency address rescue@elsewhere.example');
  expect(await outside.mailsTo('rescue@elsewhere.example')).toHaveLength(1);
  expect(await outside.mailsTo(refused)).toHaveLength(0);
});

describe('A10 service plans later', () => {
  it('A10 adds a plan, changes its units, ends it', async () => {
    const { page, licences, dialog, thread, customerId } = await openCustomer();
    await page.getByRole('button', { name: 'Add plans' }).click();
    await dialog.getByRole('checkbox', { name: 'Endpoint Guard · Standard' }).check();
    await dialog.getByRole('textbox', { name: 'Units' }).fill('10');
    await dialog.getByRole('button', { name: 'Add plans' }).click();
    const row = licences.getByRole('row', { name: /Endpoint Guard · Standard/ });
    await row.getByText('Active').waitFor();
    await row.getByRole('button', { name: 'Actions for' }).click();
    await page.getByRole('menuitem', { name: 'Change units' }).click();
    await dialog.getByRole('textbox', { name: 'New number of units' }).fill('0');
    await dialog.getByText('At least 1').waitFor();
    await dialog.getByRole('textbox', { name: 'New number of units' }).fill('12');
    await dialog.getByRole('button', { name: 'Change to 12 endpoints' }).click();
    await thread.getByText('New number of units of Endpoint Guard · Standard is in force').waitFor();
    expect(await outside.licences(customerId)).toMatchObject([{ units: 12, state: 'active' }]);
    await row.getByRole('button', { name: 'Actions for' }).click();
    await page.getByRole('menuitem', { name: 'End plan' }).click();
    await dialog.getByLabel('Reason').fill('no longer needed');
    await dialog.getByRole('button', { name: 'End plan' }).click();
    await thread.getByText('Endpoint Guard · Standard ended at the vendor').waitFor();
    await licences.getByRole('button', { name: 'Show 1 ended' }).click();
    await licences.getByText('Ended', { exact: true }).waitFor();
    expect(await outside.licences(customerId)).toMatchObject([{ state: 'ended' }]);
  });

  it('A11 a licence of a future date is seen in what comes next, and its start can be moved', async () => {
    const plan = await planNamed('Mail Shield · Standard');
    const { thread, licences, dialog } = await openCustomer({ plans: [{ planId: plan.id, units: 3, startDate: dateAhead(30) }] });
    const point = thread.getByRole('listitem').filter({ hasText: 'Mail Shield · Standard starts' });
    await point.getByText(/in (29|30) days/).waitFor();
    await licences.getByText('Waits for its date').waitFor();
    await point.getByRole('button', { name: 'Move' }).click();
    await dialog.getByRole('textbox', { name: 'New start date' }).fill(typedDay(40));
    await dialog.getByRole('button', { name: 'Move start' }).click();
    await point.getByText(/in (39|40) days/).waitFor();
    await point.getByRole('button', { name: 'Move' }).click();
    await dialog.getByRole('textbox', { name: 'New start date' }).fill(typedDay(0));
    await dialog.getByRole('button', { name: 'Move start' }).click();
    await thread.getByText('Mail Shield · Standard is active at the vendor').waitFor();
    await licences.getByText('Active', { exact: true }).waitFor();
  });
});

it('A12 shows which plan failed and why, the account stays usable, and one action retries just that', async () => {
  const [refused, fine] = [await planNamed('Disk Vault · Per key'), await planNamed('Endpoint Guard · Standard')];
  await outside.setVendorFaults({ match: { plan: 'DV-KEY' }, mode: 'status', status: 409, code: 'PLAN_RETIRED' });
  const { page, thread, licences, email, customerId } = await openCustomer({
    plans: [refused, fine].map(({ id }) => ({ planId: id, units: 5, startDate: dateAhead(0) })),
  });
  await page.getByText('1 plan failed. The account works; only this plan is missing.').waitFor();
  const failed = licences.getByRole('row', { name: /Disk Vault · Per key/ });
  expect(await failed.innerText()).toMatch(/The vendor no longer sells this plan[^]*Failed/);
  await thread.getByRole('button', { name: 'Retry now' }).waitFor();
  await licences
    .getByRole('row', { name: /Endpoint Guard/ })
    .getByText('Active')
    .waitFor();
  await expect.poll(() => email.innerText()).toContain('Accepted');
  const [fineLicence] = await outside.licences(customerId);
  const callsBefore = await outside.vendorCalls(fineLicence!.licenceRef);
  await outside.setVendorFaults();
  await page.getByRole('button', { name: 'Retry failed plans' }).click();
  await failed.getByText('Active').waitFor();
  await page.getByText('1 plan failed').waitFor({ state: 'detached' });
  expect(await outside.vendorCalls(fineLicence!.licenceRef)).toBe(callsBefore);
  await eventually(async () => {
    expect(await outside.licences(customerId)).toMatchObject([{ state: 'active' }, { state: 'active' }]);
  });
});

it('A2 every fact is shown, and is in the form that edits it', async () => {
  const values = valuesOf('q7w');
  const { page, dialog } = await openCustomer(nested(values));
  const panel = await page.getByRole('main').innerText();
  const inWords: Record<string, string> = { 'address.country': 'Switzerland', language: 'Italiano' };
  for (const fact of facts) expect(panel, fact).toContain(inWords[fact] ?? values[fact]);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Edit facts' }).click();
  await dialog.waitFor();
  const typed = await dialog.locator('input, select').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
  for (const fact of facts) expect(typed, fact).toContain(values[fact]);
});
