import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, signedIn } from '../support/client.js';
import { enrol } from '../support/factor.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { chooseMore, linksTo, password } from './support/people.js';
import { spoken, tongues } from './support/words.js';

let stack: Stack;
let browser: TestBrowser;
beforeAll(async () => {
  stack = await startStack();
  browser = await openBrowser(stack.url);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

describe.each(tongues)('staff and resellers, in %s', (_name, language) => {
  const words = spoken[language];
  const { access, shell, staff } = words;

  it('C20 are invited, follow the link, and are disabled and deleted by those above', async () => {
    const email = `nora-${randomUUID().slice(0, 8)}@nordica.example`;
    const lastName = `Neri ${email.slice(5, 13)}`;
    const { page, complaints } = await browser.visit({ as: 'rita', language });
    await page.goto('/');
    await page.getByRole('link', { name: shell.navigation.colleagues }).click();
    await page.getByRole('button', { name: staff.invite }).click();
    const dialog = page.getByRole('dialog', { name: staff.invite });
    await dialog.getByRole('button', { name: staff.inviteForm.send }).click();
    await dialog.getByText(shell.fieldIssues.required()).first().waitFor();
    await dialog.getByLabel(staff.inviteForm.firstName, { exact: true }).fill('Nora');
    await dialog.getByLabel(staff.inviteForm.lastName).fill(lastName);
    await dialog.getByLabel(staff.inviteForm.email).fill(email);
    await dialog.getByRole('button', { name: staff.inviteForm.send }).click();
    await page.getByText(staff.inviteForm.done(email)).waitFor();
    const [link] = await linksTo(email, 'activate', 1);

    const { page: own } = await browser.visit({ language });
    await own.goto(link!);
    await own.getByLabel(access.activate.password, { exact: true }).fill(password);
    await own.getByLabel(access.activate.again).fill(password);
    await own.getByRole('button', { name: access.activate.save }).click();
    await own.getByRole('navigation', { name: shell.navigation.label }).getByRole('link', { name: shell.navigation.colleagues }).waitFor();

    await page.getByRole('heading', { name: `Nora ${lastName}`, level: 1 }).waitFor();
    await page.getByText(staff.deeds.actions['user.activate']!).waitFor();
    const disabling = await chooseMore(page, words, staff.actions.disable);
    await disabling.getByLabel(shell.form.reason).fill('has left');
    await disabling.getByRole('button', { name: staff.dialogs.disableVerb }).click();
    await page.getByText(staff.done.disabled, { exact: true }).first().waitFor();
    await own.getByRole('button', { name: access.signIn, exact: true }).waitFor(); // at once
    const deleting = await chooseMore(page, words, staff.actions.delete);
    await deleting.getByLabel(shell.form.reason).fill('has left');
    await deleting.getByRole('button', { name: staff.dialogs.deleteVerb }).click();
    await page.getByRole('heading', { name: staff.titleOfReseller, level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: `Nora ${lastName}` }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('C18 an operator’s lost second factor is asked for by one person and approved by another', async () => {
    const olivia = await signedIn(stack.url, 'olivia');
    const email = `otto-${randomUUID().slice(0, 8)}@licenza.example`;
    const { userId } = await olivia.staff.invite.mutate({ firstName: 'Otto', lastName: 'Orsi', email, role: 'operator' });
    const [link] = await linksTo(email, 'activate', 1);
    const { api } = createApi(stack.url);
    await api.auth.activate.mutate({ token: new URL(link!).searchParams.get('token')!, password });
    await enrol(api);

    const { page: sam } = await browser.visit({ as: 'sam', language });
    await sam.goto(`/staff/${userId}`);
    const asking = await chooseMore(sam, words, staff.actions.factorAsk);
    await asking.getByLabel(shell.form.reason).fill('phone lost');
    await asking.getByRole('button', { name: staff.dialogs.factorAsk }).click();
    const notice = sam.getByRole('region', { name: staff.reset.title });
    await notice.getByText(staff.reset.waits).waitFor();
    expect(await notice.getByRole('button', { name: staff.reset.approve }).count()).toBe(0);

    const { page } = await browser.visit({ as: 'olivia', language });
    await page.goto(`/staff/${userId}`);
    await page.getByRole('region', { name: staff.reset.title }).getByRole('button', { name: staff.reset.approve }).click();
    await page.getByText(staff.done.factorReset).waitFor();
    expect(await api.auth.me.query()).toBeNull();
    expect(await olivia.staff.get.query({ id: userId })).toMatchObject({ factorSince: null, reset: null });
  });
});
