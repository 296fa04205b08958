import { expect } from 'vitest';
import type { Answer } from '../support/raw-http.js';

/** An answer that tells a stranger nothing of how we are made: a code of ours, no stack, no statement, no path. */
export const expectInnocent = (answer: Answer, about: string): void => {
  expect(answer.status, `${about}: ${answer.text.slice(0, 500)}`).toBeLessThan(500);
  const tale =
    /\bat .{1,80}\.[jt]s:\d|node_modules|file:\/\/|\bSELECT\b|\bINSERT INTO\b|\bprisma\b|postgres|syntax error|invalid input syntax|violates|ZodError|TypeError|Error:/i;
  expect(tale.exec(answer.text)?.[0], `${about}: ${answer.text.slice(0, 500)}`).toBeUndefined();
};

export const SQL = `x'); DROP TABLE customer; -- "`;
export const HTML = `<script>alert(1)</script><img src=x onerror="alert('2')">`;
export const NUL = 'a\u0000b';

/** A JSON text as deep as it is told. */
export const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** What may come instead of any value. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  '',
  ' ',
  NUL,
  '\ud800',
  '\u202e\u2028\u2029\u0085',
  'x'.repeat(5_000),
  SQL,
  HTML,
  '%00%0d%0a',
  '${7*7}{{7*7}}',
  '../../../etc/passwd',
  '-'.repeat(36),
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '9999-12-31',
  '0000-01-01',
  '9999-12-31T23:59',
  'infinity',
  '99999999999999999999.99999999999999999999',
  [],
  [[]],
  [null],
  {},
  { $ne: null },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  { constructor: { prototype: { polluted: true } } },
];

type Json = unknown;

/** The input once for each value that it holds, with that value replaced. */
export const withEachReplaced = (input: Json, value: Json): Json[] => {
  if (Array.isArray(input))
    return [
      value,
      ...input.flatMap((item, index) =>
        withEachReplaced(item, value).map((changed) => input.map((other: Json, place) => (place === index ? changed : other))),
      ),
    ];
  if (typeof input !== 'object' || input === null) return [value];
  const inside = Object.entries(input).flatMap(([key, child]) =>
    withEachReplaced(child, value).map((changed) => ({ ...input, [key]: changed })),
  );
  return [value, ...inside];
};

/** How many values stand for the others where an input has many places to put them. */
const EVERYWHERE = new Set<unknown>([NUL, 2 ** 53, 'x'.repeat(5_000), '-'.repeat(36), 'infinity', null]);

/** The inputs to try for a valid one: each value in each place, or, for large inputs, each value in some and some in each. */
export const hostileInputs = (valid: Json): Json[] =>
  hostileValues.flatMap((value, row) =>
    withEachReplaced(valid, value).filter((_input, column, all) => all.length < 4 || EVERYWHERE.has(value) || (row + column) % 5 === 0),
  );
