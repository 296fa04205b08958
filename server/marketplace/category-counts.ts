import { platformScope, type Database } from '../../prisma/client.js';
import { IS_SOLD } from './marketplace.read-model.js';

interface CategoryCount {
  readonly category: string;
  readonly products: number;
}

const COUNT = `SELECT p.category, count(*)::int AS products FROM product p WHERE p.active AND ${IS_SOLD} GROUP BY p.category ORDER BY p.category`;

/** Counting asks every product whether it is sold, and every visit to the marketplace shows it; a catalogue changes by the day. */
const KEPT_FOR_MS = 30_000;
const kept = new WeakMap<Database, { readonly until: number; readonly counts: Promise<CategoryCount[]> }>();

/** The categories in which something is sold, with how much, as of the last half minute. The catalogue is the same for everybody. */
export const categoryCounts = (database: Database): Promise<CategoryCount[]> => {
  const known = kept.get(database);
  if (known && known.until > performance.now()) return known.counts;
  const counts = database.read<CategoryCount>(platformScope, COUNT);
  kept.set(database, { until: performance.now() + KEPT_FOR_MS, counts });
  counts.catch(() => kept.delete(database)); // whoever asks next tries again
  return counts;
};
