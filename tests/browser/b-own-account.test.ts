import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, demo, failureFrom, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { mailsTo } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { addPerson, password, signInWith } from './support/people.js';
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

describe.each(tongues)('one’s own account, in %s', (_name, language) => {
  const words = spoken[language];
  const { account, overview, services, shell, users } = words;

  it('B1 B2 B3 signs in to an overview with a tile and a link for each service that one may use, and the support contact', async () => {
    const ugo = demo('ugo');
    await (await signedIn(stack.url, 'ugo')).auth.setLanguage.mutate({ language });
    const { page, complaints } = await browser.visit({ language });
    await page.goto('/');
    await signInWith(page, words, ugo.loginName, ugo.password);
    await page.getByRole('heading', { name: 'Fiordaliso S.r.l.', level: 1 }).waitFor();
    const tile = page.getByRole('region', { name: overview.services.title }).getByRole('listitem');
    await tile.first().waitFor();
    const own = (await carla.services.list.query({})).filter(({ used }) => used > 0);
    expect(await tile.count()).toBe(own.length); // his, and not the account's other one
    const title = language === 'it' ? own[0]!.nameIt : own[0]!.nameEn;
    await page.getByRole('navigation', { name: shell.navigation.label }).getByRole('link', { name: title }).click();
    await page.getByText(services.own.yours).waitFor();
    await page.getByRole('button', { name: shell.topBar.help }).click();
    await page.getByRole('menuitem', { name: shell.topBar.writeTo(stack.settings.SUPPORT_EMAIL) }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('B18 changes the password, with the old one; every other session ends, and the user is told', async () => {
    const person = await addPerson(carla, { language });
    const elsewhere = createApi(stack.url).api;
    await elsewhere.auth.signIn.mutate({ loginName: person.email, password });
    const { page } = await browser.visit({ language });
    await page.goto('/account');
    await signInWith(page, words, person.email);
    const panel = page.getByRole('region', { name: account.password.title });
    const fill = async (old: string, fresh: string, again = fresh) => {
      await panel.getByLabel(account.password.old, { exact: true }).fill(old);
      await panel.getByLabel(account.password.fresh, { exact: true }).fill(fresh);
      await panel.getByLabel(account.password.again, { exact: true }).fill(again);
      await panel.getByRole('button', { name: account.password.save }).click();
    };
    const fresh = 'another long enough password';
    await fill(password, fresh, 'something else entirely');
    await panel.getByText(account.password.differ).waitFor();
    await fill('not the old one', fresh);
    await panel.locator('[data-field="oldPassword"][data-invalid]').waitFor();
    expect(await elsewhere.auth.me.query()).not.toBeNull();
    await fill(password, fresh);
    await page.getByText(account.password.done).waitFor();
    expect(await elsewhere.auth.me.query()).toBeNull();
    await page.reload();
    await page.getByRole('heading', { name: account.title, level: 1 }).waitFor();
    await eventually(async () => {
      const subjects = (await mailsTo(person.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => /password/i.test(subject))).toHaveLength(2); // the administrator's, and one's own
    });
    expect((await failureFrom(elsewhere.auth.signIn.mutate({ loginName: person.email, password }))).code).toBe('sign_in_failed');
    await elsewhere.auth.signIn.mutate({ loginName: person.email, password: fresh });
  });

  it('B18 ends one other session, or all of them', async () => {
    const person = await addPerson(carla, { language });
    const others = [createApi(stack.url).api, createApi(stack.url).api, createApi(stack.url).api];
    for (const other of others) await other.auth.signIn.mutate({ loginName: person.email, password });
    const { page } = await browser.visit({ language });
    await page.goto('/account');
    await signInWith(page, words, person.email);
    const panel = page.getByRole('region', { name: account.sessions.title });
    await panel.getByText(account.sessions.current).waitFor();
    await panel.getByRole('button', { name: account.sessions.end, exact: false }).first().click();
    await page.getByText(account.sessions.ended(1)).waitFor();
    await panel.getByRole('button', { name: account.sessions.endOthers }).click();
    await page.getByText(account.sessions.ended(2)).waitFor();
    for (const other of others) expect(await other.auth.me.query()).toBeNull();
    await panel.getByRole('button', { name: account.sessions.endOthers }).waitFor({ state: 'detached' });
  });

  it('B18 a session that is ended elsewhere leads to the sign-in by itself, says why, and keeps what was typed', async () => {
    const person = await addPerson(carla, { language, role: 'customer_admin' });
    const { page } = await browser.visit({ language });
    await page.goto('/users/new');
    await signInWith(page, words, person.email);
    const name = page.getByRole('group', { name: words.addUsers.user(1) }).getByLabel(words.addUsers.lastName, { exact: true });
    await name.fill('Half typed');
    const elsewhere = createApi(stack.url).api;
    await elsewhere.auth.signIn.mutate({ loginName: person.email, password });
    await elsewhere.self.endSessions.mutate({});
    await page.getByText(shell.failures.not_signed_in).waitFor();
    await signInWith(page, words, person.email);
    await expect.poll(() => name.inputValue()).toBe('Half typed');
  });

  it('B19 shows one’s own attempts, and to the administrator those of a user and of the account, with cause, address and browser', async () => {
    const person = await addPerson(carla, { language });
    const { api } = createApi(stack.url, { 'x-forwarded-for': '198.51.100.77' });
    await failureFrom(api.auth.signIn.mutate({ loginName: person.email, password: 'not the password' }));
    const { page } = await browser.visit({ language });
    await page.goto('/account');
    await signInWith(page, words, person.email);
    const wrong = { hasText: users.history.outcomes.wrong_password! };
    const own = page.getByRole('region', { name: account.history }).getByRole('row');
    await own.filter({ hasText: users.history.outcomes.signed_in! }).filter({ hasText: /Chrom/ }).waitFor();
    await own.filter(wrong).filter({ hasText: '198.51.100.77' }).waitFor();
    const { page: administrators } = await browser.visit({ as: 'carla', language });
    await administrators.goto(`/users/${person.id}`);
    await administrators.getByRole('region', { name: words.user.history }).getByRole('row').filter(wrong).waitFor();
    await administrators.goto('/login-history');
    const line = administrators.getByRole('row').filter({ hasText: person.name }).filter(wrong);
    await line.getByRole('link', { name: person.name }).click();
    await administrators.getByRole('heading', { name: person.name, level: 1 }).waitFor();
  });
});
