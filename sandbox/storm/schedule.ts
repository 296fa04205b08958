import { createDraw, type Draw } from './draw.js';

/** What can be done to the product and its outside. Each is done to one part, or says which. */
export const faultNames = [
  'kill server',
  'kill worker-1',
  'kill worker-2',
  'kill both workers',
  'kill database',
  'kill engine',
  'kill inbox',
  'kill licence vendor',
  'kill partner API',
  'kill card processor',
  'freeze server',
  'freeze worker-1',
  'freeze a worker in a transaction',
  'freeze database',
  'freeze engine',
  'freeze partner API',
  'cut database connections',
  'end database sessions',
  'cut engine connections',
  'hold database connections',
  'partner API fails',
  'partner API loses answers',
  'licence vendor fails',
  'licence vendor loses answers',
  'card processor fails',
  'card processor loses answers',
  'mail server defers',
  'mail server refuses',
  'mail server loses answers',
  'webhooks go astray',
  'slow cart and frozen workers',
  'kill worker and engine at a command',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface Fault {
  readonly number: number;
  readonly name: FaultName;
  /** Seconds after the storm began. */
  readonly atMs: number;
  readonly lastsMs: number;
}

const FIRST_MS = 1_500;
/** Long enough for a heartbeat to be missed (ten seconds) where that is the point. */
const LONG: Partial<Record<FaultName, readonly [number, number]>> = {
  'slow cart and frozen workers': [12_500, 13_500],
  'freeze a worker in a transaction': [11_000, 14_000],
};
const SHORT = [1_000, 5_000] as const;
/** They begin, and what restarts takes time of its own: not too many at once. */
const GAP_MS = [1_200, 3_000] as const;

const drawOne = (draw: Draw, number: number, name: FaultName, atMs: number): Fault => ({
  number,
  name,
  atMs,
  lastsMs: draw.between(...(LONG[name] ?? SHORT)),
});

/** The faults of a storm of so many seconds. Dealt like cards: every kind comes before one comes again. The same seed gives the same. */
export const scheduleOf = (seed: number, seconds: number): Fault[] => {
  const draw = createDraw(seed);
  const faults: Fault[] = [];
  let deck: FaultName[] = [];
  for (let atMs = FIRST_MS; atMs < seconds * 1_000; atMs += draw.between(...GAP_MS)) {
    if (deck.length === 0) deck = draw.shuffled(faultNames);
    faults.push(drawOne(draw, faults.length + 1, deck.shift()!, atMs));
  }
  return faults;
};
