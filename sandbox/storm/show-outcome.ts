import { findingKinds, type Finding } from './finding.js';
import type { Harm } from './harm.js';
import type { Press } from './journal.js';
import { scheduleOf } from './schedule.js';

export interface Outcome {
  readonly seed: number;
  readonly seconds: number;
  readonly startedAt: Date;
  readonly harms: readonly Harm[];
  readonly presses: readonly Press[];
  readonly findings: readonly Finding[];
  readonly settledMs: number;
  /** When processes that were begun later than an instant had first come to an end. */
  readonly ends: readonly { readonly begun: Date; readonly ended: Date }[];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Every kind of fault there is, as it was dealt: when, how long, and what kept it from being done. */
export const showSchedule = (seed: number, length: number, harms: readonly Harm[] = []): string[] =>
  scheduleOf(seed, length).map((fault) => {
    const note = harms.find(({ number }) => number === fault.number)?.note;
    return `  ${seconds(fault.atMs).padStart(8)}  ${fault.name.padEnd(36)} ${seconds(fault.lastsMs).padStart(7)}${note ? `  (${note})` : ''}`;
  });

/** The fault that began last before an instant: what is counted, is counted there. */
const faultAt = (harms: readonly Harm[], at: Date): string =>
  harms.filter(({ begunAt }) => begunAt <= at).at(-1)?.name ?? 'before the first fault';

/** From a fault's end until something that was begun after it had come to its end: everything works again. */
const recoveryOf = ({ ends }: Outcome, { endedAt }: Harm): number | undefined => {
  const after = ends.filter(({ begun }) => begun >= endedAt).map(({ ended }) => ended.getTime() - endedAt.getTime());
  return after.length === 0 ? undefined : Math.min(...after);
};

const countsOf = (outcome: Outcome, name?: string) => {
  const here = (at: Date) => name === undefined || faultAt(outcome.harms, at) === name;
  const pressed = outcome.presses.filter(({ at }) => here(at));
  return [
    pressed.filter((press) => press.outcome === 'accepted').length,
    ...findingKinds.map((kind) => outcome.findings.filter((finding) => finding.kind === kind && here(finding.at)).length),
  ];
};

const line = (name: string, cells: readonly (string | number)[]): string =>
  `  ${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(11)).join('')}`;

/** The table: faults × accepted, lost, doubled, forgotten, stuck, recovery. */
export const showTable = (outcome: Outcome): string[] => {
  const names = [...new Set(outcome.harms.map(({ name }) => name))];
  const calm = countsOf(outcome, 'before the first fault');
  const rows = names.map((name) => {
    const recoveries = outcome.harms.filter((each) => each.name === name).flatMap((each) => recoveryOf(outcome, each) ?? []);
    return line(name, [...countsOf(outcome, name), recoveries.length > 0 ? seconds(Math.max(...recoveries)) : '']);
  });
  return [
    line('fault', ['accepted', ...findingKinds, 'recovery']),
    line('before the first fault', [...calm, '']),
    ...rows,
    line('all', [...countsOf(outcome), seconds(outcome.settledMs)]),
  ];
};

const outcomes = ({ presses }: Outcome): string => {
  const of = (outcome: Press['outcome']) => presses.filter((press) => press.outcome === outcome);
  const internal = presses.filter(({ code }) => code === 'internal').length;
  return `${String(presses.length)} asked: ${String(of('accepted').length)} accepted, ${String(of('refused').length)} refused, ${String(of('unclear').length)} without a clear answer (${String(internal)} of them 'internal')`;
};

/** It holds when nothing was lost, doubled, forgotten or stuck, and something was accepted at all. */
export const holds = ({ findings, presses }: Pick<Outcome, 'findings' | 'presses'>): boolean =>
  findings.length === 0 && presses.some(({ outcome }) => outcome === 'accepted');

export const showOutcome = (outcome: Outcome): string[] => [
  '',
  `Faults, drawn from seed ${String(outcome.seed)}:`,
  ...showSchedule(outcome.seed, outcome.seconds, outcome.harms),
  '',
  ...showTable(outcome),
  '',
  outcomes(outcome),
  ...outcome.findings.map(
    ({ kind, what, at }) =>
      `${kind}: ${what} (among '${faultAt(outcome.harms, at)}', ${seconds(at.getTime() - outcome.startedAt.getTime())} in)`,
  ),
  holds(outcome)
    ? 'The promise held.'
    : `The promise did not hold. The same again: npm run storm -- --seconds ${String(outcome.seconds)} --seed ${String(outcome.seed)}`,
];
