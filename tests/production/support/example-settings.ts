import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The variables of .env.example with its values. */
export const exampleSettings = async (): Promise<Record<string, string>> => {
  const text = await readFile(fileURLToPath(new URL('../../../.env.example', import.meta.url)), 'utf8');
  const lines = text.split('\n').filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
};

/** The same with secrets of somebody's own in place of the examples, as production would have it. */
export const filledSettings = async (): Promise<Record<string, string>> => {
  const filled = Object.entries(await exampleSettings()).map(([name, value]) => [
    name,
    value.replaceAll(/(change-me-?)+/g, () => randomBytes(32).toString('hex')),
  ]);
  return { ...Object.fromEntries(filled), PAYLOAD_KEYS: `own:${randomBytes(32).toString('base64')}` } as Record<string, string>;
};
