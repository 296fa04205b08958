import { describe, expect, it } from 'vitest';
import { leastUsualSeconds, standOf, type StandFacts } from '../../domain/process/usual-time.js';
import { bestFirst, isRecommended } from '../../domain/order/remedies.js';

const began = Date.parse('2026-11-28T09:00:00Z');
const facts: StandFacts = {
  state: 'running',
  workSince: new Date(began).toISOString(),
  nextAt: null,
  usualSeconds: 90,
  stuckSince: null,
  retryAttempt: null,
};
const after = (seconds: number) => began + seconds * 1000;

describe('how a process stands', () => {
  it('is late beyond what is usual, and by the floor where nothing is known yet', () => {
    expect(standOf(facts, 'licence', after(90))).toBe('running');
    expect(standOf(facts, 'licence', after(91))).toBe('late');
    const unknown = { ...facts, usualSeconds: null };
    expect(standOf(unknown, 'order', after(leastUsualSeconds.order))).toBe('running');
    expect(standOf(unknown, 'order', after(leastUsualSeconds.order + 1))).toBe('late');
  });

  it('is late past a date, and never for waiting until then', () => {
    const waiting = { ...facts, state: 'waiting' as const, nextAt: new Date(after(3_600)).toISOString() };
    expect(standOf(waiting, 'customer', after(3_600))).toBe('waiting');
    expect(standOf(waiting, 'customer', after(3_600 + 91))).toBe('late');
    expect(standOf({ ...waiting, nextAt: null }, 'customer', after(1e6))).toBe('waiting');
  });

  it('has the worst word: needs somebody before tried again before late; what is over is over', () => {
    expect(standOf({ ...facts, retryAttempt: 3 }, 'licence', after(999))).toBe('retrying');
    expect(standOf({ ...facts, retryAttempt: 3, stuckSince: facts.workSince }, 'licence', after(999))).toBe('needs_attention');
    expect(standOf({ ...facts, state: 'done' }, 'licence', after(1e6))).toBe('done');
  });
});

describe('the remedy that comes first', () => {
  const all = ['retry', 'correct', 'reconcile', 'leave_out', 'undo'] as const;
  it('C4 corrects what was wrong of the input, leaves out what is refused for good, tries again what may pass', () => {
    expect(bestFirst(all, 'tenant_domain_taken')[0]).toBe('correct');
    expect(bestFirst(['retry', 'reconcile', 'leave_out', 'undo'], 'vendor_offer_unavailable')[0]).toBe('leave_out');
    expect(bestFirst(all, 'vendor_unreachable')[0]).toBe('retry');
    expect(bestFirst(['retry', 'undo'], 'vendor_refused')).toEqual(['retry', 'undo']);
  });

  it('C4 recommends neither a retry of what was refused for good, nor what takes things away', () => {
    expect(isRecommended('retry', 'vendor_refused')).toBe(false);
    expect(isRecommended('retry', 'vendor_unreachable')).toBe(true);
    expect(isRecommended('undo', 'vendor_unreachable')).toBe(false);
  });
});
