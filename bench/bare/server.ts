import { verify } from '@node-rs/argon2';
import express, { type RequestHandler } from 'express';
import pg from 'pg';
import { statementName } from '../../prisma/statement-name.js';
import { tenantOf, type Scope } from '../../prisma/scope.js';
import { customerListSql, type CustomerQuery } from '../../server/customer/customers.read-model.js';
import { userListSql, type UserQuery } from '../../server/user/users.read-model.js';
import { marketplaceSql, type MarketplaceQuery } from '../../server/marketplace/marketplace.read-model.js';
import { orderListSql, type OrderListInput } from '../../server/order/orders.read-model.js';
import type { BareServerEnvironment } from './start-bare.js';

// What the product's server is measured against: express and pg, the product's SQL, and nothing else; no session, no row-level
// security (it works as the owner of the tables), no check of what comes in.
const { PORT, DATABASE_URL, BARE_SCOPE, BARE_PASSWORD_HASH } = process.env as BareServerEnvironment & NodeJS.ProcessEnv;
const scope = JSON.parse(BARE_SCOPE) as Scope;
const options = `-c timezone=UTC -c licenza.scope=${scope.kind} -c licenza.tenant=${tenantOf(scope)}`;
const pool = new pg.Pool({ connectionString: DATABASE_URL, options });

const rowsOf =
  <Query>(build: (query: Query) => { sql: string; values: unknown[] }): RequestHandler =>
  async (request, response) => {
    const { sql, values } = build(JSON.parse(request.query.input as string) as Query);
    const { rows } = await pool.query({ name: statementName(sql), text: sql, values });
    response.json({ rows });
  };

const app = express();
app.disable('x-powered-by');
app.get('/', (_request, response) => response.send('ready'));
app.get(
  '/customers',
  rowsOf((query: CustomerQuery) => customerListSql(scope, query)),
);
app.get(
  '/users',
  rowsOf((query: UserQuery) => userListSql(query)),
);
app.get(
  '/orders',
  rowsOf((query: OrderListInput) => orderListSql(scope, query)),
);
app.get(
  '/products',
  rowsOf((query: MarketplaceQuery) => marketplaceSql(query)),
);
app.post('/verify', express.json(), async (request, response) => {
  response.json({ ok: await verify(BARE_PASSWORD_HASH, (request.body as { password: string }).password) });
});

const server = app.listen(Number(PORT), '127.0.0.1');
// As long as the product's: a connection waits while the other side has its turn.
server.keepAliveTimeout = 75_000;
const stop = () => {
  server.close();
  server.closeAllConnections();
  void pool.end().finally(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
