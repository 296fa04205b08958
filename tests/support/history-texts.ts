import { createPayloadCodec } from '../../runtime/payload-codec.js';
import type { PayloadKey } from '../../runtime/settings.js';

/** Every text that a history (as JSON, bytes in base64) holds, with what was encrypted in the clear. */
export const textsOfHistory = async (json: string, keys: readonly PayloadKey[]): Promise<string> => {
  const found: { metadata: Record<string, string>; data: string }[] = [];
  JSON.parse(json, (_key, value: unknown) => {
    if (value && typeof value === 'object' && 'metadata' in value && 'data' in value) found.push(value as (typeof found)[number]);
    return value;
  });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const payloads = found.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, bytes(text)])),
    data: bytes(data),
  }));
  const decoded = await createPayloadCodec(keys).decode(payloads);
  return [json, ...decoded.map(({ data }) => Buffer.from(data ?? new Uint8Array()).toString('utf8'))].join('\n');
};
