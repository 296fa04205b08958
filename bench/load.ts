import { median, timed } from './statistics.js';

/** Does `work` so many times, `atOnce` of them at any moment; how long each took, in milliseconds. */
export const repeat = async (times: number, atOnce: number, work: () => Promise<unknown>): Promise<number[]> => {
  const latencies: number[] = [];
  let left = times;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      latencies.push(await timed(work));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return latencies;
};

/** Does each piece of work for so long, `atOnce` of them at any moment, so that what a program compiles as it goes along is compiled. */
export const warmUp = async (ms: number, atOnce: number, pieces: readonly (() => Promise<unknown>)[]): Promise<void> => {
  for (const piece of pieces) {
    const endAt = performance.now() + ms;
    const lane = async () => {
      while (performance.now() < endAt) await piece();
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }
};

/** What a piece of work gave in each of its rounds, by name. */
export type Rounds<Name extends string, Value> = Readonly<Record<Name, readonly Value[]>>;

/**
 * Measures several pieces of work in turns, so that what disturbs the machine meets all of them; each round begins with
 * another one. A round before the first warms everything up and isn't counted.
 */
export const interleaved = async <Name extends string, Value = number>(
  rounds: number,
  pieces: Readonly<Record<Name, () => Promise<Value>>>,
): Promise<Rounds<Name, Value>> => {
  const names = Object.keys(pieces) as Name[];
  const measured = new Map<Name, Value[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + 1 + turn) % names.length]!;
      const value = await pieces[name]();
      if (round >= 0) measured.get(name)!.push(value);
    }
  }
  return Object.fromEntries(measured) as unknown as Rounds<Name, Value>;
};

/** The median of each piece's rounds. */
export const medians = <Name extends string>(rounds: Rounds<Name, number>): Record<Name, number> =>
  Object.fromEntries(Object.entries<readonly number[]>(rounds).map(([name, values]) => [name, median(values)])) as Record<Name, number>;
