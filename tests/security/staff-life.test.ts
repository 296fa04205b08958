import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedId } from '../../prisma/seed.js';
import { openDatabase, type Database } from '../../prisma/client.js';
import { watchStaffInvitations } from '../../server/staff/watch-invitations.js';
import { createApi, failureFrom, signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { enrol } from '../support/factor.js';
import { mailsTo, openMail } from '../support/inbox.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let database: Database;
let olivia: Api;
let sam: Api;
let rita: Api;
let teo: Api;
beforeAll(async () => {
  stack = await startStack();
  sql = await openSql(stack.settings.DATABASE_URL);
  database = openDatabase(stack.settings.DATABASE_URL);
  const as = (name: 'olivia' | 'sam' | 'rita' | 'teo') => signedIn(stack.url, name);
  [olivia, sam, rita, teo] = await Promise.all([as('olivia'), as('sam'), as('rita'), as('teo')]);
});
afterAll(async () => {
  await sql.end();
  await database.close();
  await stack.stop();
});

const password = 'sei cavalli corrono piano';
const reason = 'a test';
type Role = 'operator' | 'support' | 'reseller_admin';
const invitationOf = (role: Role, channel = 'nordica') => {
  const person = { firstName: 'Nora', lastName: 'Neri', email: `nora-${randomUUID().slice(0, 8)}@licenza.example` };
  return role === 'reseller_admin' ? { ...person, role, channelId: seedId(channel) } : { ...person, role };
};

const tokensTo = (address: string, page: string, count: number): Promise<string[]> =>
  eventually(async () => {
    const texts = await Promise.all((await mailsTo(address)).map(({ id }) => openMail(id)));
    const tokens = texts.flatMap(({ text }) => new RegExp(`/${page}\\?token=([\\w-]+)`).exec(text)?.[1] ?? []);
    expect(tokens).toHaveLength(count);
    return tokens;
  });

interface Member {
  readonly id: string;
  readonly email: string;
  readonly api: Api;
}

/** Somebody who was invited and has followed the link. */
const member = async (by: Api, role: Role, channel?: string): Promise<Member> => {
  const invitation = invitationOf(role, channel);
  const { userId: id } = await by.staff.invite.mutate(invitation);
  const [token] = await tokensTo(invitation.email, 'activate', 1);
  const { api } = createApi(stack.url);
  await api.auth.activate.mutate({ token: token!, password });
  return { id, email: invitation.email, api };
};

describe('somebody who works here or for a reseller', () => {
  it('C20 is invited by mail, follows the link once, and is what they were invited as', async () => {
    for (const role of ['operator', 'support', 'reseller_admin'] as const) {
      const one = await member(olivia, role);
      expect((await one.api.auth.me.query())?.user.role).toBe(role);
      const [token] = await tokensTo(one.email, 'activate', 1);
      expect(await failureFrom(createApi(stack.url).api.auth.activate.mutate({ token: token!, password }))).toMatchObject({
        code: 'token_invalid',
      });
      expect(await olivia.staff.get.query({ id: one.id })).toMatchObject({ state: 'ready', role, mayManage: true });
    }
    expect((await mailsTo('olivia@licenza.example')).length).toBeGreaterThan(0); // the other operators are told of a new one
  });

  it('C20 is invited anew, and the older link is dead; the page of an old link asks for a new one too', async () => {
    const invitation = invitationOf('reseller_admin');
    const { userId } = await rita.staff.invite.mutate(invitation);
    const [first] = await tokensTo(invitation.email, 'activate', 1);
    await rita.staff.resendInvitation.mutate({ id: userId });
    const second = (await tokensTo(invitation.email, 'activate', 2)).find((token) => token !== first)!;
    expect(await createApi(stack.url).api.auth.activation.query({ token: first! })).toMatchObject({ state: 'revoked' });
    await createApi(stack.url).api.auth.requestActivation.mutate({ token: second });
    const third = (await tokensTo(invitation.email, 'activate', 3)).find((token) => token !== first && token !== second)!;
    expect(await createApi(stack.url).api.auth.activation.query({ token: third })).toMatchObject({ state: 'valid' });
    expect(await failureFrom(rita.staff.invite.mutate(invitation))).toMatchObject({
      issues: [{ path: ['email'], code: 'login_name_taken' }],
    });
  });

  it('C20 is reminded once before the link ends, and whoever invited is told once that it has; not after the link was followed', async () => {
    const [followed, forgotten] = [await member(olivia, 'support'), invitationOf('support')];
    const { userId } = await olivia.staff.invite.mutate(forgotten);
    const [token] = await tokensTo(forgotten.email, 'activate', 1);
    const look = () => Promise.all([1, 2, 3].map(() => watchStaffInvitations(database, stack)));
    const endsIn = (hours: number) =>
      sql("UPDATE user_token SET expires_at = now() + $2 * interval '1 hour' WHERE user_id = ANY ($1) AND purpose = 'activation'", [
        [userId, followed.id],
        hours,
      ]);
    await endsIn(13);
    await look();
    await endsIn(11);
    await look();
    await look();
    expect(await tokensTo(forgotten.email, 'activate', 2)).toEqual([token, token]);
    await endsIn(-1);
    await look();
    await look();
    const told = await sql("SELECT to_address FROM message WHERE template = 'invitation_expired'");
    expect(told).toEqual([{ to_address: 'olivia@licenza.example' }]);
    expect((await olivia.staff.get.query({ id: userId })).audit.map(({ action }) => action)).toContain('user.invitation_expired');
    expect(await mailsTo(followed.email)).toHaveLength(1);
  });

  it('C20 chooses a new password by a link, asked for by themselves or sent by those above', async () => {
    const one = await member(olivia, 'support');
    await createApi(stack.url).api.auth.requestReset.mutate({ loginName: one.email });
    const [token] = await tokensTo(one.email, 'reset-password', 1);
    await olivia.staff.sendPasswordLink.mutate({ id: one.id });
    const [, again] = await tokensTo(one.email, 'reset-password', 2);
    expect(again).toBe(token); // the living link is sent again
    await createApi(stack.url).api.auth.resetPassword.mutate({ token: token!, password: `${password} due` });
    expect(await one.api.auth.me.query()).toBeNull();
    const { api } = createApi(stack.url);
    expect(await api.auth.signIn.mutate({ loginName: one.email, password: `${password} due` })).toEqual({ ok: true });
  });

  it('C20 is disabled, enabled, given another role and deleted; each ends what was open, and is in the audit log', async () => {
    const one = await member(olivia, 'support');
    await olivia.staff.disable.mutate({ id: one.id, reason });
    expect(await one.api.auth.me.query()).toBeNull();
    await olivia.staff.enable.mutate({ id: one.id });
    expect(await failureFrom(olivia.staff.enable.mutate({ id: one.id }))).toMatchObject({ code: 'state_conflict' });
    await one.api.auth.signIn.mutate({ loginName: one.email, password });
    await olivia.staff.changeRole.mutate({ id: one.id, role: 'operator' });
    expect(await one.api.auth.me.query()).toBeNull();
    await olivia.staff.delete.mutate({ id: one.id, reason });
    expect(await failureFrom(olivia.staff.get.query({ id: one.id }))).toMatchObject({ code: 'not_found' });
    expect(await failureFrom(createApi(stack.url).api.auth.signIn.mutate({ loginName: one.email, password }))).toMatchObject({
      code: 'sign_in_failed',
    });
    const actions = await sql('SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id', [one.id]);
    expect(actions.map(({ action }) => action)).toEqual([
      'staff.invite',
      'user.activate',
      'user.disable',
      'user.enable',
      'user.change_role',
      'user.delete',
    ]);
  });
});

describe('who may do it', () => {
  it('C20 is those above alone: a reseller its own channels’ people, support nobody, a customer not at all', async () => {
    const carla = await signedIn(stack.url, 'carla');
    for (const role of ['operator', 'support'] as const)
      expect(await failureFrom(rita.staff.invite.mutate(invitationOf(role)))).toMatchObject({ code: 'forbidden' });
    expect(await failureFrom(rita.staff.invite.mutate(invitationOf('reseller_admin', 'alpina')))).toMatchObject({
      issues: [{ path: ['channelId'], code: 'channel' }],
    });
    for (const api of [sam, carla])
      expect(await failureFrom(api.staff.invite.mutate(invitationOf('reseller_admin')))).toMatchObject({ code: 'forbidden' });
    const below = await member(rita, 'reseller_admin', 'laguna'); // of its tier-2 channel
    const colleague = await member(rita, 'reseller_admin');
    expect(await failureFrom(teo.staff.disable.mutate({ id: colleague.id, reason }))).toMatchObject({ code: 'not_found' });
    await teo.staff.disable.mutate({ id: below.id, reason });
    const operatorId = (await olivia.auth.me.query())!.user.id;
    expect(await failureFrom(rita.staff.disable.mutate({ id: operatorId, reason }))).toMatchObject({ code: 'not_found' });
    expect(await failureFrom(olivia.staff.changeRole.mutate({ id: colleague.id, role: 'operator' }))).toMatchObject({ code: 'forbidden' });
    const seen = async (api: Api) => new Set((await api.staff.list.query({ limit: 200 })).rows.map(({ role }) => role));
    expect(await seen(rita)).toEqual(new Set(['reseller_admin']));
    expect(await seen(olivia)).toEqual(new Set(['operator', 'support', 'reseller_admin']));
    expect((await teo.staff.list.query({})).rows.map(({ id }) => id)).not.toContain(colleague.id);
  });

  it('C20 nobody ends themselves, and the last of a kind stays, also when two remove each other at one moment', async () => {
    const [me, ritaId, teoId] = (await Promise.all([olivia, rita, teo].map((api) => api.auth.me.query()))).map((one) => one!.user.id);
    for (const deed of ['disable', 'delete'] as const) {
      expect(await failureFrom(olivia.staff[deed].mutate({ id: me!, reason }))).toMatchObject({ code: 'forbidden' });
      expect(await failureFrom(rita.staff[deed].mutate({ id: ritaId!, reason }))).toMatchObject({ code: 'forbidden' });
    }
    expect(await failureFrom(olivia.staff.changeRole.mutate({ id: me!, role: 'support' }))).toMatchObject({ code: 'forbidden' });
    await sql("UPDATE app_user SET state = 'disabled' WHERE channel_id = $1 AND customer_id IS NULL AND id <> $2", [
      seedId('laguna'),
      teoId,
    ]);
    expect(await failureFrom(rita.staff.delete.mutate({ id: teoId!, reason }))).toMatchObject({ code: 'last_administrator' });
    await sql("UPDATE app_user SET state = 'disabled' WHERE role = 'operator' AND id <> $1", [me]);
    const other = await member(olivia, 'operator');
    const outcomes = await Promise.allSettled([
      olivia.staff.disable.mutate({ id: other.id, reason }),
      other.api.staff.disable.mutate({ id: me!, reason }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const left = await sql("SELECT 1 FROM app_user WHERE role = 'operator' AND state = 'ready' AND deleted_at IS NULL");
    expect(left).toHaveLength(1);
    await sql("UPDATE app_user SET state = 'ready' WHERE id = $1", [me]);
    olivia = await signedIn(stack.url, 'olivia');
  });
});

describe('a lost second factor', () => {
  it('C18 of a reseller and of support is taken away by an operator, and by nobody else', async () => {
    const one = await member(olivia, 'reseller_admin');
    await enrol(one.api);
    expect(await failureFrom(rita.staff.resetFactor.mutate({ id: one.id, reason }))).toMatchObject({ code: 'forbidden' });
    expect(await failureFrom(sam.staff.resetFactor.mutate({ id: one.id, reason }))).toMatchObject({ code: 'forbidden' });
    expect(await olivia.staff.resetFactor.mutate({ id: one.id, reason })).toEqual({ state: 'done' });
    expect(await one.api.auth.me.query()).toBeNull();
    await eventually(async () => {
      const mails = await Promise.all((await mailsTo(one.email)).map(({ id }) => openMail(id)));
      expect(mails.some(({ text }) => text.includes('was taken away'))).toBe(true);
    });
  });

  it('C18 of an operator takes two persons, neither of whom is the one whose it is', async () => {
    const [lost, second] = await Promise.all([member(olivia, 'operator'), member(olivia, 'operator')]);
    await enrol(lost.api);
    expect(await sam.staff.resetFactor.mutate({ id: lost.id, reason })).toEqual({ state: 'asked' });
    expect(await failureFrom(olivia.staff.resetFactor.mutate({ id: lost.id, reason }))).toMatchObject({ code: 'process_running' });
    const { reset } = await olivia.staff.get.query({ id: lost.id });
    expect(reset).toMatchObject({ reason, mayApprove: true, askedByName: 'Sam Support' });
    const approve = (api: Api) => api.staff.approveFactorReset.mutate({ id: reset!.id });
    expect(await failureFrom(approve(sam))).toMatchObject({ code: 'forbidden' });
    expect(await failureFrom(approve(lost.api))).toMatchObject({ code: 'forbidden' });
    expect(await sql('SELECT 1 FROM second_factor WHERE user_id = $1', [lost.id])).toHaveLength(1);
    const outcomes = await Promise.allSettled([approve(olivia), approve(second.api)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sql('SELECT 1 FROM second_factor WHERE user_id = $1', [lost.id])).toEqual([]);
    expect(await lost.api.auth.me.query()).toBeNull();
  });

  it('C18 of an operator takes two persons too when the role is taken away first, to be given back later', async () => {
    const lost = await member(olivia, 'operator');
    await enrol(lost.api);
    await olivia.staff.changeRole.mutate({ id: lost.id, role: 'support' });
    expect(await olivia.staff.resetFactor.mutate({ id: lost.id, reason })).toEqual({ state: 'asked' });
    const { reset, factorTakesTwo } = await olivia.staff.get.query({ id: lost.id });
    expect(factorTakesTwo).toBe(true);
    expect(await failureFrom(olivia.staff.approveFactorReset.mutate({ id: reset!.id }))).toMatchObject({ code: 'forbidden' });
    await olivia.staff.changeRole.mutate({ id: lost.id, role: 'operator' });
    expect(await sql('SELECT 1 FROM second_factor WHERE user_id = $1', [lost.id])).toHaveLength(1);
  });

  it('C18 that an operator asked for isn’t approved by the same one, runs out in a day, and the database knows it too', async () => {
    const lost = await member(olivia, 'operator');
    await enrol(lost.api);
    await olivia.staff.resetFactor.mutate({ id: lost.id, reason });
    const { reset } = await olivia.staff.get.query({ id: lost.id });
    expect(reset).toMatchObject({ mayApprove: false, isMine: true });
    expect(await failureFrom(olivia.staff.approveFactorReset.mutate({ id: reset!.id }))).toMatchObject({ code: 'forbidden' });
    await expect(
      sql("UPDATE factor_reset SET state = 'approved', settled_by = asked_by, settled_at = now() WHERE id = $1", [reset!.id]),
    ).rejects.toThrow('two_persons');
    await sql("UPDATE factor_reset SET expires_at = now() - interval '1 second' WHERE id = $1", [reset!.id]);
    const second = await member(olivia, 'operator');
    expect(await failureFrom(second.api.staff.approveFactorReset.mutate({ id: reset!.id }))).toMatchObject({ code: 'too_late' });
    expect(await olivia.staff.resetFactor.mutate({ id: lost.id, reason })).toEqual({ state: 'asked' }); // anew
    const again = (await olivia.staff.get.query({ id: lost.id })).reset!;
    await olivia.staff.callOffFactorReset.mutate({ id: again.id });
    expect(await failureFrom(second.api.staff.approveFactorReset.mutate({ id: again.id }))).toMatchObject({ code: 'too_late' });
    expect(await sql('SELECT 1 FROM second_factor WHERE user_id = $1', [lost.id])).toHaveLength(1);
  });
});
