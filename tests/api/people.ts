import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { openDatabase, platformScope } from '../../prisma/client.js';
import type { Role } from '../../domain/permission/permissions.js';
import { demo } from '../support/client.js';
import { callProcedure, signInCookie } from '../support/raw-http.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import type { Stack } from '../support/stack.js';

/** Ids of everything that belongs to one customer. */
export interface Ids {
  readonly customerId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly licenceId: string;
  readonly processId: string;
  readonly messageId: string;
  readonly importId: string;
  readonly orderId: string;
  readonly cartLineId: string;
  readonly tenantId: string;
  readonly commandId: string;
}

export interface Victim extends Ids {
  /** What no answer to a stranger may contain. */
  readonly secrets: readonly string[];
}

/** Ids that belong to nobody. */
export const idsOfNobody = (): Ids => ({
  customerId: randomUUID(),
  channelId: randomUUID(),
  userId: randomUUID(),
  licenceId: randomUUID(),
  processId: randomUUID(),
  messageId: randomUUID(),
  importId: randomUUID(),
  orderId: randomUUID(),
  cartLineId: randomUUID(),
  tenantId: randomUUID(),
  commandId: randomUUID(),
});

const PASSWORD = 'a-password-of-this-test';

/** Opens channels and reseller accounts that the seed doesn't have. */
export const addReseller = async (
  stack: Stack,
  { channel, loginName }: { channel: { id?: string; name: string; parentId?: string }; loginName: string },
): Promise<{ channelId: string; cookie: string }> => {
  const database = openDatabase(stack.settings.DATABASE_URL, { poolSize: 1 });
  const channelId = channel.id ?? randomUUID();
  const tier1Id = channel.parentId ?? channelId;
  // Cheap on purpose: what is tested is not the hash.
  const passwordHash = await hash(PASSWORD, { algorithm: 2, memoryCost: 1024, timeCost: 1, parallelism: 1 });
  await database.write(platformScope, async (tx) => {
    const tier = channel.parentId ? 2 : 1;
    await tx.channel.createMany({
      data: [{ id: channelId, tier, tier1Id, parentId: channel.parentId ?? null, name: channel.name }],
      skipDuplicates: true,
    });
    await tx.appUser.create({
      data: {
        role: 'reseller_admin',
        loginName,
        loginNameKey: loginName,
        firstName: 'Bea',
        lastName: 'Bassi',
        email: loginName,
        state: 'ready',
        passwordHash,
        tier1Id,
        channelId,
      },
    });
  });
  await database.close();
  return { channelId, cookie: await signInCookie(stack.url, loginName, PASSWORD) };
};

/** A purchase that stands still, an account at the vendor and a basket, as the workflow and the pages would have written them. */
const addPurchase = async (stack: Stack, customerId: string): Promise<Pick<Ids, 'orderId' | 'cartLineId' | 'tenantId' | 'commandId'>> => {
  const database = openDatabase(stack.settings.DATABASE_URL, { poolSize: 1 });
  const ids = { orderId: randomUUID(), cartLineId: randomUUID(), tenantId: randomUUID(), commandId: randomUUID() };
  await database.write(platformScope, async (tx) => {
    const { tier1Id, channelId, company } = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
    const owner = { tier1Id, channelId, customerId };
    const user = await tx.appUser.findFirstOrThrow({ where: { customerId } });
    const offer = await tx.offer.findFirstOrThrow({ orderBy: { code: 'asc' } });
    const domain = `${customerId.slice(0, 8)}.onmicrosoft.com`;
    await tx.vendorTenant.create({ data: { id: ids.tenantId, ...owner, vendor: 'microsoft', domain, state: 'ready' } });
    const number = `t-${customerId}`;
    const order = {
      number,
      state: 'needs_attention',
      placedBy: user.id,
      currency: 'EUR',
      totalMinor: 100,
      input: {},
      searchText: company.toLowerCase(),
    };
    await tx.order.create({ data: { id: ids.orderId, ...owner, ...order, vendorTenantId: ids.tenantId } });
    const process = { kind: 'order', subjectId: ids.orderId, workflowId: `order/${number}`, title: number, state: 'needs_attention' };
    const { workflowId } = process;
    const { id: processId } = await tx.process.create({
      data: { ...owner, ...process, step: 'ordering', failureCode: 'tenant_domain_taken' },
    });
    const asked = { kind: 'order.retry', subjectType: 'order', subjectId: ids.orderId, actorId: randomUUID(), actorName: company };
    await tx.command.create({ data: { id: ids.commandId, ...owner, ...asked, processId, workflowId } });
    const price = { unitPriceMinor: offer.unitPriceMinor, currency: offer.currency, priceHoldsUntil: new Date(Date.now() + 3_600_000) };
    const cart = await tx.cart.create({ data: { ...owner, userId: user.id } });
    await tx.cartLine.create({ data: { id: ids.cartLineId, ...owner, cartId: cart.id, offerId: offer.id, quantity: 1, ...price } });
  });
  await database.close();
  return ids;
};

