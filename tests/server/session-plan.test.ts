import { expect, it } from 'vitest';
import { sessionSql } from '../../server/session/session-store.js';
import { enterScope, ownDatabase } from '../support/sql.js';

it('the session of a request is read by indexes alone, however many users there are', async () => {
  const db = await ownDatabase();
  try {
    await enterScope(db.app, 'platform');
    await db.app("SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false)");
    await db.app(`PREPARE session AS ${sessionSql}`);
    const plan = (await db.app("EXPLAIN EXECUTE session('\\x00')")).map((row) => String(row['QUERY PLAN']));
    expect(plan.filter((line) => line.includes('Seq Scan'))).toEqual([]);
    // An index may also be read whole, without a condition.
    const conditions = plan.filter(
      (line, index) => /Scan using app_user_\w+/.test(plan[index - 1] ?? '') && line.includes('Index Cond: (id = '),
    );
    expect(conditions).toHaveLength(2);
  } finally {
    await db.drop();
  }
});
