import { randomBytes, randomUUID } from 'node:crypto';
import { demoAccounts } from '../../prisma/demo-accounts.js';
import { createPerson, type Person } from './ask.js';
import type { Draw } from './draw.js';
import { ask, look } from './look.js';
import type { World } from './world.js';

/** Somebody who buys for a customer. */
export interface Buyer {
  readonly person: Person;
  readonly customerId: string;
}

export interface People {
  readonly rita: Person;
  readonly sam: Person;
  readonly olivia: Person;
  readonly buyers: readonly Buyer[];
}

export const PLENTY_MINOR = 100_000_000;

const demo = async (world: World, name: string): Promise<Person> => {
  const account = demoAccounts.find(({ loginName }) => loginName.startsWith(`${name}@`));
  const person = createPerson(world.url);
  await person.signIn(account?.loginName ?? name, account?.password ?? '');
  return person;
};

/** What the wizard sends for a new customer; everything of it is its own. */
export const aCustomer = (draw: Draw, changes: Record<string, unknown> = {}): Record<string, unknown> & { accountName: string } => {
  const tag = randomUUID().slice(0, 8);
  return {
    idempotencyKey: randomUUID(),
    company: `Tempesta ${tag} S.r.l.`,
    city: 'Genova',
    stateOrProvince: 'GE',
    accountName: `Tempesta ${tag}`,
    contact: { firstName: 'Ada', lastName: draw.oneOf(['Neri', 'Bassi', 'Conti']), email: `ada-${tag}@tempesta.example` },
    language: draw.oneOf(['en', 'it']),
    timeZone: 'Europe/Rome',
    accountEmail: { when: 'now' },
    plans: [],
    ...changes,
  };
};

const must = async (person: Person, path: string, input: unknown): Promise<Record<string, unknown>> => {
  const answer = await person.press(path, input);
  if (answer.kind !== 'accepted') throw new Error(`${path}: ${answer.code}`);
  return answer.data;
};

/** A colleague of Carla's who may buy: a basket belongs to a user, so several buy at once. Only their own administrator may set passwords. */
const openBuyer = async (world: World, carla: Buyer, number: number): Promise<Buyer> => {
  const { customerId } = carla;
  const email = `buyer-${String(number)}-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const user = { firstName: 'Bea', lastName: `Conti ${String(number)}`, email, role: 'customer_admin', sendActivationEmail: true };
  await must(carla.person, 'users.add', { customerId, idempotencyKey: randomUUID(), users: [user] });
  const [row] = await look(world, 'SELECT id FROM app_user WHERE email = $1', [email]);
  const password = randomBytes(12).toString('base64url');
  await must(carla.person, 'users.activateByHand', { id: row?.id, password });
  const person = createPerson(world.url);
  await person.signIn(email, password);
  return { person, customerId };
};

/** A card that its holder has left with the processor, by the name of one of Stripe's test payment methods. */
export const leaveCard = async (world: World, { person, customerId }: Buyer, method: string): Promise<string | undefined> => {
  await person.press('checkout.startCardSetup');
  const [row] = await look(world, 'SELECT card_customer_ref AS ref FROM customer WHERE id = $1', [customerId]);
  if (typeof row?.ref !== 'string') return undefined;
  const response = await fetch(`${world.cardUrl}/v1/payment_methods/${method}/attach`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.cardKey}` },
    body: new URLSearchParams({ customer: row.ref }),
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok ? ((await response.json()) as { id: string }).id : undefined;
};

export const gatherPeople = async (world: World): Promise<People> => {
  const [rita, sam, olivia, carla] = await Promise.all([
    demo(world, 'rita'),
    demo(world, 'sam'),
    demo(world, 'olivia'),
    demo(world, 'carla'),
  ]);
  const [own] = await look(world, `SELECT customer_id AS id FROM app_user WHERE login_name LIKE 'carla@%'`);
  const first = { person: carla, customerId: String(own?.id) };
  const buyers = [first, await openBuyer(world, first, 2), await openBuyer(world, first, 3)];
  await must(rita, 'orders.setCreditLimit', { customerId: first.customerId, limitMinor: PLENTY_MINOR, reason: 'the storm' });
  // Provisioning takes its moment, so that there is a time in which to be hit.
  await ask(`${world.partnerUrl}/sim/settings`, 'PUT', { provisioningMs: 1_500 });
  return { rita, sam, olivia, buyers };
};
