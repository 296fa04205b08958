import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let holding: Sql;
let rita: Api;
let olivia: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  const { DATABASE_URL: url } = stack.settings;
  [sql, holding] = await Promise.all([openSql(url), openSql(url)]);
  [rita, olivia] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'olivia')]);
});
afterAll(async () => {
  await Promise.all([sql.end(), holding.end()]);
  await stack.stop();
});

const reason = 'a race';
// The first who writes users stands still just before it, with all that was looked at and decided, until the lock is let go of.
const GATE = `
  CREATE SEQUENCE gate_seq;
  CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF nextval('gate_seq') = 1 THEN PERFORM pg_advisory_xact_lock(4711); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER gate BEFORE UPDATE ON app_user FOR EACH STATEMENT EXECUTE FUNCTION gate()`;
const stoodStill = () =>
  eventually(async () => {
    const rows = await sql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted");
    expect(rows).toHaveLength(1);
  });

/** Somebody is given a role between `removeHim` looking at him and writing; then `removeOther` has its moment. How many were done. */
const promotedMeanwhile = async (
  { id, role }: { id: string; role: string },
  removeHim: () => Promise<unknown>,
  removeOther: () => Promise<unknown>,
): Promise<number> => {
  await holding('SELECT pg_advisory_lock(4711)');
  await sql(GATE);
  const first = removeHim();
  await stoodStill();
  await sql('UPDATE app_user SET role = $2 WHERE id = $1', [id, role]);
  const second = removeOther();
  await Promise.race([second.catch(() => undefined), wait(1_500)]);
  await holding('SELECT pg_advisory_unlock(4711)');
  const outcomes = await Promise.allSettled([first, second]);
  await sql('DROP TRIGGER gate ON app_user; DROP FUNCTION gate(); DROP SEQUENCE gate_seq');
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
};

describe('the last administrator', () => {
  it('B21 stays, also when somebody becomes one while he is being taken away', async () => {
    const { customerId, firstUser } = await rita.customers.create.mutate(aCustomer());
    const person = {
      firstName: 'Ivo',
      lastName: 'Testa',
      email: `i-${randomUUID().slice(0, 8)}@prova.example`,
      sendActivationEmail: false,
    };
    const { userIds } = await rita.users.add.mutate({ customerId, idempotencyKey: randomUUID(), users: [person] });
    const id = userIds[0]!;
    const done = await promotedMeanwhile(
      { id, role: 'customer_admin' },
      () => rita.users.disable.mutate({ id, reason }),
      () => rita.users.delete.mutate({ id: firstUser.id, reason }),
    );
    expect(done).toBe(1);
    const left = await sql(
      "SELECT 1 FROM app_user WHERE customer_id = $1 AND role = 'customer_admin' AND state <> 'disabled' AND deleted_at IS NULL",
      [customerId],
    );
    expect(left).toHaveLength(1);
  });

  it('C20 stays among the operators too', async () => {
    const [me] = await sql("SELECT id, password_hash FROM app_user WHERE login_name = 'olivia@licenza.example'");
    const loginName = `nora-${randomUUID().slice(0, 8)}@licenza.example`;
    const person = { firstName: 'Nora', lastName: 'Neri', email: loginName, role: 'support' as const };
    const { userId: id } = await olivia.staff.invite.mutate(person);
    await sql("UPDATE app_user SET state = 'ready', password_hash = $2 WHERE id = $1", [id, me!.password_hash]);
    const { api } = createApi(stack.url);
    const done = await promotedMeanwhile(
      { id, role: 'operator' },
      () => olivia.staff.disable.mutate({ id, reason }),
      async () => {
        await api.auth.signIn.mutate({ loginName, password: 'operator-demo-1' });
        await api.staff.disable.mutate({ id: String(me!.id), reason });
      },
    );
    expect(done).toBe(1);
    expect(await sql("SELECT 1 FROM app_user WHERE role = 'operator' AND state = 'ready' AND deleted_at IS NULL")).toHaveLength(1);
  });
});
