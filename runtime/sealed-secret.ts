import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { PayloadKey } from './settings.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A secret of ours as the database keeps it. */
export interface Sealed {
  readonly keyId: string;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** A key for one purpose alone: what one kind of thing is encrypted with opens no other. */
const keyFor = ({ key }: PayloadKey, purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', purpose, 32));

/** Seals a secret with the newest key (AES-256-GCM). It opens only for the same purpose and the same owner. */
export const seal = (keys: readonly PayloadKey[], purpose: string, owner: string, secret: Uint8Array): Sealed => {
  const [newest] = keys;
  if (!newest) throw new Error('at least one payload key is needed');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(newest, purpose), nonce).setAAD(Buffer.from(owner));
  const parts = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
  return { keyId: newest.id, sealed: new Uint8Array(Buffer.concat(parts)) };
};

/** Opens what {@link seal} sealed. Throws when its key isn't among them, or it was another one's. */
export const unseal = (keys: readonly PayloadKey[], purpose: string, owner: string, { keyId, sealed }: Sealed): Uint8Array => {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) throw new Error(`secret sealed with unknown key ${keyId}`);
  const data = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, purpose), data.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(owner));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
};
