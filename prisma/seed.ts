import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { workflowIdOf, workflowTypes } from '../domain/process/process.js';
import { openDatabase, platformScope, type Tx } from './client.js';
import { demoAccounts, type DemoAccount } from './demo-accounts.js';
import { seedCatalogue } from './seed-catalogue.js';

/** The same id for the same name, so that a second seed finds what the first one wrote. */
export const seedId = (name: string): string => {
  const hex = createHash('sha256').update(`licenza-seed:${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const NORDICA = seedId('nordica');
const LAGUNA = seedId('laguna');
const ALPINA = seedId('alpina');
const FIORDALISO = { tier1Id: NORDICA, channelId: NORDICA, customerId: seedId('fiordaliso') };

const CHANNELS = [
  { id: NORDICA, tier: 1, tier1Id: NORDICA, name: 'Nordica Cloud' },
  { id: ALPINA, tier: 1, tier1Id: ALPINA, name: 'Alpina Distribuzione' },
  { id: LAGUNA, tier: 2, tier1Id: NORDICA, parentId: NORDICA, name: 'Laguna Rivendite' },
];

const tenantOf = (account: DemoAccount) => {
  if (account.role === 'operator' || account.role === 'support') return {};
  if (account.role !== 'reseller_admin') return FIORDALISO;
  return { tier1Id: NORDICA, channelId: account.loginName.startsWith('teo@') ? LAGUNA : NORDICA };
};

const seedAccounts = async (tx: Tx): Promise<void> => {
  for (const account of demoAccounts) {
    const {
      loginName,
      role,
      name: [firstName, lastName],
    } = account;
    if (await tx.appUser.findUnique({ where: { loginNameKey: loginName } })) continue;
    await tx.appUser.create({
      data: {
        id: seedId(loginName),
        role,
        loginName,
        loginNameKey: loginName,
        firstName,
        lastName,
        email: loginName,
        state: 'ready',
        ...tenantOf(account),
        passwordHash: await hash(account.password, { algorithm: 2 /* Argon2id */, memoryCost: 47_104, timeCost: 1, parallelism: 1 }),
      },
    });
  }
};

const seedCustomer = async (tx: Tx): Promise<void> => {
  const { customerId, ...scope } = FIORDALISO;
  await tx.customer.create({
    data: {
      id: customerId,
      ...scope,
      accountName: 'fiordaliso',
      accountNameKey: 'fiordaliso',
      company: 'Fiordaliso S.r.l.',
      city: 'Milano',
      stateOrProvince: 'MI',
      contactFirstName: 'Carla',
      contactLastName: 'Conti',
      contactEmail: 'carla@fiordaliso.example',
      country: 'IT',
      language: 'it',
      creditLimitMinor: 500_000n,
    },
  });
  await tx.timelineEvent.create({
    data: {
      ...FIORDALISO,
      subjectId: customerId,
      kind: 'customer_created',
      params: { accountName: 'fiordaliso', firstUser: 'Carla Conti' },
      actorName: 'Rita Rossi',
      dedupeKey: `created:${customerId}`,
    },
  });
};

/** A licence that the worker provisions for real when the sandbox first runs. */
const seedLicence = async (tx: Tx, planCode: string, units: number): Promise<void> => {
  const plan = await tx.plan.findUniqueOrThrow({ where: { code: planCode }, include: { product: true } });
  const id = seedId(`licence:${planCode}`);
  const processId = seedId(`process:${planCode}`);
  const now = new Date();
  const title = `${plan.product.nameEn} · ${plan.nameEn}`;
  const workflowId = workflowIdOf('licence', id);
  await tx.subscription.create({
    data: {
      source: 'assigned',
      id,
      ...FIORDALISO,
      planId: plan.id,
      units,
      targetUnits: units,
      startDate: new Date(now.toISOString().slice(0, 10)),
      startsAt: now,
      state: 'scheduled',
    },
  });
  await tx.process.create({
    data: {
      id: processId,
      ...FIORDALISO,
      kind: 'licence',
      protocol: 'commands',
      subjectId: id,
      workflowId,
      title,
      nextKind: 'licence_start',
      nextAt: now,
    },
  });
  await tx.timelineEvent.create({
    data: {
      ...FIORDALISO,
      subjectId: id,
      kind: 'licence_assigned',
      params: { title, units, unitType: plan.product.unitType, date: now.toISOString().slice(0, 10) },
      actorName: 'Rita Rossi',
      dedupeKey: `assigned:${id}`,
    },
  });
  const args = [{ licenceId: id, processId, change: 'start', at: now.toISOString() }];
  await tx.outbox.create({ data: { command: 'start', workflowId, payload: { workflowType: workflowTypes.licence, args } } });
  await tx.entitlement.create({ data: { ...FIORDALISO, userId: seedId('ugo@fiordaliso.example'), subscriptionId: id } });
};

/**
 * Fills an empty database: the catalogue, and with `demo` channels, sign-ins and a customer. Repeating it adds nothing.
 * `databaseUrl` is any login that may act as licenza_app.
 */
export const seed = async (databaseUrl: string, { demo }: { demo: boolean }): Promise<void> => {
  const database = openDatabase(databaseUrl);
  try {
    await database.write(platformScope, async (tx) => {
      await seedCatalogue(tx);
      if (!demo) return;
      await tx.channel.createMany({ data: CHANNELS, skipDuplicates: true });
      const fresh = (await tx.customer.count({ where: { id: FIORDALISO.customerId } })) === 0;
      if (fresh) await seedCustomer(tx);
      await seedAccounts(tx);
      if (!fresh) return;
      await seedLicence(tx, 'EG-STD', 25);
      await seedLicence(tx, 'MS-STD', 40);
    });
  } finally {
    await database.close();
  }
};
