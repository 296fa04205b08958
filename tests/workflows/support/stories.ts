import { randomUUID } from 'node:crypto';
import { signedIn, type Api } from '../../support/client.js';
import { aCustomer, dateAhead } from '../../support/customers.js';
import { eventually } from '../../support/eventually.js';
import { orderStories } from './order-stories.js';
import { customerDueAt, inRome, wholeMinute } from './accounts.js';
import type { SkippedTime } from './skipped-time.js';
import type { Story } from './story.js';

const DAY = 86_400_000;

const ended = async (api: Api, workflowId: string, state: string): Promise<string> => {
  await eventually(async () => {
    const { rows } = await api.processes.list.query({ limit: 200 });
    const process = rows.find((row) => row.workflowId === workflowId);
    if (process?.state !== state) throw new Error(`${workflowId} is ${process?.state ?? 'unknown'}, not ${state}`);
  }, 40_000);
  return workflowId;
};

const messageOf = async (rita: Api, customerId: string): Promise<string> =>
  `message/${(await rita.customers.get.query({ id: customerId })).accountEmail!.id}`;

/** Calls that name a plan are those that order it; ending a licence names none. */
const PLAN = 'EG-STD';
const planOf = async (rita: Api) =>
  (await rita.catalog.plans.query()).find((plan) => plan.productEn === 'Endpoint Guard' && plan.nameEn === 'Standard')!;

const invited = async (carla: Api) => {
  const user = { firstName: 'Ivo', lastName: 'Testa', email: `story-${randomUUID().slice(0, 8)}@fiordaliso.example` };
  const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [user] });
  return userIds[0]!;
};

