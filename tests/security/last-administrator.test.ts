import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { whileStandingBefore } from '../support/gate.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let sql: Sql;
let rita: Api;
let olivia: Api;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  [rita, olivia] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'olivia')]);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const reason = 'a race';
/** Somebody is given a role between `removeHim` looking at him and writing; then `removeOther` has its moment. How many were done. */
const promotedMeanwhile = async (
  { id, role }: { id: string; role: string },
  removeHim: () => Promise<unknown>,
  removeOther: () => Promise<unknown>,
): Promise<number> => {
  const outcomes = await whileStandingBefore(stack.settings.DATABASE_URL, ['UPDATE', 'app_user'], removeHim, async () => {
    await sql('UPDATE app_user SET role = $2 WHERE id = $1', [id, role]);
    return [removeOther()];
  });
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
