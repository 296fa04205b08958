import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { createApi, signedIn, type Api } from '../support/client.js';
import { mailsTo } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { addPerson, chooseMore, linksTo, newPerson, password } from './support/people.js';
import { spoken, tongues } from './support/words.js';

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

type Person = ReturnType<typeof newPerson>;

describe.each(tongues)('users of an account, in %s', (_name, language) => {
  const words = spoken[language];
  const { access, addUsers, overview, shell, user: said, users } = words;
  const fillRow = async (page: Page, number: number, person: Person) => {
    const fields = page.getByRole('group', { name: addUsers.user(number) });
    for (const name of ['firstName', 'lastName', 'email'] as const)
      await fields.getByLabel(addUsers[name], { exact: true }).fill(person[name]);
  };

  it('B11 B15 B10 adds two at once: one is invited, the other Ready at once; the list finds and filters them', async () => {
    const { page, complaints } = await browser.visit({ as: 'carla', language });
    await page.goto('/users');
    await page.getByRole('main').getByRole('link', { name: users.add }).click();
    const [invited, ready] = [newPerson(), newPerson()];
    await page.getByRole('group', { name: addUsers.user(1) }).waitFor();
    await page.getByRole('button', { name: addUsers.addRow }).click();
    await fillRow(page, 1, invited);
    await fillRow(page, 2, { ...ready, email: 'not an address' });
    await page
      .getByRole('group', { name: addUsers.user(2) })
      .getByLabel(addUsers.sendEmail)
      .uncheck();
    await page.getByRole('button', { name: addUsers.finish(2) }).click();
    await page.getByText(shell.fieldIssues.email()).waitFor();
    await page
      .getByRole('group', { name: addUsers.user(2) })
      .getByLabel(addUsers.email, { exact: true })
      .fill(ready.email);
    await page.getByRole('button', { name: addUsers.finish(2) }).click();
    await page.getByRole('heading', { name: addUsers.done.title(2) }).waitFor();
    await linksTo(invited.email, 'activate', 1);
    expect(await mailsTo(ready.email)).toHaveLength(0);
    await page.goto('/users?state=not_activated');
    const row = (person: Person) => page.getByRole('row', { name: person.lastName });
    await row(invited).getByText(shell.states.user.not_activated).waitFor();
    expect(await row(ready).count()).toBe(0);
    await page.goto(`/users?q=${ready.email}`);
    await row(ready).getByText(shell.states.user.ready, { exact: true }).waitFor();
    expect(await row(invited).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('B16 B22 resending makes the older link worthless; the newer one activates, which the list shows live', async () => {
    const user = await addPerson(carla, { invited: true, language });
    const [first] = await linksTo(user.email, 'activate', 1);
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${user.id}`);
    await page.getByRole('button', { name: said.actions.resend }).click();
    const second = (await linksTo(user.email, 'activate', 2)).find((link) => link !== first)!;
    await page.goto(`/users?q=${user.email}`);
    await page.getByRole('row', { name: user.lastName }).getByText(shell.states.user.not_activated).waitFor();
    const { page: theirs } = await browser.visit({ language });
    await theirs.goto(first!);
    await theirs.getByRole('heading', { name: access.activate.revoked }).waitFor();
    await theirs.goto(second);
    await theirs.getByLabel(access.activate.password, { exact: true }).fill(password);
    await theirs.getByLabel(access.activate.again, { exact: true }).fill(password);
    await theirs.getByRole('button', { name: access.activate.save }).click();
    await theirs.getByText(overview.greeting(user.name)).waitFor();
    await page.getByRole('row', { name: user.lastName }).getByText(shell.states.user.ready, { exact: true }).waitFor();
  });

  it('B21 B23 disabling asks for a reason, ends open sessions at once, and can be taken back', async () => {
    const user = await addPerson(carla);
    const theirs = createApi(stack.url).api;
    await theirs.auth.signIn.mutate({ loginName: user.email, password });
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${user.id}`);
    await page.getByRole('heading', { name: user.name, level: 1 }).waitFor();
    const dialog = await chooseMore(page, words, said.actions.disable);
    await dialog.getByRole('heading', { name: said.dialogs.disable(user.name) }).waitFor();
    await dialog.getByLabel(shell.form.reason).fill('left the company');
    await dialog.getByRole('button', { name: said.dialogs.disableVerb }).click();
    await page.getByText(said.why.disabled).waitFor();
    expect(await theirs.auth.me.query()).toBeNull();
    await page.getByRole('button', { name: said.actions.enable, exact: true }).click();
    await page.getByText(said.why.ready).waitFor();
    await theirs.auth.signIn.mutate({ loginName: user.email, password });
  });

  it('B20 acting as a user needs a reason, shows a banner on every page, and ends with one press', async () => {
    const ugo = (await carla.users.list.query({ q: 'ugo' })).rows[0]!;
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${ugo.id}`);
    await page.getByRole('heading', { name: 'Ugo Utili', level: 1 }).waitFor();
    const dialog = await chooseMore(page, words, said.actions.impersonate);
    await dialog.getByRole('heading', { name: said.dialogs.impersonate('Ugo Utili') }).waitFor();
    await dialog.getByRole('button', { name: said.dialogs.impersonateVerb }).click();
    await dialog.getByText(shell.fieldIssues.required()).waitFor();
    await dialog.getByLabel(shell.form.reason).fill('he cannot find his service');
    await dialog.getByRole('button', { name: said.dialogs.impersonateVerb }).click();
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
