import type { Request } from 'express';
import type { SessionBeginning } from '../session/session-store.js';

/** The session library's callbacks as a promise. */
export const settle = (start: (done: (error?: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => {
      if (error) reject(error instanceof Error ? error : new Error('session store'));
      else resolve();
    });
  });

/**
 * A new session id at each sign-in, so that one planted before is worth nothing. Throws sign_in_failed when its user has been changed
 * since it was looked at.
 */
export const renewSession = async (
  request: Request,
  { userId, address, ...beginning }: { userId: string; address: string } & SessionBeginning,
): Promise<void> => {
  await settle((done) => request.session.regenerate(done));
  request.session.userId = userId;
  request.session.address = address;
  request.session.browser = request.get('user-agent') ?? '';
  // Not as one of its properties: those are what is stored. It is said once.
  Object.defineProperty(request.session, 'beginning', { value: beginning, configurable: true });
  await settle((done) => request.session.save(done));
  delete request.session.beginning;
};
