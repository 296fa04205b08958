import { randomUUID } from 'node:crypto';
import type { Draw } from './draw.js';
import { look } from './look.js';
import { aCustomer } from './people.js';
import { pause, pressCommand, pressOnce, pressUntilClear, type Stage } from './press.js';

const dateAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Opened {
  readonly customerId: string;
  readonly licences: { readonly id: string }[];
}

const reason = 'the storm asks for it';

/** A new customer: plans that begin today or later, an e-mail that goes out at once or in days. */
const open = async (stage: Stage, draw: Draw, plans: readonly { id: string; minUnits: number }[]): Promise<Opened | undefined> => {
  const chosen = draw.shuffled(plans).slice(0, draw.between(0, 2));
  const input = aCustomer(draw, {
    accountEmail: draw.next() < 0.4 ? { when: 'now' } : { when: 'date', localDateTime: `${dateAhead(draw.between(5, 20))}T09:00` },
    plans: chosen.map(({ id, minUnits }) => ({ planId: id, units: minUnits, startDate: dateAhead(draw.next() < 0.7 ? 0 : 9) })),
  });
  const { accountName } = input;
  const answer = await pressUntilClear(
    stage,
    stage.people.rita,
    'customers.create',
    { subject: accountName, noted: { accountName } },
    input,
  );
  return answer.kind === 'accepted' ? (answer.data as unknown as Opened) : undefined;
};

type Way = (stage: Stage, draw: Draw, opened: Opened) => Promise<unknown>;

/** Of a customer's e-mail, its plans and its users: everything that a reseller can press. */
const ways: Readonly<Record<string, Way>> = {
  move: (stage, draw, { customerId }) =>
    pressCommand(stage, stage.people.rita, 'accountEmail.move', customerId, {
      customerId,
      localDateTime: `${dateAhead(draw.between(21, 60))}T10:00`,
    }),
  callOff: (stage, _, { customerId }) => pressCommand(stage, stage.people.rita, 'accountEmail.callOff', customerId, { customerId, reason }),
  sendNow: (stage, _, { customerId }) => pressCommand(stage, stage.people.rita, 'accountEmail.sendNow', customerId, { customerId }),
  units: async (stage, draw, { customerId }) => {
    const [row] = await look(
      stage.world,
      `SELECT s.id, s.units, s.version FROM subscription s JOIN plan p ON p.id = s.plan_id
        WHERE s.customer_id = $1 AND s.state IN ('active', 'scheduled') AND s.units + 9 <= p.max_units LIMIT 1`,
      [customerId],
    );
    if (!row) return;
    const units = Number(row.units) + draw.between(1, 9);
    await pressOnce(stage, stage.people.rita, 'licences.changeUnits', String(row.id), {
      licenceId: row.id,
      units,
      version: row.version,
    });
  },
  end: async (stage, _, { licences }) => {
    const [licence] = licences;
    if (licence) await pressOnce(stage, stage.people.rita, 'licences.end', licence.id, { licenceId: licence.id, reason });
  },
  moveStart: async (stage, draw, { licences }) => {
    const licence = licences.at(-1);
    if (!licence) return;
    const input = { licenceId: licence.id, startDate: dateAhead(draw.between(10, 30)) };
    await pressCommand(stage, stage.people.rita, 'licences.moveStart', licence.id, input);
  },
  invite: async (stage, _, { customerId }) => {
    const email = `ugo-${randomUUID().slice(0, 8)}@tempesta.example`;
    const input = {
      customerId,
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ugo', lastName: 'Rossi', email, sendActivationEmail: true }],
    };
    const answer = await pressUntilClear(stage, stage.people.rita, 'users.add', { subject: email, noted: { email, customerId } }, input);
    if (answer.kind !== 'accepted') return;
    const [user] = await look(stage.world, 'SELECT id FROM app_user WHERE email = $1', [email]);
    if (user) await pressOnce(stage, stage.people.rita, 'users.resendActivation', String(user.id), { id: user.id });
  },
};

export const keepServing = async (stage: Stage, draw: Draw): Promise<void> => {
  const plans = (await look(
    stage.world,
    `SELECT p.id, p.min_units AS "minUnits" FROM plan p JOIN product pr ON pr.id = p.product_id WHERE pr.vendor = 'guardia' AND p.active`,
  )) as { id: string; minUnits: number }[];
  while (!stage.over()) {
    const opened = await open(stage, draw, plans).catch(() => undefined);
    for (const name of draw.shuffled(Object.keys(ways)).slice(0, 3)) {
      if (!opened || stage.over()) break;
      await pause(draw, 100, 900);
      await ways[name]!(stage, draw, opened).catch(() => undefined); // the database may be away for our own look
    }
    await pause(draw, 100, 500);
  }
};
