import { createHash, createHmac } from 'node:crypto';

/**
 * The token of a link, derived from the message that carries it: 256 bits, the same at each try to
 * send it, and nowhere stored. Who has neither the secret nor the mail can't make it.
 */
export const deriveLinkToken = (secret: string, purpose: string, messageId: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${messageId}`).digest('base64url');

/** What the database keeps of a token. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(token).digest());
