import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure, failureKinds, isFailureCode, remedies, type FailureCode } from '../../domain/failure/failure-code.js';
import { undoSteps } from '../../domain/order/order.js';
import { processKinds } from '../../domain/process/process.js';
import * as english from '../../ui/messages/en/failures.js';
import * as italian from '../../ui/messages/it/failures.js';
import { messages as englishTimeline } from '../../ui/messages/en/timeline.js';
import { messages as italianTimeline } from '../../ui/messages/it/timeline.js';

const root = join(import.meta.dirname, '../..');
const sourceOf = (...folders: string[]): string =>
  folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)))
    .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
const found = (source: string, pattern: RegExp): string[] => [...new Set([...source.matchAll(pattern)].map((match) => match[1]!))].sort();

const codes = Object.keys(failureKinds) as FailureCode[];

describe('the failure taxonomy', () => {
  it('knows its own codes and no other', () => {
    for (const code of codes) expect(isFailureCode(code)).toBe(true);
    for (const other of ['', 'toString', '__proto__', 'constructor', undefined, null, 7, {}]) expect(isFailureCode(other)).toBe(false);
  });

  it('never tries again by itself what was refused, and names only known remedies', () => {
    for (const code of codes) {
      const kind = failureKinds[code];
      expect(remedies).toEqual(expect.arrayContaining([...kind.remedies]));
      if (kind.trpc === 'SERVICE_UNAVAILABLE' || kind.trpc === 'INTERNAL_SERVER_ERROR') expect(kind.retry, code).toBe('yes');
      else expect(kind.retry, code).toBe('no');
    }
  });

  it('holds every code that the program throws', () => {
    const source = sourceOf('domain', 'server', 'worker', 'workflows');
    const thrown = [
      ...found(source, /new Failure\('([a-z_]+)'/g),
      ...found(source, /nonRetryable\([^)]*, '([a-z_]+)'\)/g),
      ...found(source, /type: '((?:vendor|mail)_[a-z_]+)'/g),
      ...found(source, /nonRetryableErrorTypes: \[([^\]]*)\]/g).flatMap((list) => found(list, /'([a-z_]+)'/g)),
    ];
    expect(thrown.length).toBeGreaterThan(15);
    for (const code of thrown) expect(isFailureCode(code), code).toBe(true);
    expect(new Failure('too_late').message).toBe('too_late');
  });
});

describe.each([
  ['English', english, englishTimeline],
  ['Italian', italian, italianTimeline],
])('in %s', (_language, { failures, fieldIssues }, timeline) => {
  it('every failure has a sentence', () => {
    expect(Object.keys(failures).sort()).toEqual([...codes].sort());
    for (const code of codes) expect(failures[code].length, code).toBeGreaterThan(10);
  });

  it('every fault of a field has words', () => {
    const source = sourceOf('domain', 'server');
    const used = new Set([
      ...found(source, /error: '([a-z_]+)'/g),
      ...found(source, /message: '([a-z_]+)'/g),
      ...found(source, /path: \[[^\]]*\], code: '([a-z_]+)'/g),
      ...found(source, /column: (?:null|'[a-z_]+')(?: as const)?, code: '([a-z_]+)'/g),
      ...found(source, /refuse\('(csv_[a-z_]+)'/g),
      ...['account_name_taken', 'duplicate_in_file', 'role_is_fixed', 'unknown_field', 'invalid', 'required'],
    ]);
    expect(used.size).toBeGreaterThan(25);
    const words = Object.keys(fieldIssues);
    expect([...used].filter((code) => !words.includes(code))).toEqual([]);
  });

  it('every event and step of a process has words', () => {
    const source = sourceOf('server', 'worker', 'workflows', 'prisma', 'records').replaceAll(/\btype: '[^']*'/g, '');
    const kinds = [
      ...found(source, /entry\(\s*'([a-z_]+)'/g),
      ...found(source, /\bkind: '((?:customer|user|licence|message|account_email)_[a-z_]+)'/g),
      ...found(
        source,
        /'((?:customer|user|licence|message|account_email)_(?:end_[a-z]+|units_changed|delivered[a-z_]*|moved|hastened|called_off[a-z_]*))'/g,
      ),
      ...[
        'customer_enabled',
        'customer_disabled',
        'customer_deleted',
        'licence_start_applied',
        'licence_resize_applied',
        'licence_end_applied',
      ],
    ];
    const steps = found(source, /\bstep: '([a-z_]+)'/g);
    expect(kinds.length).toBeGreaterThan(20);
    const missing = kinds.filter((kind) => !(kind in timeline.events) && !(processKinds as readonly string[]).includes(kind));
    expect(missing).toEqual([]);
    // An entry of the ledger is no step of a process; its words are checked by their type.
    expect(steps.filter((step) => !(step in timeline.steps) && !(undoSteps as readonly string[]).includes(step))).toEqual([]);
  });
});
