import pg from 'pg';

/**
 * A pool of which no connection ends the program when it is lost. Whose query or transaction it carried is told by that being refused,
 * and an idle one is replaced at the next query; but it says so by an event as well, which nobody hears while it is being lent out or
 * taken back, and an `error` event that nobody hears is thrown.
 */
export const openPool = (config: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool(config);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};
