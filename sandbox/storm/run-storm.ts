import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { keepBuying } from './buy.js';
import { createDraw } from './draw.js';
import type { Finding } from './finding.js';
import { keepRemedying } from './give-remedies.js';
import { harm, type Harm } from './harm.js';
import { createJournal } from './journal.js';
import { look } from './look.js';
import type { StormOptions } from './options.js';
import { gatherPeople } from './people.js';
import type { Stage } from './press.js';
import { scheduleOf } from './schedule.js';
import { keepServing } from './serve-customers.js';
import { check, settle } from './settle.js';
import type { Outcome } from './show-outcome.js';
import { startWorld, type World } from './world.js';

export interface Storm {
  readonly world: World;
  readonly outcome: Outcome;
  /** Looks at everything again, once. */
  look(): Promise<Finding[]>;
  stop(): Promise<void>;
}

interface Told {
  readonly say: (line: string) => void;
  /** Called with what ends the storm's parts, as soon as there are any. */
  readonly onWorld?: (stop: () => Promise<void>) => void;
}

const rage = async (stage: Stage, { seed, seconds }: StormOptions, say: (line: string) => void): Promise<Harm[]> => {
  const startedAt = Date.now();
  const under = scheduleOf(seed, seconds).map(async (fault) => {
    await wait(Math.max(0, startedAt + fault.atMs - Date.now()));
    say(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${fault.name}`);
    return harm(stage, fault);
  });
  const harms = await Promise.all(under);
  await wait(Math.max(0, startedAt + seconds * 1_000 - Date.now()));
  return harms;
};

const WARM_PRESSES = 6;
const WARM_WITHIN_MS = 20_000;

/** Whoever was just started answers slowly: the faults begin when there is work under way for them to fall into. */
const untilWarm = async ({ journal: { presses } }: Stage): Promise<void> => {
  const giveUpAt = Date.now() + WARM_WITHIN_MS;
  while (presses.filter(({ outcome }) => outcome === 'accepted').length < WARM_PRESSES && Date.now() < giveUpAt) await wait(50);
};

const endsOf = (world: World, since: Date) =>
  look(world, 'SELECT created_at AS begun, ended_at AS ended FROM process WHERE ended_at IS NOT NULL AND created_at > $1', [since]);

/** A whole storm: starts the product, lets people press and faults fall for so long, lets all settle, and looks from outside. */
export const runStorm = async (options: StormOptions, { say, onWorld }: Told): Promise<Storm> => {
  const { seed, seconds, settleSeconds, keepIn } = options;
  say('starting the product beside itself: database, engine, outside services, a server and two workers');
  const world = await startWorld(keepIn, onWorld);
  try {
    const draws = createDraw(seed);
    const people = await gatherPeople(world);
    const journal = createJournal();
    let [isOver, isClosed] = [false, false];
    const stage: Stage = { world, people, journal, over: () => isOver, closed: () => isClosed };
    const actors = [
      keepServing(stage, createDraw(draws.between(1, 2 ** 30))),
      keepRemedying(stage, createDraw(draws.between(1, 2 ** 30))),
      ...people.buyers.map((buyer) => keepBuying(stage, buyer, createDraw(draws.between(1, 2 ** 30)))),
    ];
    await untilWarm(stage);
    const harms = await rage(stage, options, say);
    isOver = true;
    say('the faults are over; everything is let settle');
    await world.mend();
    // What had no clear answer gets one now, and whatever is pressed comes before what is counted.
    const patience = setTimeout(() => (isClosed = true), (settleSeconds * 1_000) / 3);
    await Promise.all(actors);
    clearTimeout(patience);
    const settledMs = await settle(stage, settleSeconds, say);
    say('looking at everything from outside');
    const findings = await check(world, journal);
    const ends = (await endsOf(world, journal.startedAt)) as unknown as Outcome['ends'];
    const outcome: Outcome = { seed, seconds, startedAt: journal.startedAt, harms, presses: journal.presses, findings, settledMs, ends };
    if (keepIn) await writeFile(join(keepIn, 'outcome.json'), JSON.stringify(outcome, undefined, 1));
    return { world, outcome, look: () => check(world, journal, 1), stop: world.stop };
  } catch (error) {
    await world.stop();
    throw error;
  }
};
