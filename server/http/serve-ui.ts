import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';

/** Files with a hash in their name never change; everything else is asked for anew. */
const setCaching = (response: express.Response, path: string): void => {
  response.set('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
};

/** The built UI, and its index page for every route of the UI's own. What looks like a file and isn't there is 404. */
export const serveUi = (folder: string): RequestHandler => {
  const router = Router();
  router.use(express.static(folder, { index: false, setHeaders: setCaching }));
  router.use((request, response, next) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || /\.[a-z0-9]{2,5}$/i.test(request.path)) {
      response.status(404).type('text/plain').send('not_found');
      return;
    }
    response.set('cache-control', 'no-cache');
    response.sendFile(join(folder, 'index.html'), (error) => {
      if (error) next(error);
    });
  });
  return router;
};
