import { describe, expect, it } from 'vitest';
import { closings, closingSubjects, fateOf, type ClosingSubject } from '../../domain/closing/closing.js';
import { workflowTypes } from '../../domain/process/process.js';
import { isLiving, subscriptionSources, subscriptionStates } from '../../domain/subscription/subscription.js';

/** Processes that are told by what they are about. */
const told: Readonly<Record<string, ClosingSubject>> = { licence: 'assigned' };

describe('closing a customer', () => {
  it('knows of every kind of process that there is, and of every way to what a customer has', () => {
    for (const kind of [...Object.keys(workflowTypes), ...subscriptionSources]) expect(closingSubjects, kind).toContain(told[kind] ?? kind);
  });

  it('lets nothing buy, charge or bill after a deletion', () => {
    expect(fateOf('order', 'deleted')).toBe('blocks');
    expect(fateOf('order', 'disabled')).toBe('blocks');
    expect(fateOf('bought', 'deleted')).toBe('blocks');
    for (const closing of closings)
      for (const mail of ['customer', 'activation', 'message'] as const) expect(fateOf(mail, closing)).toBe('ends');
    for (const subject of closingSubjects)
      for (const closing of closings) expect(['ends', 'goes_on', 'blocks']).toContain(fateOf(subject, closing));
  });

  it('ends an assigned plan, but waits for one in the middle of a change', () => {
    for (const state of subscriptionStates.filter(isLiving)) {
      expect(fateOf('assigned', 'deleted', { state, change: 'start' }), state).toBe('ends');
      const changing = ['provisioning', 'failed', 'ending'].includes(state);
      for (const change of ['resize', 'end'] as const)
        expect(fateOf('assigned', 'deleted', { state, change }), `${state} ${change}`).toBe(changing ? 'blocks' : 'ends');
      expect(fateOf('assigned', 'disabled', { state, change: 'resize' })).toBe('goes_on');
    }
  });
});
