import type { Request } from 'express';

/** The session library's callbacks as a promise. */
export const settle = (start: (done: (error?: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => {
      if (error) reject(error instanceof Error ? error : new Error('session store'));
      else resolve();
    });
  });

/** A new session id at each sign-in, so that one planted before is worth nothing. */
export const renewSession = async (request: Request, userId: string, address: string): Promise<void> => {
  await settle((done) => request.session.regenerate(done));
  request.session.userId = userId;
  request.session.address = address;
  request.session.browser = request.get('user-agent') ?? '';
  await settle((done) => request.session.save(done));
};
