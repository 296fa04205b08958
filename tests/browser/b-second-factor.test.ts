import decodeQR from 'qr/decode.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { appOf, enrol, forgetProofs, later } from '../support/factor.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { addPerson, chooseMore, password, signInWith } from './support/people.js';
import { spoken, tongues } from './support/words.js';

let stack: Stack;
let sql: Sql;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false, overrides: { SECOND_FACTOR: 'required', SECOND_FACTOR_GRACE_DAYS: '14' } });
  sql = await openSql(stack.settings.DATABASE_URL);
  browser = await openBrowser(stack.url);
});
beforeEach(async () => {
  carla = await signedIn(stack.url, 'carla');
});
afterAll(async () => {
  await browser.close();
  await sql.end();
  await stack.stop();
});

const CELL = 4;

/** What a camera reads off the page. */
const scan = async (page: Page): Promise<string> => {
  const drawn = page.locator('svg.qr-code');
  const size = Number((await drawn.getAttribute('viewBox'))!.split(' ')[2]);
  const dark = new Set([...(await drawn.locator('path').getAttribute('d'))!.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x!},${y!}`));
  const side = size * CELL;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      if (dark.has(`${String(Math.floor(x / CELL))},${String(Math.floor(y / CELL))}`))
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return decodeQR({ width: side, height: side, data });
};

describe.each(tongues)('a second factor, in %s', (_name, language) => {
  const words = spoken[language];
  const { access, account, shell, user } = words;

  it('C18 is asked for in time, set up with what the QR code says, and then asked for at sign-in', async () => {
    const person = await addPerson(carla, { language, role: 'customer_admin' });
    const { page, complaints } = await browser.visit({ language });
    await page.goto('/');
    await signInWith(page, words, person.email);
    const banner = page.getByRole('region', { name: shell.factorDue.label });
    await banner.getByRole('link', { name: shell.factorDue.start }).click();
    const panel = page.getByRole('region', { name: account.factor.title, exact: true }).last();
    await panel.getByRole('button', { name: account.factor.start }).click();
    await page.locator('svg.qr-code').waitFor();
    const uri = new URL(await scan(page));
    expect(uri.protocol + uri.hostname).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe(`/Licenza:${person.email}`);
    const code = appOf(uri.searchParams.get('secret')!);
    await panel.getByLabel(account.factor.firstCode).fill('000000');
    await panel.getByRole('button', { name: account.factor.confirm }).click();
    await panel.getByText(shell.fieldIssues.code_wrong()).waitFor();
    await panel.getByLabel(account.factor.firstCode).fill(code());
    await panel.getByRole('button', { name: account.factor.confirm }).click();
    await panel.getByRole('button', { name: account.factor.kept }).waitFor();
    const codes = await panel.getByRole('list', { name: account.factor.codes }).getByRole('listitem').allTextContents();
    expect(codes).toHaveLength(10);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: account.factor.saveCodes }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(account.factor.fileName);
    await panel.getByRole('button', { name: account.factor.kept }).click();
    await panel.getByText(account.factor.left(10)).waitFor();
    await banner.waitFor({ state: 'detached' });
    expect(await panel.getByRole('button', { name: account.factor.remove }).count()).toBe(0); // it is required

    await later(sql);
    await page.getByRole('button', { name: `${shell.topBar.account}: ${person.name}` }).click();
    await page.getByRole('menuitem', { name: shell.topBar.signOut }).click();
    await signInWith(page, words, person.email);
    await page.getByLabel(access.code.label, { exact: true }).fill('123 45');
    await page.getByRole('button', { name: access.signIn, exact: true }).click();
    await page.getByText(shell.fieldIssues.code_form()).waitFor();
    await page.getByLabel(access.code.label, { exact: true }).fill(codes[0]!.toUpperCase());
    await page.getByRole('button', { name: access.signIn, exact: true }).click();
    await page.getByRole('heading', { name: 'Fiordaliso S.r.l.', level: 1 }).waitFor();
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it('C18 is all that is possible once the time is over', async () => {
    const person = await addPerson(carla, { language, role: 'customer_admin' });
    const { page } = await browser.visit({ language });
    await page.goto('/users');
    await signInWith(page, words, person.email);
    await page.getByRole('region', { name: shell.factorDue.label }).waitFor();
    await sql("UPDATE app_user SET factor_due_at = now() - interval '1 second' WHERE id = $1", [person.id]);
    await page.goto('/users');
    await page.getByRole('heading', { name: account.factor.requiredTitle }).waitFor();
    expect(await page.getByRole('navigation', { name: shell.navigation.label }).count()).toBe(0);
    const code = appOf(new URL(await scan(page)).searchParams.get('secret')!);
    await page.getByLabel(account.factor.firstCode).fill(code());
    await page.getByRole('button', { name: account.factor.confirm }).click();
    await page.getByRole('button', { name: account.factor.kept }).click();
    await page.getByRole('navigation', { name: shell.navigation.label }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/users');
  });

  it('C18 that is lost is taken away by another administrator, who is asked for the password first and keeps what was typed', async () => {
    const person = await addPerson(carla, { language, role: 'customer_admin' });
    const { api } = createApi(stack.url);
    await api.auth.signIn.mutate({ loginName: person.email, password });
    await enrol(api);
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/users/${person.id}`);
    await page.getByRole('heading', { name: person.name, level: 1 }).waitFor();
    await forgetProofs(sql);
    const dialog = await chooseMore(page, words, user.actions.factor);
    await dialog.getByLabel(shell.form.reason).fill('phone lost on a train');
    await dialog.getByRole('button', { name: user.dialogs.factorVerb }).click();
    const question = page.getByRole('dialog', { name: shell.confirmIdentity.title });
    await question.getByRole('button', { name: shell.actions.cancel }).click();
    await dialog.getByText(shell.failures.confirm_identity).waitFor();
    expect(await dialog.getByLabel(shell.form.reason).inputValue()).toBe('phone lost on a train');
    await dialog.getByRole('button', { name: user.dialogs.factorVerb }).click();
    await question.getByLabel(shell.confirmIdentity.password, { exact: true }).fill('not the password');
    await question.getByRole('button', { name: shell.confirmIdentity.confirm }).click();
    await question.getByText(shell.fieldIssues.password_wrong()).waitFor();
    await question.getByLabel(shell.confirmIdentity.password, { exact: true }).fill('customer-demo-1');
    await question.getByRole('button', { name: shell.confirmIdentity.confirm }).click();
    await page.getByText(user.done.factorReset).waitFor();
    await eventually(async () => {
      expect(await sql("SELECT reason FROM audit_entry WHERE subject_id = $1 AND action = 'user.reset_factor'", [person.id])).toEqual([
        { reason: 'phone lost on a train' },
      ]);
    });
    expect(await api.auth.me.query()).toBeNull();
  });
});
