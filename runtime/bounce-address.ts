import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which sending of a message a return address belongs to. `round`: how often the message had been begun anew by then. */
export interface Sending {
  readonly messageId: string;
  readonly to: 'main' | 'emergency';
  readonly round: number;
}

/** Mail servers give up within days; a report that comes later than this is nobody's. */
export const BOUNCE_DAYS = 180;

const DAY_MS = 86_400_000;
const HEAD_BYTES = 20;
/** 80 bits: each guess is a conversation over SMTP. Together they are 60 digits of the 64 characters that a local part has. */
const PROOF_BYTES = 10;

const proofOf = (secret: string, head: Buffer): Buffer =>
  createHmac('sha256', secret).update('bounce:').update(head).digest().subarray(0, PROOF_BYTES);

/**
 * The envelope sender of one sending (variable envelope return path): what comes back to it can only be about that sending, and who has
 * neither the secret nor the mail can't make it. Hexadecimal, as some servers change the case of a local part.
 */
export const bounceAddress = (secret: string, domain: string, { messageId, to, round }: Sending, now: Date): string => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(to === 'main' ? 0 : 1, 0);
  head.writeUInt8(round % 256, 1);
  head.writeUInt16BE(Math.floor(now.getTime() / DAY_MS), 2);
  Buffer.from(messageId.replaceAll('-', ''), 'hex').copy(head, 4);
  return `${Buffer.concat([head, proofOf(secret, head)]).toString('hex')}@${domain}`;
};

/** The sending that an address was made for. Undefined: it is none of ours, or too old. */
export const readBounceAddress = (secret: string, domain: string, address: string, now: Date): Sending | undefined => {
  const [local = '', host = '', ...more] = address.toLowerCase().split('@');
  if (more.length > 0 || host !== domain.toLowerCase() || !/^[0-9a-f]{60}$/.test(local)) return undefined;
  const bytes = Buffer.from(local, 'hex');
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), proofOf(secret, head))) return undefined;
  const age = Math.floor(now.getTime() / DAY_MS) - head.readUInt16BE(2);
  if (age < 0 || age > BOUNCE_DAYS) return undefined;
  const id = head.subarray(4).toString('hex');
  const messageId = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { messageId, to: head.readUInt8(0) === 0 ? 'main' : 'emergency', round: head.readUInt8(1) };
};