/** A customer with a licence, a scheduled e-mail and their processes, of whoever the cookie is. */
export const addVictim = async (stack: Stack, cookie: string, tag: string): Promise<Victim> => {
  const secret = `Segreto ${tag} ${randomUUID().slice(0, 8)}`;
  const plans = await callProcedure(stack.url, 'catalog.plans', 'query', undefined, cookie);
  const plan = (plans.json as { result: { data: { id: string; minUnits: number }[] } }).result.data[0]!;
  const input = aCustomer({
    company: secret,
    accountName: secret,
    accountEmail: { when: 'date', localDateTime: daysAhead(30) },
    plans: [{ planId: plan.id, units: plan.minUnits, startDate: dateAhead(30) }],
  });
  const answer = await callProcedure(stack.url, 'customers.create', 'mutation', input, cookie);
  if (answer.status !== 200) throw new Error(answer.text);
  const { customerId } = (answer.json as { result: { data: { customerId: string } } }).result.data;
  const csv = `first_name,last_name,email\nLia,Neri,lia-${customerId}@prova.example\n`;
  await callProcedure(stack.url, 'users.import', 'mutation', { customerId, csv, idempotencyKey: randomUUID() }, cookie);
  const database = openDatabase(stack.settings.DATABASE_URL, { poolSize: 1 });
  const [row] = await database.read<Omit<Ids, 'customerId' | 'orderId' | 'cartLineId' | 'tenantId' | 'commandId'>>(
    platformScope,
    `SELECT c.channel_id AS "channelId", (SELECT id FROM app_user WHERE customer_id = c.id LIMIT 1) AS "userId", (SELECT id FROM subscription WHERE customer_id = c.id) AS "licenceId",
            (SELECT id FROM process WHERE customer_id = c.id AND kind = 'licence') AS "processId", (SELECT id FROM message WHERE customer_id = c.id LIMIT 1) AS "messageId",
            (SELECT id FROM user_import WHERE customer_id = c.id) AS "importId"
       FROM customer c WHERE c.id = $1`,
    [customerId],
  );
  await database.close();
  return { customerId, ...row!, ...(await addPurchase(stack, customerId)), secrets: [secret, input.contact.email] };
};

/** Somebody who calls procedures: a role with its session. */
export interface Actor {
  readonly name: string;
  readonly role: Role | undefined;
  /** A session of the actor's; `fresh` for one that may be thrown away. */
  readonly cookie: string;
  readonly fresh: () => Promise<string>;
}

const DEMO = {
  operator: 'olivia',
  support: 'sam',
  'reseller tier-1': 'rita',
  'reseller tier-2': 'teo',
  'customer admin': 'carla',
  'customer user': 'ugo',
} as const;

/** One signed-in person of each role, and nobody. */
export const everybody = async (stack: Stack): Promise<Actor[]> => {
  const people = Object.entries(DEMO).map(async ([name, person]): Promise<Actor> => {
    const { role, loginName, password } = demo(person);
    const fresh = () => signInCookie(stack.url, loginName, password);
    return { name, role, cookie: await fresh(), fresh };
  });
  return [...(await Promise.all(people)), { name: 'nobody', role: undefined, cookie: '', fresh: () => Promise.resolve('') }];
};
