import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandEnds, commandStates, commandTransitions, type CommandState } from '../../domain/command/command.js';
import { enterScope, ownDatabase, sqlState } from '../support/sql.js';

let db: Awaited<ReturnType<typeof ownDatabase>>;
const family = randomUUID();
const customer = randomUUID();
beforeAll(async () => {
  db = await ownDatabase();
  await db.owner("INSERT INTO channel (id, tier, tier1_id, name) VALUES ($1, 1, $1, 'T1')", [family]);
  await db.owner(
    `INSERT INTO customer (id, tier1_id, channel_id, account_name, account_name_key, company, city, state_or_province, contact_first_name,
       contact_last_name, contact_email, state) VALUES ($1, $2, $2, 'one', 'one', 'C', 'C', 'S', 'F', 'L', 'e@x.example', 'active')`,
    [customer, family],
  );
  await enterScope(db.app, 'platform');
});
afterAll(() => db.drop());

const isEnd = (state: CommandState) => (commandEnds as readonly string[]).includes(state);

/** A command in a state; the owner of the table puts it there at once. */
const commandIn = async (state: CommandState): Promise<string> => {
  const id = randomUUID();
  await db.owner(
    `INSERT INTO command (id, tier1_id, channel_id, customer_id, kind, subject_type, subject_id, workflow_id, actor_id, actor_name, reason, state, ended_at)
     VALUES ($1, $2, $2, $3, 'order.retry', 'order', $1, 'order/x', $1, 'A B', 'why', $4::text, CASE WHEN $5 THEN now() END)`,
    [id, family, customer, state, isEnd(state)],
  );
  return id;
};
const move = (id: string, to: CommandState) =>
  db.app('UPDATE command SET state = $2, ended_at = CASE WHEN $3 THEN coalesce(ended_at, now()) END WHERE id = $1', [id, to, isEnd(to)]);

describe('a command’s row', () => {
  it('goes only where the table of domain/command lets it', async () => {
    for (const from of commandStates)
      for (const to of commandStates.filter((state) => state !== from)) {
        const allowed = commandTransitions[from].includes(to);
        const moved = move(await commandIn(from), to);
        if (allowed) await moved;
        else expect(await sqlState(moved), `${from} → ${to}`).toBe('23514');
      }
  });

  it('keeps what was asked, and once it is settled everything', async () => {
    const id = await commandIn('sent');
    for (const column of ['kind', 'reason', 'actor_name', 'workflow_id'])
      expect(await sqlState(db.app(`UPDATE command SET ${column} = 'else' WHERE id = $1`, [id])), column).toBe('23514');
    expect(await sqlState(db.app(`UPDATE command SET input = '{"a": 1}' WHERE id = $1`, [id]))).toBe('23514');
    await move(id, 'done');
    for (const change of [`outcome = '{"code": "late"}'`, 'accepted_run = $1::text', "ended_at = now() + interval '1 day'"])
      expect(await sqlState(db.app(`UPDATE command SET ${change} WHERE id = $1::uuid AND $1::text IS NOT NULL`, [id])), change).toBe(
        '23514',
      );
    expect(await sqlState(db.app('DELETE FROM command WHERE id = $1', [id]))).toBe('42501');
  });

  it('says when it ended if and only if it has', async () => {
    const id = await commandIn('accepted');
    expect(await sqlState(db.app("UPDATE command SET state = 'done' WHERE id = $1", [id]))).toBe('23514');
    expect(await sqlState(db.app('UPDATE command SET ended_at = now() WHERE id = $1', [id]))).toBe('23514');
  });
});
