import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Api } from '../../support/client.js';
import { eventually } from '../../support/eventually.js';
import { mailsTo, openMail } from '../../support/inbox.js';
import type { Words } from './words.js';

/** What the tests' people choose. */
export const password = 'a long enough password';

export const newPerson = () => {
  const tag = randomUUID().slice(0, 8);
  return { firstName: 'Ivo', lastName: `Testa ${tag}`, email: `ivo-${tag}@fiordaliso.example` };
};

export interface Added extends ReturnType<typeof newPerson> {
  readonly id: string;
  readonly name: string;
}

/** A user of Fiordaliso, made through the API: invited, or Ready with the tests' password (`null`: with none). */
export const addPerson = async (
  administrator: Api,
  {
    invited = false,
    language = 'en',
    role = 'customer_user',
    secret = password,
  }: { invited?: boolean; language?: 'en' | 'it'; role?: 'customer_user' | 'customer_admin'; secret?: string | null } = {},
): Promise<Added> => {
  const person = newPerson();
  const { userIds } = await administrator.users.add.mutate({
    idempotencyKey: randomUUID(),
    users: [{ ...person, language, role, staffPermission: 'assigned_services', sendActivationEmail: invited }],
  });
  const id = userIds[0]!;
  if (!invited && secret !== null) await administrator.users.setPassword.mutate({ id, password: secret });
  return { ...person, id, name: `${person.firstName} ${person.lastName}` };
};

/** The links to a page of ours in the mails to an address, once there are so many; `inbox` is that of a stack with outside services of its own. */
export const linksTo = (
  address: string,
  page: 'activate' | 'confirm-address' | 'confirm-domain' | 'reset-password',
  count: number,
  inbox: {
    mailsTo: (address: string) => Promise<readonly { readonly id: string }[]>;
    openMail: (id: string) => Promise<{ readonly text: string }>;
  } = { mailsTo, openMail },
): Promise<string[]> =>
  eventually(async () => {
    const texts = await Promise.all((await inbox.mailsTo(address)).map(({ id }) => inbox.openMail(id)));
    const links = texts.flatMap(({ text }) => new RegExp(`https?:\\S+/${page}\\?token=[\\w-]+`).exec(text)?.[0] ?? []);
    expect(links).toHaveLength(count);
    return links;
  });

/** Opens the dialog behind an item of a page's menu. */
export const chooseMore = async (page: Page, { shell }: Words, item: string): Promise<Locator> => {
  await page.getByRole('button', { name: shell.actions.more }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  return page.getByRole('dialog').filter({ has: page.getByRole('heading') });
};

/** Signs in with the page that is open. */
export const signInWith = async (page: Page, { access }: Words, loginName: string, secret = password): Promise<void> => {
  await page.getByLabel(access.loginName, { exact: true }).fill(loginName);
  await page.getByLabel(access.password, { exact: true }).fill(secret);
  await page.getByRole('button', { name: access.signIn, exact: true }).click();
};
