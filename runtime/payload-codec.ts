import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { METADATA_ENCODING_KEY, type DataConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto'; // CommonJS: only its default export can be imported
import type { PayloadKey } from './settings.js';

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const text = (value: string): Uint8Array => encoder.encode(value);
const untext = (value: Uint8Array | null | undefined): string => (value ? decoder.decode(value) : '');

const PayloadMessage = proto.temporal.api.common.v1.Payload;

/** A key as ciphers take it without making it anew for each payload. */
interface ReadyKey {
  readonly id: string;
  readonly key: KeyObject;
}

const encrypt = (payload: Payload, { id, key }: ReadyKey): Payload => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const plain = PayloadMessage.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { [METADATA_ENCODING_KEY]: text(ENCODING), [KEY_ID]: text(id) }, data };
};

const decrypt = (payload: Payload, keys: ReadonlyMap<string, KeyObject>): Payload => {
  if (untext(payload.metadata?.[METADATA_ENCODING_KEY]) !== ENCODING || !payload.data) return payload;
  const id = untext(payload.metadata?.[KEY_ID]);
  const key = keys.get(id);
  if (!key) throw new Error(`payload encrypted with unknown key ${id}`);
  const data = Buffer.from(payload.data);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return PayloadMessage.decode(plain);
};

/**
 * Encrypts every payload that reaches the engine's history with AES-256-GCM. The first key encrypts;
 * older ones stay readable until no history needs them.
 */
export const createPayloadCodec = (keys: readonly PayloadKey[]): PayloadCodec => {
  const ready = keys.map(({ id, key }): ReadyKey => ({ id, key: createSecretKey(key) }));
  const [newest] = ready;
  if (!newest) throw new Error('at least one payload key is needed');
  const byId = new Map(ready.map(({ id, key }) => [id, key]));
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, newest))),
    decode: (payloads) => Promise.resolve(payloads.map((payload) => decrypt(payload, byId))),
  };
};

/** The converter for clients and workers. Failure messages are encrypted too (see failure-converter.ts). */
export const createDataConverter = (keys: readonly PayloadKey[]): DataConverter => ({
  payloadCodecs: [createPayloadCodec(keys)],
  failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
});
