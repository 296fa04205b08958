import type { ReconcileArea } from '../../domain/reconcile/difference.js';
import type { AreaStand, ShownFinding } from './read-reconcile.js';

interface Told {
  readonly areas: readonly AreaStand[];
  readonly findings: readonly ShownFinding[];
  /** Areas that gave no answer. */
  readonly unread: readonly ReconcileArea[];
}

const HEADINGS = ['compared with', 'ended', 'compared', 'differ', 'unknown', 'not readable'] as const;

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
};

const findingLine = ({ area, state, cause, subjectType, subjectId, customerName, title, object, detail }: ShownFinding): string => {
  const subject = subjectId === null ? object : `${subjectType ?? ''} ${title ?? ''} (${subjectId}), ${customerName ?? ''}`;
  const facts = Object.entries(detail).flatMap(([name, value]) => (value === null ? [] : [`${name} ${String(value)}`]));
  return `${state.padEnd(9)}  ${area}: ${cause}: ${subject}\n           ${facts.join(', ')}\n`;
};

/** What a terminal shows: each area, and below what differs, the confirmed first. */
export const reconcileTable = ({ areas, findings, unread }: Told): string => {
  const rows = areas.map(({ area, endedAt, compared, differed, unknown, unread: skipped }) => [
    area,
    unread.includes(area) ? 'gives no answer' : (endedAt ?? 'never'),
    ...[compared, differed, unknown, skipped].map(String),
  ]);
  return [aligned([HEADINGS, ...rows]), ...findings.map(findingLine)].join('\n');
};
