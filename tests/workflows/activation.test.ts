import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { untilDelivered } from './support/accounts.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const HOUR = 3_600_000;

let time: SkippedTime;
let carla: Api;
let olivia: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  carla = await signedIn(time.stack.url, 'carla');
  olivia = await signedIn(time.stack.url, 'olivia');
});
afterAll(() => time.stop());

const invite = async () => {
  const email = `invited-${randomUUID().slice(0, 8)}@fiordaliso.example`;
  const { userIds } = await carla.users.add.mutate({
    idempotencyKey: randomUUID(),
    users: [{ firstName: 'Ivo', lastName: 'Testa', email }],
  });
  const id = userIds[0]!;
  const expiresAt = await eventually(async () => {
    const process = await processOf(id);
    expect(process).toMatchObject({ state: 'waiting', step: 'waiting_for_activation', nextKind: 'activation_expires' });
    return Date.parse(process!.nextAt!);
  });
  await untilDelivered(olivia, email);
  return { id, email, expiresAt };
};
const processOf = async (userId: string) => {
  const { rows } = await olivia.processes.list.query({ kind: ['activation'], limit: 200 });
  return rows.find(({ workflowId }) => workflowId === `activation/${userId}`);
};
const millisecondsOf = (stamp: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(stamp?.seconds) * 1000 + Number(stamp?.nanos ?? 0) / 1e6;
/** The engine holds nothing of it any more: no timer is left that could remind or expire. */
const isOver = async (userId: string): Promise<void> => {
  await eventually(async () => {
    const { status } = await time.env.client.workflow.getHandle(`activation/${userId}`).describe();
    expect(status.name).toBe('COMPLETED'); // the process's row is written before the workflow returns
  });
};
const sent = (address: string) => time.outside.mailsTo(address);

describe('an invitation', () => {
  it('B16 is open until 48 hours have passed by the clock of the engine, not a millisecond less', async () => {
    const before = await time.now();
    const { id, expiresAt } = await invite();
    expect(Math.abs(expiresAt - before - 48 * HOUR)).toBeLessThan(60_000); // the link's 48 hours begin when it is made
    await time.passUntil(expiresAt - 1_000);
    expect(await processOf(id)).toMatchObject({ state: 'waiting' });
    await time.passUntil(expiresAt);
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ state: 'ended', step: 'activation_expired' });
    });
    const { events } = await time.history(`activation/${id}`);
    const firedAt = (events ?? []).filter((event) => event.timerFiredEventAttributes).map(({ eventTime }) => millisecondsOf(eventTime));
    expect(firedAt).toHaveLength(2); // the reminder's and the end's
    expect(firedAt[1]).toBeGreaterThanOrEqual(expiresAt);
    expect(firedAt[1]).toBeLessThan(expiresAt + 1_000);
    const { past } = await olivia.timeline.ofProcess.query({ processId: (await processOf(id))!.id });
    expect(past.map(({ kind }) => kind)).toContain('invitation_expired');
  });

  it('B16 reminds once, 12 hours before the end, with the same link', async () => {
    const { email, expiresAt } = await invite();
    await time.passUntil(expiresAt - 12 * HOUR - 1_000);
    expect(await sent(email)).toHaveLength(1);
    await time.passUntil(expiresAt - 12 * HOUR + 1_000);
    await eventually(async () => {
      expect(await sent(email)).toHaveLength(2);
    });
    await time.passUntil(expiresAt + HOUR);
    expect(await sent(email)).toHaveLength(2);
    const links = await Promise.all(
      (await sent(email)).map(async ({ id }) => /token=([\w-]+)/.exec((await time.outside.openMail(id)).text)?.[1]),
    );
    expect(new Set(links).size).toBe(1);
  });

  it('B22 activated by hand ends it: no reminder, no expiry', async () => {
    const { id, email } = await invite();
    await carla.users.activateByHand.mutate({ id, password: 'given by the administrator' });
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ state: 'done', step: 'activation_activated' });
    });
    await isOver(id);
    await eventually(async () => {
      expect(await sent(email)).toHaveLength(1);
    });
  });

  it('B21 a disabled user is reminded of nothing', async () => {
    const { id, email } = await invite();
    await carla.users.disable.mutate({ id, reason: 'invited by mistake' });
    await eventually(async () => {
      expect(await processOf(id)).toMatchObject({ state: 'ended', step: 'activation_closed' });
    });
    await isOver(id);
    await eventually(async () => {
      expect(await sent(email)).toHaveLength(1);
    });
  });

  it('B16 B22 resent after it expired, it is another process with a link of its own', async () => {
    const { id, email, expiresAt } = await invite();
    await time.passUntil(expiresAt + 1_000);
    await eventually(async () => {
      expect((await processOf(id))?.state).toBe('ended');
    });
    const already = (await sent(email)).length;
    await carla.users.resendActivation.mutate({ id });
    await eventually(async () => {
      expect(await sent(email)).toHaveLength(already + 1);
    });
    const { rows } = await olivia.processes.list.query({ kind: ['activation'], limit: 200 });
    expect(rows.map(({ workflowId }) => workflowId)).toContain(`activation/${id}/2`);
  });
});
