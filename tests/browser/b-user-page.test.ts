import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { mailsTo } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { addPerson, chooseMore, linksTo, password, type Added } from './support/people.js';
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

const signInAs = async (loginName: string, address = '198.51.100.7') => {
  const { api } = createApi(stack.url, { 'x-forwarded-for': address });
  await api.auth.signIn.mutate({ loginName, password });
  return api;
};

describe.each(tongues)('the page of a user, in %s', (_name, language) => {
  const words = spoken[language];
  const { user, shell, users } = words;
  /** The page of a new user, seen by its administrator. */
  const opened = async (): Promise<{ page: Page; person: Added; facts: ReturnType<Page['getByRole']>; complaints: string[] }> => {
    const person = await addPerson(carla);
    const { page, complaints } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${person.id}`);
    await page.getByRole('heading', { name: person.name, level: 1 }).waitFor();
    return { page, person, facts: page.getByRole('region', { name: user.facts.title, exact: true }), complaints };
  };

  it('B12 gives staff-member roles, which take effect at once, and then makes the user an administrator', async () => {
    const { page, person, facts, complaints } = await opened();
    const theirs = await signInAs(person.email);
    expect((await failureFrom(theirs.users.list.query({}))).code).toBe('forbidden');
    await facts.getByText(user.permissions.assigned_services).waitFor();
    const dialog = await chooseMore(page, words, user.actions.role);
    await dialog.getByRole('radio', { name: user.form.staff }).check();
    await dialog.getByRole('button', { name: shell.actions.save }).click();
    await facts.getByText(user.permissions.staff_member).waitFor();
    // What lets a user in has ended with its ground: the new rights begin with a new session.
    const anew = await signInAs(person.email);
    expect((await anew.users.list.query({})).rows.length).toBeGreaterThan(1);
    const again = await chooseMore(page, words, user.actions.role);
    await again.getByRole('radio', { name: user.form.administratorDetail }).check();
    expect(await again.getByText(user.form.permission).count()).toBe(0);
    await again.getByRole('button', { name: shell.actions.save }).click();
    await facts.getByText(user.permissions.administrator).waitFor();
    await page.getByText(users.roles.administrator).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('B13 changes the login name on its own; one that is taken is refused at the field', async () => {
    const { page, person, facts } = await opened();
    const dialog = await chooseMore(page, words, user.actions.loginName);
    const field = dialog.getByLabel(user.form.loginName, { exact: true });
    await field.fill('ugo@fiordaliso.example');
    await dialog.getByRole('button', { name: shell.actions.save }).click();
    await dialog.getByText(shell.fieldIssues.login_name_email()).waitFor();
    const colleague = await addPerson(carla);
    const taken = `eva.${colleague.id.slice(0, 8)}`;
    await carla.users.changeLoginName.mutate({ id: colleague.id, loginName: taken });
    await field.fill(taken);
    await dialog.getByRole('button', { name: shell.actions.save }).click();
    await dialog.getByText(shell.fieldIssues.login_name_taken()).waitFor();
    const loginName = `ivo.${person.id.slice(0, 8)}`;
    await field.fill(loginName);
    await dialog.getByRole('button', { name: shell.actions.save }).click();
    await facts.getByText(loginName).waitFor();
    await facts.getByText(person.email).waitFor(); // the address stays
    expect((await failureFrom(signInAs(person.email))).code).toBe('sign_in_failed');
    await signInAs(loginName);
  });

  it('B13 changes the address by a link to the new one, with a notice to the old one', async () => {
    const { page, person, facts } = await opened();
    const email = person.email.replace('ivo-', 'new-');
    const dialog = await chooseMore(page, words, user.actions.email);
    await dialog.getByLabel(user.form.email, { exact: true }).fill(email);
    await dialog.getByRole('button', { name: user.dialogs.emailSave }).click();
    await page.getByText(user.done.emailAsked).waitFor();
    const [link] = await linksTo(email, 'confirm-address', 1);
    await eventually(async () => {
      expect((await mailsTo(person.email)).map(({ subject }) => subject)).toContain('A new e-mail address was given for your account');
    });
    expect((await carla.users.get.query({ id: person.id })).email).toBe(person.email);
    const { page: theirs } = await browser.visit({ language });
    await theirs.goto(link!);
    await theirs.getByRole('button', { name: words.access.confirmAddress.save }).click();
    await theirs.getByRole('heading', { name: words.access.confirmAddress.done }).waitFor();
    await facts.getByText(email).waitFor();
  });

  it('B14 assigns a service and takes it back; the free units beside it follow', async () => {
    const { page, person } = await opened();
    const [service] = await carla.services.list.query({});
    const title = language === 'it' ? service!.nameIt : service!.nameEn;
    const panel = page.getByRole('region', { name: user.services.title, exact: true });
    const row = panel.getByRole('row').filter({ hasText: title });
    const free = async () => Number(/\d+/.exec(await row.locator('.service-free').innerText())![0]);
    await eventually(async () => {
      expect(await row.getByRole('button').isEnabled()).toBe(true);
    });
    const before = await free();
    await row.getByRole('button', { name: user.services.assign }).click();
    await row.getByText(user.services.has, { exact: true }).waitFor();
    await expect.poll(free).toBe(before - 1);
    const { page: holders } = await browser.visit({ as: 'carla', language });
    await holders.goto(`/services/${service!.id}`);
    await holders.getByRole('link', { name: person.name }).waitFor();
    await row.getByRole('button', { name: user.services.withdraw }).click();
    await expect.poll(free).toBe(before);
    await holders.getByRole('link', { name: person.name }).waitFor({ state: 'detached' });
  });

  it('B17 edits the information; what somebody else changed meanwhile is not written over, and what was typed stays', async () => {
    const { page, person, facts } = await opened();
    const dialog = await chooseMore(page, words, user.actions.edit);
    await dialog.getByLabel(user.form.firstName, { exact: true }).fill('Ivano');
    await dialog.getByLabel(user.form.street1).first().fill('Via Roma 1');
    await dialog.getByLabel(user.form.city).fill('Torino');
    await dialog.getByRole('button', { name: shell.actions.save }).click();
    await page.getByRole('heading', { name: `Ivano ${person.lastName}`, level: 1 }).waitFor();
    await page.reload();
    await facts.getByText('Via Roma 1, Torino').waitFor();
    const late = await chooseMore(page, words, user.actions.edit);
    await late.getByLabel(user.form.firstName, { exact: true }).fill('Ivetta');
    await carla.users.changeRole.mutate({ id: person.id, role: 'customer_user', staffPermission: 'staff_member' });
    await late.getByRole('button', { name: shell.actions.save }).click();
    await late.getByText(shell.failures.changed_meanwhile).waitFor();
    expect(await late.getByLabel(user.form.firstName, { exact: true }).inputValue()).toBe('Ivetta');
    await late.getByLabel(user.form.firstName, { exact: true }).fill('');
    await late.getByRole('button', { name: shell.actions.save }).click();
    await late.getByText(shell.fieldIssues.required()).waitFor();
  });

  it('B15 says that a user who was added without an invitation has no password, and sends a link to choose one', async () => {
    const person = await addPerson(carla, { secret: null, language });
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${person.id}`);
    await page.getByText(user.why.readyNoPassword).waitFor();
    expect(await mailsTo(person.email)).toEqual([]);
    await page.getByRole('button', { name: user.actions.passwordLink }).click();
    const [link] = await linksTo(person.email, 'reset-password', 1);
    const { page: theirs } = await browser.visit({ language });
    await theirs.goto(link!);
    await theirs.getByLabel(words.access.activate.password, { exact: true }).fill(password);
    await theirs.getByLabel(words.access.activate.again, { exact: true }).fill(password);
    await theirs.getByRole('button', { name: words.access.resetPassword.save }).click();
    await theirs.getByRole('heading', { name: words.access.resetPassword.done }).waitFor();
    await page.getByText(user.why.ready).waitFor();
    await signInAs(person.email);
  });

  it('B23 says that too many wrong passwords locked the user, live, and unlocks with one press', async () => {
    const { page, person } = await opened();
    const guess = () => createApi(stack.url).api.auth.signIn.mutate({ loginName: person.email, password: 'not the password' });
    for (let failure = 0; failure < 10; failure += 1) expect((await failureFrom(guess())).code).toBe('sign_in_failed');
    await page.locator('.page-head').getByText(shell.states.user.locked, { exact: true }).waitFor();
    await page.getByRole('button', { name: user.actions.unlock, exact: true }).click();
    await page.getByText(user.why.ready).waitFor();
    await signInAs(person.email, '198.51.100.8');
  });
});
