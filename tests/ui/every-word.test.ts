import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { failureKinds } from '../../domain/failure/failure-code.js';
import { orderSteps, undoSteps } from '../../domain/order/order.js';
import { processKinds, processStates } from '../../domain/process/process.js';
import { timelineKinds } from '../../domain/timeline/timeline-kind.js';
import { factorChanges } from '../../domain/message/message.js';
import { messages as enCustomer } from '../../ui/messages/en/customer.js';
import { messages as enStaff } from '../../ui/messages/en/staff.js';
import { messages as itCustomer } from '../../ui/messages/it/customer.js';
import { messages as itStaff } from '../../ui/messages/it/staff.js';
import { messages as enShell } from '../../ui/messages/en/shell.js';
import { messages as enTimeline } from '../../ui/messages/en/timeline.js';
import { messages as enOverview } from '../../ui/messages/en/overview.js';
import { messages as itShell } from '../../ui/messages/it/shell.js';
import { messages as itTimeline } from '../../ui/messages/it/timeline.js';
import { messages as itOverview } from '../../ui/messages/it/overview.js';

// Counts are written in the language of the page, and there is no page here.
vi.hoisted(() => Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } }));

const root = new URL('../../', import.meta.url);
/** The text of every source file below these folders. */
const sources = (...folders: string[]): string =>
  folders
    .flatMap((folder) => readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated/'))
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .join('\n');

const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, word]) => word!))];

const writers = sources('workflows', 'worker', 'server', 'prisma', 'records');

/** What can stand at `step` of a process: what is written there, and the steps of orders by their unions. */
const steps = [
  ...new Set([
    // The ledger of undoing has steps too, which no process stands at.
    ...found(writers, /\bstep: '([a-z_]+)'/g).filter((step) => !(undoSteps as readonly string[]).includes(step)),
    ...found(writers, /\battempt\('([a-z_]+)'/g).flatMap((step) => [step, `${step}_refused`]),
    ...orderSteps,
    ...undoSteps.map((step) => `undoing_${step}`),
  ]),
];
/** What the audit log is told, but for what is told of staff and channels alone. */
const deeds = [
  ...found(writers, /\baction: '([a-z_]+\.[a-z_]+)'/g),
  ...factorChanges.filter((change) => !['reset', 'recovery_used'].includes(change)).map((change) => `user.factor_${change}`),
  ...['disabled', 'active', 'deleted'].map((state) => `customer.${state}`),
].filter((deed) => deed !== 'channel.add');
const ofStaffAlone = /^(staff\.|user\.(ask|call_off)_factor_reset)/;
const nextKinds = found(writers, /\bnextKind: '([a-z_]+)'/g);

describe.each([
  ['English', enShell, enTimeline, enOverview, enCustomer.audit.actions, enStaff.deeds.actions],
  ['Italian', itShell, itTimeline, itOverview, itCustomer.audit.actions, itStaff.deeds.actions],
] as const)('in %s', (_language, shell, timeline, overview, ofCustomers, ofStaff) => {
  it('C10 every event, step, date, state, kind and failure has words of its own', () => {
    const told = { plan: 'X', name: 'Ada' };
    const without: string[] = [];
    const has = (words: unknown, what: string) => {
      const text: unknown = typeof words === 'function' ? (words as (told: object) => unknown)(told) : words;
      if (typeof text !== 'string' || text.trim() === '') without.push(what);
    };
    const events: Partial<Record<string, unknown>> = timeline.events;
    for (const kind of timelineKinds) has(events[kind], `event ${kind}`);
    for (const step of steps)
      has(timeline.steps[step] ?? Object.entries(timeline.stepsOf).find(([name]) => name.endsWith(`.${step}`))?.[1], `step ${step}`);
    for (const kind of nextKinds) {
      has((timeline.next as Partial<Record<string, unknown>>)[kind], `next ${kind}`);
      has(timeline.nextBrief[kind], `next in brief ${kind}`);
      has(overview.upcoming.kinds[kind], `coming up ${kind}`);
    }
    for (const state of processStates) has(shell.states.process[state], `state ${state}`);
    for (const kind of processKinds) has(shell.states.processKind[kind], `kind ${kind}`);
    for (const code of Object.keys(failureKinds)) has((shell.failures as Partial<Record<string, unknown>>)[code], `failure ${code}`);
    expect(without).toEqual([]);
  });

  it('C10 no event is written that the timeline has no kind for, and no step without words', () => {
    const written = found(writers, /\bkind: '([a-z]+_[a-z_]+)'/g).filter((kind) => !(processKinds as readonly string[]).includes(kind));
    const inSql = found(writers, /'((?:message|order|licence|customer|user|invitation|account)_[a-z_]+)',?\s*\n?\s*jsonb_build_object/g);
    expect([...written, ...inSql].filter((kind) => !(timelineKinds as readonly string[]).includes(kind))).toEqual([]);
    expect(steps.length).toBeGreaterThan(25);
  });

  it('C10 every issue of a field has words', () => {
    const rules = sources('domain', 'server', 'ui');
    const codes = [
      ...found(rules, /\{ error: '([a-z_]+)' \}/g),
      ...found(rules, /\bcode: '([a-z_]+)', params/g),
      ...found(rules, /path: \[[^\]]*\], code: '([a-z_]+)'/g),
    ];
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !(code in shell.fieldIssues))).toEqual([]);
  });

  it('C10 every deed of the audit log has words where it is shown', () => {
    expect(deeds.length).toBeGreaterThan(40);
    expect(deeds.filter((deed) => !((ofStaffAlone.test(deed) ? ofStaff : ofCustomers)[deed] ?? ''))).toEqual([]);
  });
});
