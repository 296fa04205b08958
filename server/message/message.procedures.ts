import { z } from 'zod';
import { procedureFor } from '../trpc.js';
import { previewMessage } from './preview-message.js';

/** A message as text, with where it goes; its HTML is served at /messages/<id>/preview. Error: not_found. */
export const preview = procedureFor('message.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const { html: _html, ...message } = await previewMessage(ctx, ctx.scope, input.id);
    return { ...message, htmlUrl: `/messages/${input.id}/preview` };
  });
