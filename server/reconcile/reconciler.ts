import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { CardProcessor } from '../../adapters/card-processor/card-processor.js';
import type { Vendors } from '../../adapters/provisioning-vendors.js';
import { reconcileAreas, type ReconcileArea } from '../../domain/reconcile/difference.js';
import type { Database } from '../../prisma/client.js';
import type { Engine } from '../engine/engine.js';
import { compareCards } from './compare-cards.js';
import { compareCommands } from './compare-commands.js';
import { compareEngine } from './compare-engine.js';
import { compareVendor } from './compare-vendor.js';
import type { Comparison, Slice } from './comparison.js';
import { claimPass, keepSlice, leavePasses, MOST_STUMBLES } from './passes.js';

/** What is compared with what. */
export interface ReconcilerSources {
  readonly database: Database;
  readonly engine: Engine;
  readonly taskQueue: string;
  readonly vendors: Vendors;
  readonly cards: CardProcessor;
}

export interface ReconcilerOptions {
  /** The share of each vendor's and of the processor's rate that is ours to use. */
  readonly requestsPerMinute: number;
  /** A difference that is seen again sooner isn't seen twice. */
  readonly apartMs: number;
  /** Rows younger than this are left to whoever is writing them. */
  readonly settledForMs: number;
  /** A command that waits longer than this should have been taken up. */
  readonly commandWaitsMs: number;
  /** Rows of a slice at most, and how long it begins something new. */
  readonly rows: number;
  readonly sliceMs: number;
}

export const reconcilerDefaults: ReconcilerOptions = {
  requestsPerMinute: 60,
  apartMs: 60_000,
  settledForMs: 120_000,
  commandWaitsMs: 5 * 60_000,
  rows: 200,
  sliceMs: 10_000,
};

export interface Step {
  /** `rests`: somebody else leads the area, or it waits for an outside that gives no answer. */
  readonly did: 'rests' | 'went_on' | 'ended';
  readonly compared: number;
}

export interface Reconciler {
  readonly areas: readonly ReconcileArea[];
  /** Does the next slice of an area's pass, beginning one where none is open. */
  step(area: ReconcileArea): Promise<Step>;
  /** Lets others go on at once. */
  leave(): Promise<void>;
}

/** How long the outside is let alone after a failure that names no time. */
const REST_MS = 15_000;
/** These say themselves how long to wait, and aren't the place's own fault. */
const isThrottled = (slice: Slice): boolean => slice.stopped?.restMs !== undefined;

/** Our own share is used up: as the vendor would say it. */
const turnsOf = (requestsPerMinute: number) => {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  return (area: ReconcileArea) => async (): Promise<void> => {
    try {
      await limiter.consume(area);
    } catch (refused) {
      const nextRetryDelay = (refused as RateLimiterRes).msBeforeNext;
      throw ApplicationFailure.create({ message: 'the share of this comparison is used up', type: 'vendor_throttled', nextRetryDelay });
    }
  };
};

/**
 * Compares what we have with what the engine, the vendors and the card processor have, a slice at a time. It writes findings and attention
 * items, and nothing of the business. Whoever holds the lease of an area's pass leads it; its writes are refused once another one does.
 */
export const createReconciler = (sources: ReconcilerSources, given: Partial<ReconcilerOptions> = {}): Reconciler => {
  const options = { ...reconcilerDefaults, ...given };
  const { database, vendors, cards } = sources;
  const leader = randomUUID();
  const turn = turnsOf(options.requestsPerMinute);
  const comparisons: readonly Comparison[] = [
    compareEngine(sources),
    compareCommands(database, options.commandWaitsMs),
    compareVendor(database, vendors.microsoft, 'microsoft', turn('microsoft')),
    compareVendor(database, vendors.guardia, 'guardia', turn('guardia')),
    compareCards(database, cards, turn('card')),
  ];

  return {
    areas: reconcileAreas,
    step: async (area) => {
      const comparison = comparisons.find((one) => one.area === area);
      const pass = comparison && (await claimPass(database, area, leader));
      if (!pass) return { did: 'rests', compared: 0 };
      const until = performance.now() + options.sliceMs;
      const bounds = { rows: options.rows, settledForMs: options.settledForMs, until, passOver: pass.stumbles >= MOST_STUMBLES };
      const slice = await comparison.compare(pass.cursor, bounds);
      const restMs = slice.stopped ? (slice.stopped.restMs ?? REST_MS) : 0;
      const { apartMs } = options;
      const kept = await keepSlice(database, pass, { slice, leader, apartMs, restMs, stumbles: !isThrottled(slice) });
      if (!kept) return { did: 'rests', compared: 0 };
      const did = slice.stopped ? 'rests' : slice.next === undefined ? 'ended' : 'went_on';
      return { did, compared: slice.compared };
    },
    leave: () => leavePasses(database, leader),
  };
};
