import { isIP } from 'node:net';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Counter, Histogram } from 'prom-client';
import { Failure, failureKinds } from '../../domain/failure/failure-code.js';
import type { Context, Services } from '../context.js';
import { failureOf } from '../errors/failure-of.js';
import { appRouter } from '../router.js';
import { noteReader } from '../security/password-threads.js';
import { createSecurityHeaders } from '../security/headers.js';
import { createRequestGuard } from '../security/request-guard.js';
import { createSessionMiddleware } from '../session/session-middleware.js';
import { answerQueries } from './answer-queries.js';
import { payloadDecoder } from './codec.js';
import { customersCsv } from './customers-csv.js';
import { healthz, readyz } from './health.js';
import { messagePreview } from './message-preview.js';
import { logRequests } from './request-log.js';
import { ordersCsv } from './orders-csv.js';
import { processesCsv } from './processes-csv.js';
import { limitBatch, readBody } from './request-limits.js';
import { serveUi } from './serve-ui.js';
import { usersCsv } from './users-csv.js';
import { webhook } from './webhooks.js';

/** Where a request comes from: what a named proxy says, if that is an address, else the other end of the connection. */
const addressOf = ({ ip = '', socket }: express.Request): string => (isIP(ip) > 0 ? ip : (socket.remoteAddress ?? ''));

const contextOf =
  (services: Services) =>
  (request: express.Request): Context => ({
    ...services,
    request,
    requestId: request.id,
    address: addressOf(request),
    user: request.session.user,
  });

/** The last word on any error: our code and an id to quote, never a stack. */
const answerError =
  ({ log }: Services): ErrorRequestHandler =>
  (error: { type?: string; status?: number }, request, response, next) => {
    if (response.headersSent) {
      // The session's time couldn't be noted after a whole answer: cutting the connection, as express does, would hit the next request on it.
      if (response.writableEnded) log.warn({ err: error, requestId: request.id }, 'failed after its answer');
      else next(error);
      return;
    }
    const known =
      error.type === 'entity.too.large'
        ? new Failure('payload_too_large')
        : (error.status ?? 500) < 500
          ? new Failure('input_invalid')
          : failureOf(error);
    const status = { payload_too_large: 413, input_invalid: 400, database_unreachable: 503 }[known.code as string] ?? 500;
    if (status >= 500) log.error({ err: error, requestId: request.id }, 'request failed');
    response.status(status).json({
      error: {
        message: known.code,
        code: -32_603,
        data: {
          code: failureKinds[known.code].trpc,
          httpStatus: status,
          failure: { code: known.code, params: known.params },
          issues: [],
          errorId: request.id,
        },
      },
    });
  };

/** The labels that a request may have; a stranger's words would make a new series each. */
const PROCEDURES = new Set(Object.keys(appRouter._def.procedures));

const observe =
  (durations: Histogram<'route' | 'status'>): RequestHandler =>
  (request, response, next) => {
    const end = durations.startTimer();
    response.on('finish', () => {
      const [first = ''] = request.originalUrl.replace('/trpc/', '').split(/[?,]/);
      end({ route: PROCEDURES.has(first) ? first : 'other', status: String(response.statusCode) });
    });
    next();
  };

/** Who is in and reads isn't to be kept waiting by those who sign in. */
const giveWayToReaders: RequestHandler = (request, _response, next) => {
  if (request.method === 'GET') noteReader();
  next();
};

/** The whole HTTP surface: API, exports, health, and the UI's files. */
export const createApp = (
  services: Services,
  { uiFolder, durations, notices }: { uiFolder: string; durations: Histogram<'route' | 'status'>; notices: Counter<'source' | 'outcome'> },
): Express => {
  const { settings, database, log } = services;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', settings.TRUSTED_PROXIES.length > 0 ? settings.TRUSTED_PROXIES : false);
  app.use(createSecurityHeaders(settings.PUBLIC_URL.startsWith('https://')));
  app.get('/healthz', healthz);
  app.get('/readyz', readyz(services));
  app.use(logRequests(log));
  app.use(observe(durations));
  app.use(giveWayToReaders);
  const session = createSessionMiddleware(database, settings);
  const guard = createRequestGuard(settings.PUBLIC_URL);
  // express-session believes a request is secure only over TLS; browsers take loopback as secure too, and PUBLIC_URL says https elsewhere.
  const assumeSecure: RequestHandler = (request, _response, next) => {
    Object.defineProperty(request, 'secure', { value: true, configurable: true });
    next();
  };
  const noStore: RequestHandler = (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  };
  const createContext = contextOf(services);
  app.use(
    '/trpc',
    noStore,
    guard,
    limitBatch,
    ...readBody,
    assumeSecure,
    session,
    answerQueries(createContext, appRouter),
    createExpressMiddleware({ router: appRouter, createContext: ({ req }) => createContext(req) }),
  );
  app.use('/codec', noStore, assumeSecure, payloadDecoder(services, session));
  app.get('/export/customers.csv', noStore, guard, assumeSecure, session, customersCsv(services));
  app.get('/export/orders.csv', noStore, guard, assumeSecure, session, ordersCsv(services));
  app.get('/export/processes.csv', noStore, guard, assumeSecure, session, processesCsv(services));
  app.get('/export/users.csv', noStore, guard, assumeSecure, session, usersCsv(services));
  app.get('/messages/:id/preview', noStore, guard, assumeSecure, session, messagePreview(services));
  app.post('/webhooks/partner', noStore, ...webhook(services, 'partner', notices));
  app.post('/webhooks/card', noStore, ...webhook(services, 'card', notices));
  app.use(serveUi(uiFolder));
  app.use(answerError(services));
  return app;
};
