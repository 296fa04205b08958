import { createEffect, createSignal, untrack, type Accessor } from 'solid-js';

export interface Answer<Row> {
  /** What was asked: filters and sorting. Another question means another list. */
  readonly question: string;
  readonly rows: readonly Row[];
}

interface SteadyRows<Row> {
  readonly rows: Accessor<readonly Row[]>;
  readonly newCount: Accessor<number>;
  readonly showNew: () => void;
}

/**
 * Rows that change in place and never jump: fresh values appear in the rows that are shown, rows that came at
 * the end join, and rows that would push others down wait behind a count until they are asked for. While an
 * answer is awaited (undefined), what was shown stays. A row that isn't in the answer any more stays as it was, or with `leaves` goes.
 */
export const createSteadyRows = <Row>(
  answer: Accessor<Answer<Row> | undefined>,
  rowId: (row: Row) => string,
  leaves = false,
): SteadyRows<Row> => {
  const [rows, setRows] = createSignal<readonly Row[]>([]);
  const [waiting, setWaiting] = createSignal(0);
  let question: string | undefined;
  let fresh: readonly Row[] = [];

  const showNew = () => {
    setRows(fresh);
    setWaiting(0);
  };
  const update = () => {
    const arrived = new Map(fresh.map((row) => [rowId(row), row]));
    const shown = untrack(rows);
    const shownIds = new Set(shown.map(rowId));
    const lastShown = fresh.findLastIndex((row) => shownIds.has(rowId(row)));
    if (lastShown === -1) return showNew();
    const staying = leaves ? shown.filter((row) => arrived.has(rowId(row))) : shown;
    setRows([...staying.map((row) => arrived.get(rowId(row)) ?? row), ...fresh.slice(lastShown + 1)]);
    setWaiting(fresh.slice(0, lastShown).filter((row) => !shownIds.has(rowId(row))).length);
  };
  createEffect(() => {
    const next = answer();
    if (next === undefined) return;
    fresh = [...next.rows];
    if (next.question === question) return update();
    question = next.question;
    showNew();
  });
  return { rows, newCount: waiting, showNew };
};
