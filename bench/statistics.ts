/** The value below which `share` (0 to 1) of the values lie. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** How long `work` takes, in milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** Ranks from 1; values that are equal share the mean of their ranks. */
const ranksOf = (values: readonly number[]): number[] => {
  const order = values.map((_value, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
};

/**
 * How far the ranks of `a` among both samples are from what chance gives (Mann and Whitney), in standard deviations of
 * chance: above 0 when `a` tends to be larger. Good for samples of 20 and more.
 */
export const rankDistance = (a: readonly number[], b: readonly number[]): number => {
  const ranks = ranksOf([...a, ...b]);
  const n = a.length + b.length;
  const sumOfA = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const expected = (a.length * (n + 1)) / 2;
  // The variance of ranks as they are, ties included.
  const spread = ranks.reduce((sum, rank) => sum + (rank - (n + 1) / 2) ** 2, 0);
  const deviation = Math.sqrt((a.length * b.length * spread) / (n * (n - 1)));
  return deviation === 0 ? 0 : (sumOfA - expected) / deviation;
};