/** The stories whose histories are kept: whoever changes a workflow must let each of them replay. */
export const stories: readonly Story[] = [
  // First: the test server's time stands still once a child has ended after its parent, which later stories may bring about.
  ...orderStories.filter(({ passesTime }) => passesTime),
  {
    workflowType: 'activateUser',
    name: 'reminded-and-expired',
    play: async ({ time, rita, sam }) => {
      const { firstUser } = await rita.customers.create.mutate(aCustomer());
      await ended(sam, `activation/${firstUser.id}`, 'waiting');
      await time.passUntil((await time.now()) + 3 * DAY);
      return ended(sam, `activation/${firstUser.id}`, 'ended');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'at-once-by-a-message-with-a-mailbox',
    play: async ({ rita }) => {
      const { customerId } = await rita.customers.create.mutate(aCustomer());
      return ended(rita, `customer/${customerId}`, 'done');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'moved-and-sent',
    play: async ({ time, rita }) => {
      const first = wholeMinute((await time.now()) + 10 * DAY);
      const { customerId, workflowId } = await customerDueAt(rita, first);
      await rita.accountEmail.move.mutate({ customerId, localDateTime: inRome(first + 5 * DAY) });
      await time.passUntil(first + 6 * DAY);
      return ended(rita, workflowId, 'done');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'hastened',
    play: async ({ time, rita }) => {
      const { customerId, workflowId } = await customerDueAt(rita, wholeMinute((await time.now()) + 10 * DAY));
      await rita.accountEmail.sendNow.mutate({ customerId });
      return ended(rita, workflowId, 'done');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'called-off',
    play: async ({ time, rita }) => {
      const { customerId, workflowId } = await customerDueAt(rita, wholeMinute((await time.now()) + 10 * DAY));
      await rita.accountEmail.callOff.mutate({ customerId, reason: 'not wanted' });
      return ended(rita, workflowId, 'ended');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'customer-disabled',
    play: async ({ time, rita }) => {
      const { customerId, workflowId } = await customerDueAt(rita, wholeMinute((await time.now()) + 10 * DAY));
      await rita.customers.disable.mutate({ id: customerId, reason: 'not paid' });
      return ended(rita, workflowId, 'ended');
    },
  },
  {
    workflowType: 'transmitMessage',
    name: 'delivered',
    play: async ({ rita }) => {
      const { customerId } = await rita.customers.create.mutate(aCustomer());
      await ended(rita, `customer/${customerId}`, 'done');
      return messageOf(rita, customerId);
    },
  },
  {
    workflowType: 'transmitMessage',
    name: 'to-the-emergency-address',
    play: async ({ time, rita }) => {
      const input = aCustomer({ emergencyEmail: `emergency-${randomUUID().slice(0, 8)}@prova.example` });
      await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'reject-permanent' });
      const { customerId } = await rita.customers.create.mutate(input);
      await ended(rita, `customer/${customerId}`, 'done');
      await time.outside.setMailFaults();
      return messageOf(rita, customerId);
    },
  },
  {
    workflowType: 'transmitMessage',
    name: 'undeliverable-and-retried',
    play: async ({ time, rita, sam }) => {
      const input = aCustomer();
      await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'reject-permanent' });
      const { customerId } = await rita.customers.create.mutate(input);
      const workflowId = await messageOf(rita, customerId);
      await ended(rita, workflowId, 'needs_attention');
      await time.outside.setMailFaults();
      const { rows } = await sam.processes.list.query({ kind: ['message'], limit: 200 });
      await sam.processes.retryNow.mutate({ id: rows.find((row) => row.workflowId === workflowId)!.id, reason: 'address mended' });
      return ended(rita, workflowId, 'done');
    },
  },
  {
    workflowType: 'transmitMessage',
    name: 'customer-closed-meanwhile',
    play: async ({ time, rita }) => {
      const input = aCustomer();
      await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'reject-temporary' });
      const { customerId } = await rita.customers.create.mutate(input);
      const workflowId = await messageOf(rita, customerId);
      await rita.customers.disable.mutate({ id: customerId, reason: 'does not pay' });
      await ended(rita, workflowId, 'ended');
      await time.outside.setMailFaults();
      return workflowId;
    },
  },
  {
    workflowType: 'followBounce',
    name: 'to-the-emergency-address',
    play: async ({ time, rita }) => {
      const input = aCustomer({ emergencyEmail: `emergency-${randomUUID().slice(0, 8)}@prova.example` });
      await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'bounce' });
      const { customerId } = await rita.customers.create.mutate(input);
      return ended(rita, `${await messageOf(rita, customerId)}/2`, 'done');
    },
  },
  {
    workflowType: 'followBounce',
    name: 'both-bounced-and-retried',
    play: async ({ time, rita, sam }) => {
      const input = aCustomer({ emergencyEmail: `emergency-${randomUUID().slice(0, 8)}@prova.example` });
      await time.outside.setMailFaults({ match: { to: `${input.contact.email}|${input.emergencyEmail ?? ''}` }, mode: 'bounce' });
      const { customerId } = await rita.customers.create.mutate(input);
      const workflowId = `${await messageOf(rita, customerId)}/3`;
      await ended(rita, workflowId, 'needs_attention');
      await time.outside.setMailFaults();
      const { rows } = await sam.processes.list.query({ kind: ['message'], limit: 200 });
      await sam.processes.retryNow.mutate({ id: rows.find((row) => row.workflowId === workflowId)!.id, reason: 'mailbox mended' });
      return ended(rita, workflowId, 'done');
    },
  },
  {
    workflowType: 'changeLicence',
    name: 'at-once',
    play: async ({ rita }) => {
      const { licences } = await rita.customers.create.mutate(
        aCustomer({ plans: [{ planId: (await planOf(rita)).id, units: 3, startDate: dateAhead(0) }] }),
      );
      return ended(rita, `licence/${licences[0]!.id}`, 'done');
    },
  },
  {
    workflowType: 'changeLicence',
    name: 'refused-and-retried',
    play: async ({ time, rita }) => {
      await time.outside.setVendorFaults({ match: { plan: PLAN }, mode: 'status', status: 422, code: 'PLAN_RETIRED' });
      const { customerId, licences } = await rita.customers.create.mutate(
        aCustomer({ plans: [{ planId: (await planOf(rita)).id, units: 3, startDate: dateAhead(0) }] }),
      );
      const workflowId = `licence/${licences[0]!.id}`;
      await ended(rita, workflowId, 'needs_attention');
      await time.outside.setVendorFaults();
      await rita.licences.retryFailed.mutate({ customerId });
      return ended(rita, workflowId, 'done');
    },
  },
  {
    workflowType: 'changeLicence',
    name: 'refused-and-given-up',
    play: async ({ time, rita }) => {
      await time.outside.setVendorFaults({ match: { plan: PLAN }, mode: 'status', status: 422, code: 'PLAN_RETIRED' });
      const { licences } = await rita.customers.create.mutate(
        aCustomer({ plans: [{ planId: (await planOf(rita)).id, units: 3, startDate: dateAhead(0) }] }),
      );
      const workflowId = `licence/${licences[0]!.id}`;
      await ended(rita, workflowId, 'needs_attention');
      await time.outside.setVendorFaults();
      await rita.licences.giveUp.mutate({ licenceId: licences[0]!.id, reason: 'not sold any more' });
      return ended(rita, workflowId, 'ended');
    },
  },
  {
    workflowType: 'changeLicence',
    name: 'given-up-while-it-is-tried-again',
    play: async ({ time, rita }) => {
      await time.outside.setVendorFaults({ match: { plan: PLAN }, mode: 'status', status: 503, code: 'UNAVAILABLE' });
      const { licences } = await rita.customers.create.mutate(
        aCustomer({ plans: [{ planId: (await planOf(rita)).id, units: 3, startDate: dateAhead(0) }] }),
      );
      const workflowId = `licence/${licences[0]!.id}`;
      await ended(rita, workflowId, 'running');
      await rita.licences.giveUp.mutate({ licenceId: licences[0]!.id, reason: 'not sold any more' });
      await time.outside.setVendorFaults();
      return ended(rita, workflowId, 'ended');
    },
  },
  {
    workflowType: 'changeLicence',
    name: 'called-off-before-its-date',
    play: async ({ rita }) => {
      const { licences } = await rita.customers.create.mutate(
        aCustomer({ plans: [{ planId: (await planOf(rita)).id, units: 3, startDate: dateAhead(90) }] }),
      );
      const workflowId = `licence/${licences[0]!.id}`;
      await ended(rita, workflowId, 'waiting');
      await rita.licences.moveStart.mutate({ licenceId: licences[0]!.id, startDate: dateAhead(95) });
      await rita.licences.end.mutate({ licenceId: licences[0]!.id, reason: 'not wanted' });
      return ended(rita, workflowId, 'ended');
    },
  },
  {
    workflowType: 'activateUser',
    name: 'by-hand-by-a-message-with-a-mailbox',
    play: async ({ carla, sam }) => {
      const id = await invited(carla);
      await ended(sam, `activation/${id}`, 'waiting');
      await carla.users.activateByHand.mutate({ id, password: 'given by the administrator' });
      return ended(sam, `activation/${id}`, 'done');
    },
  },
  {
    workflowType: 'activateUser',
    name: 'resent-and-by-hand',
    play: async ({ carla, sam }) => {
      const id = await invited(carla);
      await ended(sam, `activation/${id}`, 'waiting');
      await carla.users.resendActivation.mutate({ id });
      await eventually(async () => {
        const { past } = await sam.timeline.ofUser.query({ userId: id });
        if (past.filter(({ kind }) => kind === 'invitation_sent').length < 2) throw new Error('not sent again yet');
      });
      await carla.users.activateByHand.mutate({ id, password: 'given by the administrator' });
      return ended(sam, `activation/${id}`, 'done');
    },
  },
  {
    workflowType: 'sendAccountEmail',
    name: 'link-watched',
    play: async ({ rita }) => {
      const { customerId } = await rita.customers.create.mutate(aCustomer());
      return ended(rita, `customer/${customerId}`, 'done');
    },
  },
  {
    workflowType: 'activateUser',
    name: 'account-email-and-again-then-closed',
    play: async ({ rita, sam }) => {
      const { customerId, firstUser } = await rita.customers.create.mutate(aCustomer());
      await ended(sam, `activation/${firstUser.id}`, 'waiting');
      await ended(sam, `customer/${customerId}`, 'done');
      await rita.accountEmail.schedule.mutate({ customerId, accountEmail: { when: 'now' } });
      await eventually(async () => {
        const { past } = await sam.timeline.ofUser.query({ userId: firstUser.id });
        if (past.filter(({ kind }) => kind === 'account_link_sent').length < 2) throw new Error('not sent again yet');
      });
      await rita.customers.disable.mutate({ id: customerId, reason: 'not paid' });
      return ended(sam, `activation/${firstUser.id}`, 'ended');
    },
  },
  {
    workflowType: 'importUsers',
    name: 'two-steps',
    play: async ({ carla, sam }) => {
      const tag = randomUUID().slice(0, 6);
      const rows = Array.from({ length: 30 }, (_unused, index) => `Nome,Prova,s${String(index)}-${tag}@fiordaliso.example,no`);
      const { importId } = await carla.users.import.mutate({
        csv: ['first_name,last_name,email,send_activation_email', ...rows].join('\n'),
        idempotencyKey: randomUUID(),
      });
      return ended(sam, `user_import/${importId}`, 'done');
    },
  },
  ...orderStories.filter(({ passesTime }) => !passesTime),
];

/** The people of the stories, signed in. */
export const castOf = async (time: SkippedTime) => {
  const url = time.stack.url;
  const [rita, carla, sam] = await Promise.all([signedIn(url, 'rita'), signedIn(url, 'carla'), signedIn(url, 'sam')]);
  return { time, rita, carla, sam };
};
