import type { Request } from 'express';
import type { SignInEvent } from '../session/sign-in-event.js';

/** The session library's callbacks as a promise. */
export const settle = (start: (done: (error?: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => {
      if (error) reject(error instanceof Error ? error : new Error('session store'));
      else resolve();
    });
  });

/**
 * A new session id at each sign-in, so that one planted before is worth nothing. With a line for the login history, both are
 * written or neither is.
 */
export const renewSession = async (request: Request, userId: string, address: string, beginning?: SignInEvent): Promise<void> => {
  await settle((done) => request.session.regenerate(done));
  request.session.userId = userId;
  request.session.address = address;
  request.session.browser = request.get('user-agent') ?? '';
  // Not as one of its properties: those are what is stored. It is said once.
  if (beginning) Object.defineProperty(request.session, 'beginning', { value: beginning, configurable: true });
  await settle((done) => request.session.save(done));
  delete request.session.beginning;
};
