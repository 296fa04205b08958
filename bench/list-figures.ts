import { must, withInput, type Api } from './api.js';
import { call } from './http.js';
import { interleaved, medians, repeat, warmUp } from './load.js';
import { quantile } from './statistics.js';
import type { Bench } from './suite.js';

/** A list over HTTP: the product's procedure and the bare handler that runs its SQL. */
export interface List {
  readonly title: string;
  readonly api: Api;
  readonly procedure: string;
  readonly bareUrl: string;
}

/** The inputs of one piece of work, asked for in turn. */
export interface Asked {
  readonly name: string;
  readonly inputs: readonly object[];
}

const AT_ONCE = 16;
const BARE_AIM = 2;

const inTurn = (requests: readonly (() => Promise<unknown>)[]): (() => Promise<unknown>) => {
  let next = 0;
  return () => requests[next++ % requests.length]!();
};

const askBare = (url: string, input: object) => {
  const address = withInput(url, input);
  return async () => must(url, await call(address));
};

interface Rows {
  readonly rows: readonly { readonly id: string }[];
}

/** Both give the same rows, or the comparison is of two different things. The bare one has one row more, which says that a page follows. */
const assertSameRows = async ({ api, procedure, bareUrl }: List, input: object): Promise<void> => {
  const ours = await api.query<Rows>(procedure, input);
  const bare = JSON.parse((await askBare(bareUrl, input)()).body) as Rows;
  const idsOf = ({ rows }: Rows) => rows.map(({ id }) => id);
  if (ours.rows.length === 0) throw new Error(`${procedure} has no rows for ${JSON.stringify(input)}`);
  if (JSON.stringify(idsOf(ours)) !== JSON.stringify(idsOf(bare).slice(0, ours.rows.length))) {
    throw new Error(`${procedure} and the bare handler differ for ${JSON.stringify(input)}`);
  }
};

/** p95 of each kind of page, 16 at once, against the bare handler; medians of interleaved rounds. Returns the product's own p95s. */
export const printListFigures = async (
  { quick, print, report }: Bench,
  list: List,
  asked: readonly Asked[],
): Promise<Record<string, number>> => {
  for (const { inputs } of asked) for (const input of inputs) await assertSameRows(list, input);
  const [rounds, requests, warmUpMs] = quick ? [2, 40, 100] : [7, 320, 3_000];
  const pieces = asked.flatMap(({ name, inputs }) => [
    [name, inTurn(inputs.map((input) => list.api.asking(list.procedure, input)))] as const,
    [`bare ${name}`, inTurn(inputs.map((input) => askBare(list.bareUrl, input)))] as const,
  ]);
  const p95s = pieces.map(([name, work]) => [name, async () => quantile(await repeat(requests, AT_ONCE, work), 0.95)] as const);
  const measure = async () => {
    await warmUp(
      warmUpMs,
      AT_ONCE,
      pieces.map(([, work]) => work),
    );
    return interleaved(rounds, Object.fromEntries(p95s));
  };
  const measured = medians(await report.during(list.title, measure()));
  for (const { name } of asked) {
    const [value, against] = [measured[name]!, measured[`bare ${name}`]!];
    print({ name: `${list.title}, ${name}, ${String(AT_ONCE)} at once, p95`, value, unit: 'ms', against, aim: BARE_AIM, better: 'lower' });
  }
  return measured;
};
