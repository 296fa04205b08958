import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Database } from '../../prisma/client.js';
import type { Settings } from '../../runtime/settings.js';
import { sessionIdleMs, SessionStore } from './session-store.js';

/** `__Host-`: the browser takes it only over a secure origin (loopback counts), for this host and every path. */
export const sessionCookie = '__Host-licenza';

/** Reads the session of a request; one is stored only once somebody has signed in. */
export const createSessionMiddleware = (database: Database, settings: Settings): RequestHandler =>
  session({
    name: sessionCookie,
    secret: settings.SESSION_SECRET,
    store: new SessionStore(database, settings),
    resave: false,
    saveUninitialized: false,
    rolling: true, // the browser keeps the cookie as long as the server keeps the session
    // A session that can't be read while the database is away isn't one to be removed: signing out does that itself.
    unset: 'keep',
    cookie: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: sessionIdleMs },
  });
