import type { Request, Response } from 'express';
import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { scopeOf, type Services } from '../context.js';
import { previewMessage } from '../message/preview-message.js';

/** GET /messages/:id/preview: a message's HTML for a frame of ours. It can't run a script, load anything or be framed elsewhere. */
export const messagePreview =
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = request.session.user;
    if (!user || !mayDo(user, 'message.read')) {
      response
        .status(user ? 403 : 401)
        .type('text/plain')
        .send(user ? 'forbidden' : 'not_signed_in');
      return;
    }
    const { data: id } = z.uuid().safeParse(request.params.id);
    const message = id
      ? await previewMessage(services, scopeOf(user), id).catch((error: unknown) => {
          if (error instanceof Failure) return undefined;
          throw error;
        })
      : undefined;
    if (!message) {
      response.status(404).type('text/plain').send('not_found');
      return;
    }
    response
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
      .set('x-frame-options', 'SAMEORIGIN')
      .type('html')
      .send(message.html);
  };
