import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { typedDay } from './support/dates.js';
import { newFacts, wizardOf, type Typed } from './support/wizard.js';

let stack: Stack;
let browser: TestBrowser;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  [browser, rita] = await Promise.all([openBrowser(stack.url), signedIn(stack.url, 'rita')]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const openWizard = async (language: 'en' | 'it' = 'en') => {
  const visit = await browser.visit({ as: 'rita', language });
  await visit.page.goto('/customers/new');
  return { ...visit, wizard: wizardOf(visit.page, language) };
};
const named = async ({ accountName }: Typed) => (await rita.customers.list.query({ q: accountName, limit: 10 })).rows;

describe('the wizard', () => {
  it('A1 A7 A9 opens from Users & licences, has three steps, skips plans, and confirms on Save', async () => {
    const { page, complaints } = await browser.visit({ as: 'rita' });
    await page.goto('/');
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Customers', exact: true }).click();
    await page.getByRole('main').getByRole('link', { name: 'Create customer' }).click();
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button');
    await steps.first().waitFor();
    expect(await steps.allInnerTexts()).toEqual(['1\nAccount information', '2\nService plans', '3\nConfirmation']);
    const facts = newFacts();
    const wizard = wizardOf(page);
    await wizard.fill(facts);
    await wizard.toPlans();
    await wizard.skipPlans();
    await wizard.review();
    await page.getByText(`This creates the account “${facts.accountName}”`).waitFor();
    expect(await named(facts)).toHaveLength(0);
    await wizard.save.click();
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    const said = await page.getByRole('main').innerText();
    for (const word of [facts.company, facts.accountName, 'Ada Neri · Administrator', facts.email, 'goes out now'])
      expect(said).toContain(word);
    await page.getByRole('link', { name: 'Open customer' }).click();
    await page.getByRole('heading', { name: facts.company, level: 1 }).waitFor();
    await page.getByText('Nothing assigned or bought').waitFor();
    await page.getByText('Account e-mail accepted; the account is open').waitFor();
    expect(complaints).toEqual([]);
  });

  it('A1 A8 A9 C10 does the same in Italian, with a plan', async () => {
    const { page, wizard, complaints } = await openWizard('it');
    const facts = newFacts();
    await page.getByRole('heading', { name: 'Crea cliente', level: 1 }).waitFor();
    await wizard.fill(facts);
    await wizard.toPlans();
    await page.getByRole('radio', { name: 'Assegna piani di servizio' }).check();
    await page.getByRole('checkbox', { name: 'Endpoint Guard · Standard' }).check();
    await page.getByRole('textbox', { name: 'Unità' }).fill('25');
    await wizard.review();
    await page.getByText(`Viene creato l’account «${facts.accountName}»`).waitFor();
    await wizard.save.click();
    await page.getByRole('heading', { name: 'Account creato' }).waitFor();
    const said = await page.getByRole('main').innerText();
    for (const word of ['Amministratore', '25 endpoint', 'parte ora']) expect(said).toContain(word);
    await page.getByRole('link', { name: 'Apri cliente' }).click();
    await page.getByRole('region', { name: 'Abbonamenti' }).getByText('Attivo').waitFor();
    expect(complaints).toEqual([]);
  });

  it('A2 says at each required field that it is required, goes to the first one, and keeps what is optional optional', async () => {
    const { page, wizard } = await openWizard();
    await wizard.toPlans();
    const wrong = page.locator('[aria-invalid="true"]');
    await wrong.first().waitFor();
    expect(await wrong.evaluateAll((fields) => fields.map((field) => field.getAttribute('name')))).toEqual([
      'company',
      'accountName',
      'city',
      'stateOrProvince',
      'contact.firstName',
      'contact.lastName',
      'contact.email',
    ]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('company');
    await wizard.fill({ ...newFacts(), email: 'ada at acme' });
    await wizard.toPlans();
    await page.getByText('Not an e-mail address').waitFor();
    expect(await wrong.count()).toBe(1);
    const described = await wizard.field('email').getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described!.split(' ')[0]!}"]`).innerText()).toContain('Not an e-mail address');
    await wizard.field('email').fill('ada@acme.example');
    expect(await wrong.count()).toBe(0);
    await wizard.toPlans();
    await page.getByRole('radio', { name: 'Skip service plan' }).waitFor();
  });

  it('A3 checks the account name while it is typed: a taken one offers another, which is free', async () => {
    const taken = aCustomer();
    await rita.customers.create.mutate(taken);
    const { page, wizard } = await openWizard();
    await wizard.fill({ ...newFacts(), accountName: ` ${taken.accountName.toUpperCase()} ` });
    await page.getByText('This account name is taken').waitFor();
    await wizard.toPlans();
    expect(await page.getByRole('radio', { name: 'Skip service plan' }).count()).toBe(0);
    await page.getByRole('button', { name: /^Use “/ }).click();
    await page.getByText('Free', { exact: true }).waitFor();
    expect(await wizard.field('accountName').inputValue()).not.toBe(taken.accountName);
    await wizard.toPlans();
    await page.getByRole('radio', { name: 'Skip service plan' }).waitFor();
  });

  it('A3 a name that somebody takes in the meantime is said at its field, with everything typed kept', async () => {
    const { page, wizard } = await openWizard();
    const facts = newFacts();
    await wizard.fill(facts);
    await page.getByText('Free', { exact: true }).waitFor();
    await wizard.toPlans();
    await wizard.skipPlans();
    await wizard.review();
    await rita.customers.create.mutate(aCustomer({ accountName: facts.accountName }));
    await wizard.save.click();
    await page.getByText('This account name is taken').first().waitFor();
    for (const [name, value] of Object.entries(facts)) expect(await wizard.field(name as keyof Typed).inputValue()).toBe(value);
    expect(await named(facts)).toHaveLength(1);
  });

  it('A4 shows the role, fixed to Administrator', async () => {
    const { page } = await openWizard();
    const role = page.getByLabel('Role');
    expect(await role.inputValue()).toBe('Administrator');
    expect(await role.isEditable()).toBe(false);
  });

  it('A6 A7 A8 A11 takes plans with units and start dates, and an e-mail at a time of the customer’s clock', async () => {
    const zone = 'America/New_York';
    const { page, wizard } = await openWizard();
    const facts = newFacts();
    await wizard.fill(facts);
    await page.getByLabel('Time zone').selectOption(zone);
    await page.getByRole('radio', { name: 'On a date' }).check();
    await page.getByRole('textbox', { name: 'Date', exact: true }).fill(typedDay(10, zone));
    await page.getByLabel('Time', { exact: true }).fill('08:30');
    await wizard.toPlans();
    await page.getByRole('radio', { name: 'Assign service plans' }).check();
    const row = (plan: string) => page.locator('.plan-choice').filter({ has: page.getByRole('checkbox', { name: plan }) });
    for (const [plan, units, days] of [
      ['Endpoint Guard · Standard', '25', 20],
      ['Mail Shield · Standard', '7', 0],
    ] as const) {
      await row(plan).getByRole('checkbox').check();
      await row(plan).getByRole('textbox', { name: 'Units' }).fill(units);
      await row(plan).getByRole('textbox', { name: 'Licence start date' }).fill(typedDay(days, zone));
    }
    expect(await row('Endpoint Guard · Standard').innerText()).toContain('endpoints');
    expect(await row('Mail Shield · Standard').innerText()).toContain('mailboxes');
    await wizard.review();
    await wizard.save.click();
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    const said = await page.getByRole('main').innerText();
    for (const word of ['25 endpoints', '7 mailboxes', '08:30', 'New York']) expect(said).toContain(word);
    await page.getByRole('link', { name: 'Open customer' }).click();
    await page.getByText('Mail Shield · Standard is active at the vendor').waitFor();
    const thread = page.getByRole('region', { name: 'Thread' });
    expect(await thread.innerText()).toMatch(/Next[^]*Account e-mail goes out[^]*Endpoint Guard · Standard starts/);
    const [row_] = await named(facts);
    const { accountEmail } = await rita.customers.get.query({ id: row_!.id });
    expect(['12:30', '13:30']).toContain(accountEmail!.dueAt.slice(11, 16)); // 08:30 in New York, summer or winter
  });

  it('A8 refuses too few units, words, and a start in the past, at their fields', async () => {
    const { page, wizard } = await openWizard();
    await wizard.fill(newFacts());
    await wizard.toPlans();
    await page.getByRole('radio', { name: 'Assign service plans' }).check();
    await wizard.review();
    await page.getByText('Choose at least one plan, or skip this step.').waitFor();
    await page.getByRole('checkbox', { name: 'Endpoint Guard · Advanced' }).check();
    const say = async (units: string, date: string, sentences: string[]) => {
      await page.getByRole('textbox', { name: 'Units' }).fill(units);
      await page.getByRole('textbox', { name: 'Licence start date' }).fill(date);
      await wizard.review();
      for (const sentence of sentences) await page.getByText(sentence).waitFor();
    };
    await say('4', typedDay(-1), ['At least 5', 'In the past; choose today or later']);
    await say('many', '31/02/2030', ['A whole number is needed', 'Not a date']);
    await say('5', typedDay(1), ['This creates the account']);
  });
});

describe('nothing typed is lost', () => {
  it('A1 A9 by keyboard alone, from the navigation to the confirmation', async () => {
    const { page } = await browser.visit({ as: 'rita' });
    await page.goto('/customers');
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Create customer', level: 1 }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent ?? '');
    const tabTo = async (wanted: RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if (wanted.test(await focused())) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never came to ${String(wanted)}`);
    };
    const facts = newFacts();
    const fields: [RegExp, string][] = [
      [/^company$/, facts.company],
      [/^accountName$/, facts.accountName],
      [/^city$/, facts.city],
      [/^stateOrProvince$/, facts.stateOrProvince],
      [/^contact\.firstName$/, facts.firstName],
      [/^contact\.lastName$/, facts.lastName],
      [/^contact\.email$/, facts.email],
    ];
    for (const [name, value] of fields) {
      await tabTo(name);
      await page.keyboard.type(value);
    }
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Skip service plan' }).waitFor();
    await tabTo(/^plansChoice/);
    await page.keyboard.press('ArrowDown');
    if (!(await page.getByRole('radio', { name: 'Skip service plan' }).isChecked())) await page.keyboard.press('ArrowDown');
    await tabTo(/^Review$/);
    await page.keyboard.press('Enter');
    await page.getByText('This creates the account').waitFor();
    await tabTo(/^Create customer$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    expect(await named(facts)).toHaveLength(1);
  });

  it('A1 back, a refresh, another page and a lost server lose nothing that was typed', async () => {
    const { page, wizard, context } = await openWizard();
    const facts = newFacts();
    await wizard.fill(facts);
    const allThere = async () => {
      for (const [name, value] of Object.entries(facts)) expect(await wizard.field(name as keyof Typed).inputValue()).toBe(value);
    };
    await page.reload();
    await allThere();
    await wizard.toPlans();
    await wizard.skipPlans();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await allThere();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Customers', exact: true }).click();
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await page.goBack();
    await allThere();
    await wizard.toPlans();
    expect(await page.getByRole('radio', { name: 'Skip service plan' }).isChecked()).toBe(true);
    await wizard.review();
    await context.route('**/trpc/**', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await wizard.save.click();
    await page.getByRole('alert').getByText('The server can’t be reached. What you typed is kept.').waitFor();
    await context.unroute('**/trpc/**');
    await page.reload();
    await page.getByText(`This creates the account “${facts.accountName}”`).waitFor();
    await wizard.save.click();
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    expect(await named(facts)).toHaveLength(1);
  });

  it('A9 a lost answer and a second Save create one account', async () => {
    const { page, wizard, context } = await openWizard();
    const facts = newFacts();
    await wizard.fill(facts);
    await wizard.toPlans();
    await wizard.skipPlans();
    await wizard.review();
    await context.route('**/trpc/customers.create**', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await wizard.save.click();
    await page.getByRole('alert').getByText('The server can’t be reached').waitFor();
    expect(await named(facts)).toHaveLength(1);
    await context.unroute('**/trpc/customers.create**');
    await wizard.save.click();
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    expect(await named(facts)).toHaveLength(1);
  });

  it('A9 a double click on Save creates one account', async () => {
    const { page, wizard } = await openWizard();
    const facts = newFacts();
    await wizard.fill(facts);
    await wizard.toPlans();
    await wizard.skipPlans();
    await wizard.review();
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('customers.create') && asked.push(request.url()));
    await wizard.save.dblclick();
    await page.getByRole('heading', { name: 'Account created' }).waitFor();
    expect(asked).toHaveLength(1);
    expect(await named(facts)).toHaveLength(1);
  });
});
