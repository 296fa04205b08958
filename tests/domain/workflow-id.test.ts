import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWorkflowId, processKinds, workflowIdOf } from '../../domain/process/process.js';

describe('the workflow id of a process', () => {
  it('has an inverse', () => {
    fc.assert(
      fc.property(fc.constantFrom(...processKinds), fc.uuid(), fc.integer({ min: 1, max: 1_000_000 }), (kind, subjectId, ordinal) => {
        expect(parseWorkflowId(workflowIdOf(kind, subjectId, ordinal))).toEqual({ kind, subjectId, ordinal });
      }),
    );
  });

  it('is another one for each kind, subject and ordinal', () => {
    const parts = fc.tuple(fc.constantFrom(...processKinds), fc.uuid(), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(workflowIdOf(...one)).not.toBe(workflowIdOf(...other));
      }),
    );
  });

  it('is the plain business key the first time', () => {
    expect(workflowIdOf('customer', 'x')).toBe('customer/x');
    expect(workflowIdOf('customer', 'x', 2)).toBe('customer/x/2');
  });

  it.each([
    '',
    'customer',
    'customer/',
    '/x',
    'other/x',
    'Customer/x',
    'customer/x/1',
    'customer/x/0',
    'customer/x/01',
    'customer/x/-2',
    'customer/x/2/3',
    'temporal-sys-scheduler',
  ])('is not %j', (id) => {
    expect(parseWorkflowId(id)).toBeUndefined();
  });

  it('means the same id wherever it can be read at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('customer', 'order', '/', '2', '1', '0', 'a', '-'), maxLength: 8 }), (id) => {
        const parsed = parseWorkflowId(id);
        if (parsed) expect(workflowIdOf(parsed.kind, parsed.subjectId, parsed.ordinal)).toBe(id);
      }),
    );
  });
});
