import type { LedgerRow } from '../components/confirm-ledger.js';
import { formatDateTimeZone } from '../format/times.js';

type Values = Readonly<Record<string, unknown>>;

/** "contact.email" → value, for every leaf of a nested value; empty ones are left out. */
const leaves = (value: unknown, path: string): [string, string][] => {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'object')
    return Object.entries(value as Values).flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`));
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return [[path, /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? formatDateTimeZone(text) : text]];
};

/** What an audit entry changed, field by field. */
export const auditRows = (before: unknown, after: unknown): LedgerRow[] => {
  const old = new Map(leaves(before, ''));
  const now = new Map(leaves(after, ''));
  return [...new Set([...old.keys(), ...now.keys()])].map((label) => ({
    label,
    before: old.get(label) ?? '—',
    after: now.get(label) ?? '—',
  }));
};
