import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsTo } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { linksTo, newPerson } from './support/people.js';
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

describe.each(tongues)('users from a file, in %s', (_name, language) => {
  const { addUsers, importing, shell } = spoken[language];

  it('B11 is checked first, says each error by row and column, adds the good rows, and adds nothing the second time', async () => {
    const [invited, ready, faulty] = [newPerson(), newPerson(), newPerson()];
    const csv = [
      'first_name,last_name,email,send_activation_email',
      `${invited.firstName},${invited.lastName},${invited.email},yes`,
      `${faulty.firstName},${faulty.lastName},not an address,yes`,
      `${ready.firstName},${ready.lastName},${ready.email},no`,
    ].join('\n');
    const { page, complaints } = await browser.visit({ as: 'carla', language });
    const check = async () => {
      await page.getByLabel(importing.paste).fill(csv);
      await page.getByRole('button', { name: importing.check }).click();
    };
    await page.goto('/users/import');
    await check();
    await page.getByText(importing.result.good(2, 3)).waitFor();
    const row = page.getByRole('table', { name: importing.result.title }).getByRole('row');
    await row.filter({ hasText: faulty.lastName }).getByText(`email: ${shell.fieldIssues.email()}`).waitFor();
    expect(await mailsTo(invited.email)).toEqual([]);
    await page.getByRole('button', { name: addUsers.import.start(2) }).click();
    await page.getByRole('heading', { name: addUsers.import.ended }).waitFor();
    const results = page.getByRole('table', { name: addUsers.import.results }).getByRole('row');
    await results.filter({ hasText: invited.email }).getByText(addUsers.import.outcome.added, { exact: true }).waitFor();
    await results.filter({ hasText: 'not an address' }).getByText(addUsers.import.outcome.skipped, { exact: true }).waitFor();
    await linksTo(invited.email, 'activate', 1);
    await page.getByRole('button', { name: addUsers.import.more }).click();
    await check();
    await page.getByText(importing.result.good(0, 3)).waitFor();
    await row.filter({ hasText: ready.lastName }).getByText(shell.fieldIssues.login_name_taken()).waitFor();
    expect(await page.getByRole('button', { name: addUsers.import.start(0) }).isDisabled()).toBe(true);
    await page.goto(`/users?q=${ready.email}`);
    await page.getByRole('row', { name: ready.lastName }).getByText(shell.states.user.ready, { exact: true }).waitFor();
    expect(await mailsTo(ready.email)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
