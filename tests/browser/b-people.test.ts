import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';

let stack: Stack;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  stack = await startStack();
  [browser, carla] = await Promise.all([openBrowser(stack.url), signedIn(stack.url, 'carla')]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const password = 'a long enough password';
const newPerson = () => {
  const tag = randomUUID().slice(0, 8);
  return { firstName: 'Ivo', lastName: `Testa ${tag}`, email: `ivo-${tag}@fiordaliso.example` };
};
type Person = ReturnType<typeof newPerson>;

/** A user made through the API. */
const added = async (sendActivationEmail: boolean) => {
  const person = newPerson();
  const user = { ...person, role: 'customer_user' as const, staffPermission: 'assigned_services' as const, sendActivationEmail };
  const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] });
  return { ...person, id: userIds[0]!, name: `${person.firstName} ${person.lastName}` };
};
const linksTo = async (email: string, count: number): Promise<string[]> => {
  const mails = await eventually(async () => {
    const found = await mailsTo(email);
    expect(found).toHaveLength(count);
    return found;
  });
  const texts = await Promise.all(mails.map(({ id }) => openMail(id)));
  return texts.map(({ text }) => /https?:\S+\/activate\?token=[\w-]+/.exec(text)![0]);
};
const fillRow = async (page: Page, row: string, words: Record<keyof Person, string>, person: Person) => {
  const fields = page.getByRole('group', { name: row });
  for (const [name, value] of Object.entries(person)) await fields.getByLabel(words[name as keyof Person], { exact: true }).fill(value);
};
const choose = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

describe('users of an account', () => {
  it('B11 B15 B10 adds two at once: one is invited, the other Ready at once; the list finds and filters them', async () => {
    const { page, complaints } = await browser.visit({ as: 'carla' });
    await page.goto('/users');
    await page.getByRole('main').getByRole('link', { name: 'Add new users' }).click();
    const words = { firstName: 'First name', lastName: 'Last name', email: 'E-mail' };
    const [invited, ready] = [newPerson(), newPerson()];
    await page.getByRole('group', { name: 'User 1' }).waitFor();
    await page.getByRole('button', { name: 'Add row' }).click();
    await fillRow(page, 'User 1', words, invited);
    await fillRow(page, 'User 2', words, { ...ready, email: 'not an address' });
    await page.getByRole('group', { name: 'User 2' }).getByLabel('Send activation e-mail').uncheck();
    await page.getByRole('button', { name: 'Finish: add 2 users' }).click();
    await page.getByText('Not an e-mail address').waitFor();
    await page.getByRole('group', { name: 'User 2' }).getByLabel('E-mail', { exact: true }).fill(ready.email);
    await page.getByRole('button', { name: 'Finish: add 2 users' }).click();
    await page.getByRole('heading', { name: '2 users added' }).waitFor();
    await linksTo(invited.email, 1);
    expect(await mailsTo(ready.email)).toHaveLength(0);
    await page.goto('/users?state=not_activated');
    const row = (person: Person) => page.getByRole('row', { name: person.lastName });
    await row(invited).getByText('Not activated').waitFor();
    expect(await row(ready).count()).toBe(0);
    await page.goto(`/users?q=${ready.email}`);
    await row(ready).getByText('Ready').waitFor();
    expect(await row(invited).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('B11 B15 C10 adds one in Italian', async () => {
    const { page } = await browser.visit({ as: 'carla', language: 'it' });
    await page.goto('/users/new');
    const person = newPerson();
    await page.getByRole('heading', { name: 'Aggiungi nuovi utenti', level: 1 }).waitFor();
    await fillRow(page, 'Utente 1', { firstName: 'Nome', lastName: 'Cognome', email: 'E-mail' }, person);
    await page.getByRole('button', { name: 'Fine: aggiungi 1 utente' }).click();
    await page.getByRole('heading', { name: '1 utente aggiunto' }).waitFor();
    await page.goto(`/users?q=${person.email}`);
    await page.getByRole('row', { name: person.lastName }).getByText('Non attivato').waitFor();
  });

  it('B16 B22 resending makes the older link worthless; the newer one activates, which the list shows live', async () => {
    const user = await added(true);
    const [first] = await linksTo(user.email, 1);
    const { page } = await browser.visit({ as: 'carla' });
    await page.goto(`/users/${user.id}`);
    await page.getByRole('button', { name: 'Resend activation e-mail' }).click();
    const second = (await linksTo(user.email, 2)).find((link) => link !== first)!;
    await page.goto(`/users?q=${user.email}`);
    await page.getByRole('row', { name: user.lastName }).getByText('Not activated').waitFor();
    const { page: theirs } = await browser.visit();
    await theirs.goto(first!);
    await theirs.getByRole('heading', { name: 'A newer link was sent' }).waitFor();
    await theirs.goto(second);
    await theirs.getByLabel('New password', { exact: true }).fill(password);
    await theirs.getByLabel('New password again', { exact: true }).fill(password);
    await theirs.getByRole('button', { name: 'Activate account' }).click();
    await theirs.getByText(`Signed in as ${user.name}`).waitFor();
    await page.getByRole('row', { name: user.lastName }).getByText('Ready').waitFor();
  });

  it('B21 B23 disabling asks for a reason, ends open sessions at once, and can be taken back', async () => {
    const user = await added(false);
    await carla.users.setPassword.mutate({ id: user.id, password });
    const theirs = createApi(stack.url).api;
    await theirs.auth.signIn.mutate({ loginName: user.email, password });
    const { page } = await browser.visit({ as: 'carla' });
    await page.goto(`/users/${user.id}`);
    await page.getByRole('heading', { name: user.name, level: 1 }).waitFor();
    await choose(page, 'Disable');
    const dialog = page.getByRole('dialog').filter({ has: page.getByRole('heading', { name: `Disable ${user.name}` }) });
    await dialog.getByLabel('Reason').fill('left the company');
    await dialog.getByRole('button', { name: 'Disable user' }).click();
    await page.getByText('Disabled: they can neither sign in nor use services.').waitFor();
    expect(await theirs.auth.me.query()).toBeNull();
    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await page.getByText('They can sign in.').waitFor();
    await theirs.auth.signIn.mutate({ loginName: user.email, password });
  });

  it('B20 acting as a user needs a reason, shows a banner on every page, and ends with one press', async () => {
    const ugo = (await carla.users.list.query({ q: 'ugo' })).rows[0]!;
    const { page } = await browser.visit({ as: 'carla' });
    await page.goto(`/users/${ugo.id}`);
    await page.getByRole('heading', { name: 'Ugo Utili', level: 1 }).waitFor();
    await choose(page, 'Log in as this user');
    const dialog = page.getByRole('dialog').filter({ has: page.getByRole('heading', { name: 'Log in as Ugo Utili' }) });
    await dialog.getByRole('button', { name: 'Log in as this user' }).click();
    await dialog.getByText('Required').waitFor();
    await dialog.getByLabel('Reason').fill('he cannot find his service');
    await dialog.getByRole('button', { name: 'Log in as this user' }).click();
    const banner = page.locator('.acting');
    await banner.getByText('Ugo Utili').waitFor();
    expect(await banner.innerText()).toContain('Carla Conti');
    await page.goto('/account');
    await banner.waitFor();
    await banner.getByRole('button').click();
    await page.getByRole('heading', { name: 'Ugo Utili', level: 1 }).waitFor();
    expect(await banner.count()).toBe(0);
    expect((await carla.users.signInHistory.query({ userId: ugo.id })).rows[0]).toMatchObject({
      outcome: 'impersonated',
      actingName: 'Carla Conti',
    });
  });
});
