import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type Person, type TestBrowser } from './support/browser.js';

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

const signIn = async (page: Page, loginName: string, password: string) => {
  await page.getByLabel('Login name').fill(loginName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
const signInAs = (page: Page, person: Person) => signIn(page, demo(person).loginName, demo(person).password);
const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;

describe('signing in', () => {
  it('B1 by login name and password, and out again, after which nothing is shown', async () => {
    const { page, complaints } = await browser.visit();
    await page.goto('/');
    await signInAs(page, 'carla');
    await page.getByRole('heading', { name: 'Fiordaliso S.r.l.', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Account: Carla Conti' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('/users');
    await page.getByText('Sign in to go on where you were.').waitFor();
    expect(await page.getByText('Fiordaliso S.r.l.').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('B1 says what is wrong: an empty field at the field, a wrong password without telling which of the two', async () => {
    const { page } = await browser.visit();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect.poll(() => page.getByText('Required').count()).toBe(2);
    const said = async (loginName: string) => {
      await signIn(page, loginName, 'not the password');
      return page.getByRole('alert').getByText('Login name and password don’t match').innerText();
    };
    expect(await said(demo('ugo').loginName)).toBe(await said('nobody@nowhere.example'));
    expect(await page.getByLabel('Login name').inputValue()).toBe('nobody@nowhere.example');
  });

  it('B1 comes back to the page that was asked for, and never to another site', async () => {
    const { page } = await browser.visit();
    await page.goto('/customers?q=fiordaliso');
    await page.getByText('Sign in to go on where you were.').waitFor();
    await signInAs(page, 'rita');
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    expect(pathOf(page)).toBe('/customers?q=fiordaliso');
    const { page: lured } = await browser.visit();
    await lured.goto(`/sign-in?next=${encodeURIComponent('//evil.example/')}`);
    await signInAs(lured, 'rita');
    await lured.getByRole('heading', { name: 'Nordica Cloud', level: 1 }).waitFor();
    expect(lured.url()).toBe(`${stack.url}/`);
  });

  it('B3 the help menu has the support contact that is configured', async () => {
    const { page } = await browser.visit({ as: 'ugo' });
    await page.goto('/');
    await page.getByRole('button', { name: 'Help' }).click();
    const contact = page.getByRole('menuitem', { name: `Write to ${stack.settings.SUPPORT_EMAIL}` });
    expect(await contact.getAttribute('href')).toBe(`mailto:${stack.settings.SUPPORT_EMAIL}`);
  });

  it('B1 a session that ended elsewhere leads to the sign-in, and back', async () => {
    const { page } = await browser.visit({ as: 'teo' });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Laguna Rivendite', level: 1 }).waitFor();
    await (await signedIn(stack.url, 'teo')).self.endSessions.mutate({});
    await page.getByRole('link', { name: 'Customers', exact: true }).click();
    await page.getByText('Sign in to go on where you were.').waitFor();
    await signInAs(page, 'teo');
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
  });
});

describe('activating an account', () => {
  const invite = async (language: 'en' | 'it' = 'en') => {
    const input = aCustomer({ language });
    const { firstUser } = await rita.customers.create.mutate(input);
    const [mail] = await eventually(async () => {
      const mails = await mailsTo(input.contact.email);
      expect(mails).toHaveLength(1);
      return mails;
    });
    const { text } = await openMail(mail!.id);
    return { link: /https?:\S+\/activate\?token=[\w-]+/.exec(text)![0], loginName: firstUser.loginName, userId: firstUser.id, input };
  };
  const choose = async (page: Page, password: string, again = password) => {
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password again', { exact: true }).fill(again);
    await page.getByRole('button', { name: 'Activate account' }).click();
  };

  it('B16 the link of the mail sets the password, and works once', async () => {
    const { link, loginName, input } = await invite();
    const { page, complaints } = await browser.visit();
    await page.goto(link);
    await page.getByText(`Choose a password for ${loginName}.`).waitFor();
    await choose(page, 'short');
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await choose(page, 'a long enough password', 'another long password');
    await page.getByText('The two passwords differ').waitFor();
    await choose(page, 'a long enough password');
    await page.getByRole('heading', { name: input.company, level: 1 }).waitFor();
    expect(complaints).toEqual([]);
    const { page: later } = await browser.visit();
    await later.goto(link);
    await later.getByRole('heading', { name: 'This link was already used' }).waitFor();
    await later.getByRole('link', { name: 'Sign in' }).click();
    await signIn(later, loginName, 'a long enough password');
    await later.getByRole('heading', { name: input.company, level: 1 }).waitFor();
  });

  it('C10 speaks the language of the invitation in a browser of another, and goes on in the one chosen there', async () => {
    const { link, input } = await invite('it');
    const { page } = await browser.visit({ language: 'en' });
    await page.goto(link);
    await page.getByRole('heading', { name: 'Attivazione dell’account' }).waitFor();
    await page.getByRole('button', { name: 'Lingua', exact: true }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await choose(page, 'a long enough password');
    await page.getByRole('heading', { name: input.company, level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Language', exact: true }).waitFor();
  });

  it('B16 a link that expired says so and offers a new one; one that was cut off says so too', async () => {
    const { link, userId } = await invite();
    const expire = "UPDATE user_token SET expires_at = now() - interval '1 second' WHERE user_id = $1";
    await stack.server.services.database.read({ kind: 'platform' }, expire, [userId]);
    const { page } = await browser.visit();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link has expired' }).waitFor();
    await page.getByRole('button', { name: 'Send me a new link' }).click();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    await page.goto(link.slice(0, -4));
    await page.getByRole('heading', { name: 'This link isn’t valid' }).waitFor();
  });
});

describe('pages that are not for everybody', () => {
  it('B2 the navigation offers each role only its own pages', async () => {
    const pagesOf = async (as: Person) => {
      const { page } = await browser.visit({ as });
      await page.goto('/');
      const navigation = page.getByRole('navigation', { name: 'Main' });
      await navigation.getByRole('link', { name: 'Overview' }).waitFor();
      return (await navigation.getByRole('link').allInnerTexts()).join(' ');
    };
    expect(await pagesOf('olivia')).toMatch(/Customers.*Create customer.*Processes/);
    expect(await pagesOf('rita')).toMatch(/Customers.*Create customer/);
    expect(await pagesOf('carla')).not.toMatch(/Create customer|Processes/);
    expect(await pagesOf('ugo')).not.toMatch(/Customers|Processes/);
  });

  it('a page that the role may not see says so and shows nothing', async () => {
    const { page } = await browser.visit({ as: 'ugo' });
    for (const path of ['/processes', '/customers']) {
      await page.goto(path);
      await page.getByText('Your role doesn’t allow this').first().waitFor();
      expect(await page.getByRole('row').count()).toBe(0);
    }
  });

  it('a customer of somebody else is as one that doesn’t exist', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    const { page } = await browser.visit({ as: 'carla' });
    const said = async (id: string) => {
      await page.goto(`/customers/${id}`);
      return page.getByText('This doesn’t exist, or it isn’t yours to see.').innerText();
    };
    expect(await said(customerId)).toBe(await said(crypto.randomUUID()));
  });

  it('an unknown address is a page that leads on', async () => {
    const { page } = await browser.visit({ as: 'rita' });
    await page.goto('/no/such/page');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await page.getByRole('heading', { name: 'Nordica Cloud', level: 1 }).waitFor();
  });
});
