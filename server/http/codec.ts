import express, { Router, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import { createPayloadCodec } from '../../runtime/payload-codec.js';
import type { Services } from '../context.js';

/** A page of the engine's UI asks for all payloads of a workflow at once; each is at most 2 MB, and ours are below 64 kB. */
const BODY_LIMIT = '8mb';

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const body = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), base64).default({}), data: base64.optional() })).max(10_000),
});
type Payload = z.output<typeof body>['payloads'][number];

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
const toJson = ({ metadata, data }: { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array | null }) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, text(value)])),
  ...(data ? { data: text(data) } : {}),
});

const refuse = (response: Response, status: number, message: FailureCode): void => {
  response.status(status).json({ message });
};

/** Lets pages of one foreign origin ask, with the session's cookie; everybody else is refused, with no origin too. */
const onlyFrom =
  (origin: string): RequestHandler =>
  (request, response, next) => {
    response.vary('Origin');
    if (request.get('origin') !== origin) {
      refuse(response, 403, 'origin_refused');
      return;
    }
    response.set({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set({ 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type, x-namespace, authorization' });
    response.status(204).end();
  };

const onlyOperators: RequestHandler = (request, response, next) => {
  const { user } = request.session;
  if (mayDo(user, 'process.payloads')) next();
  else refuse(response, user ? 403 : 401, user ? 'forbidden' : 'not_signed_in');
};

/**
 * Temporal's remote codec, for the engine's own UI: POST /decode with encrypted payloads gives readable ones to an operator who is
 * signed in. What can't be read, as its key is gone, comes back as it was. Nothing is encrypted here: that UI starts nothing of ours.
 * In the sandbox nobody needs to be signed in, as the local engine's UI can't be told to send the cookie.
 */
export const payloadDecoder = ({ settings, log }: Services, readSession: RequestHandler): Router => {
  const router = Router();
  const origin = settings.CODEC_UI_URL && new URL(settings.CODEC_UI_URL).origin;
  if (!origin) return router;
  const codec = createPayloadCodec(settings.PAYLOAD_KEYS);
  const decode = async (payload: Payload) => {
    try {
      return toJson((await codec.decode([payload]))[0] ?? payload);
    } catch {
      return toJson(payload);
    }
  };
  router.use('/decode', onlyFrom(origin));
  const allowed = settings.LICENZA_SANDBOX ? [] : [onlyOperators];
  router.post('/decode', readSession, ...allowed, express.json({ limit: BODY_LIMIT }), async (request, response) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) {
      refuse(response, 400, 'input_invalid');
      return;
    }
    const { payloads } = parsed.data;
    log.info({ requestId: request.id, userId: request.session.user?.id, payloads: payloads.length }, 'payloads decoded for the engine UI');
    response.json({ payloads: await Promise.all(payloads.map(decode)) });
  });
  return router;
};
