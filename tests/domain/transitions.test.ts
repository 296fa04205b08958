import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandEnds, commandStates, commandTransitions } from '../../domain/command/command.js';
import { customerStates, customerTransitions } from '../../domain/customer/customer.js';
import { subscriptionEnds, subscriptionStates, subscriptionTransitions } from '../../domain/subscription/subscription.js';
import { messageStates, messageTransitions } from '../../domain/message/message.js';
import { checkTransitions } from '../../domain/process/check-transitions.js';
import { activeProcessStates, processStates, processTransitions } from '../../domain/process/process.js';
import { userStates, userTransitions } from '../../domain/user/user.js';

type Table = Readonly<Record<string, readonly string[]>>;
interface Graph {
  readonly table: Table;
  readonly states: readonly string[];
  readonly start: string;
  readonly ends: readonly string[];
  /** Where it may stay for good, though a late word leads on from there. */
  readonly rests?: readonly string[];
}

const graphs: Record<string, Graph> = {
  command: { table: commandTransitions, states: commandStates, start: 'asked', ends: commandEnds },
  customer: { table: customerTransitions, states: customerStates, start: 'active', ends: ['deleted'] },
  subscription: { table: subscriptionTransitions, states: subscriptionStates, start: 'scheduled', ends: subscriptionEnds },
  message: {
    table: messageTransitions,
    states: messageStates,
    start: 'queued',
    ends: ['called_off'],
    rests: ['delivered', 'delivered_to_emergency'],
  },
  process: { table: processTransitions, states: processStates, start: 'queued', ends: ['failed', 'done', 'ended'] },
  user: { table: userTransitions, states: userStates, start: 'not_activated', ends: [] },
};

const reachableFrom = (table: Table, start: string): Set<string> => {
  const seen = new Set([start]);
  for (const state of seen) for (const next of table[state] ?? []) seen.add(next);
  return seen;
};

describe.each(Object.entries(graphs))('the states of a %s', (_name, { table, states, start, ends, rests = [] }) => {
  it('are all in the table, and no other', () => {
    expect(Object.keys(table).sort()).toEqual([...states].sort());
    for (const targets of Object.values(table)) expect(states).toEqual(expect.arrayContaining([...targets]));
  });

  it('are all reached from the first one', () => {
    expect([...reachableFrom(table, start)].sort()).toEqual([...states].sort());
  });

  it('have a way on, but for the accepted ends', () => {
    expect(states.filter((state) => table[state]?.length === 0).sort()).toEqual([...ends].sort());
    if (ends.length > 0)
      for (const state of states) expect([...reachableFrom(table, state)].some((next) => [...ends, ...rests].includes(next))).toBe(true);
  });

  it('never lead to themselves, nor anywhere twice', () => {
    for (const [state, targets] of Object.entries(table)) {
      expect(targets).not.toContain(state);
      expect(new Set(targets).size).toBe(targets.length);
    }
  });
});

it('takes exactly the states with a way on for an active process', () => {
  expect([...activeProcessStates].sort()).toEqual(processStates.filter((state) => processTransitions[state].length > 0).sort());
});

describe('checkTransitions', () => {
  it('passes a table without faults', () => {
    for (const [name, { table, ends }] of Object.entries(graphs)) expect(() => checkTransitions(name, table, ends)).not.toThrow();
  });

  it('finds every target that is no state, and names it', () => {
    for (const { table, ends } of Object.values(graphs)) {
      for (const state of Object.keys(table)) {
        const broken = { ...table, [state]: [...(table[state] ?? []), 'nowhere'] };
        expect(() => checkTransitions('broken', broken, ends)).toThrow(`broken: ${state} leads to unknown state nowhere`);
      }
    }
  });

  it('finds every dead end, and names it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(graphs)), fc.nat(), ({ table, ends }, pick) => {
        const live = Object.keys(table).filter((state) => !ends.includes(state));
        const state = live[pick % live.length]!;
        expect(() => checkTransitions('broken', { ...table, [state]: [] }, ends)).toThrow(`broken: ${state} is a dead end`);
      }),
    );
  });

  it('does not take a property that every object has for a state', () => {
    const table: Table = { a: ['toString'] };
    expect(() => checkTransitions('broken', table, [])).toThrow('unknown state toString');
  });
});
