import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCustomerInput, maxPlansPerRequest } from '../../domain/customer/create-customer.js';

const valid = () => ({
  idempotencyKey: randomUUID(),
  company: 'Prova S.p.A.',
  city: 'Torino',
  stateOrProvince: 'TO',
  accountName: 'Prova',
  contact: { firstName: 'Ada', lastName: 'Neri', email: 'ada@prova.example' },
  accountEmail: { when: 'now' },
  plans: [] as object[],
});
const plan = (changes: object = {}) => ({ planId: randomUUID(), units: 1, startDate: '2027-01-01', ...changes });

const faultsOf = (input: object): Record<string, string> =>
  Object.fromEntries((createCustomerInput.safeParse(input).error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]));

/** The input with one value replaced; undefined takes the field away. */
const withValue = (path: string, value: unknown): object => {
  const input = structuredClone(valid()) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce((object, key) => (object[key] ??= {}) as Record<string, unknown>, input);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return input;
};

const REQUIRED = ['company', 'city', 'stateOrProvince', 'accountName', 'contact.firstName', 'contact.lastName', 'contact.email'];
const OPTIONAL = ['address.street1', 'address.street2', 'address.postalCode', 'address.country', 'phone', 'emergencyEmail', 'taxId'];

describe('the input of create customer', () => {
  it('A2 is complete with the required fields alone, in English and Rome’s time unless told', () => {
    expect(createCustomerInput.parse(valid())).toMatchObject({ language: 'en', timeZone: 'Europe/Rome', plans: [] });
  });

  it.each(REQUIRED)('A2 needs %s', (field) => {
    for (const nothing of [undefined, '', '   ', null]) expect(faultsOf(withValue(field, nothing))).toEqual({ [field]: 'required' });
  });

  it.each(OPTIONAL)('A2 takes a blank %s for none', (field) => {
    for (const nothing of [undefined, '', '  ']) expect(faultsOf(withValue(field, nothing))).toEqual({});
  });

  it.each([
    ['company', 'x'.repeat(121), 'too_long'],
    ['city', 'x'.repeat(81), 'too_long'],
    ['stateOrProvince', 'x'.repeat(81), 'too_long'],
    ['contact.firstName', 'x'.repeat(61), 'too_long'],
    ['contact.lastName', 'a\r\nb', 'control_chars'],
    ['contact.email', 'ada', 'email'],
    ['emergencyEmail', 'ada@', 'email'],
    ['address.country', 'Italia', 'too_long'],
    ['address.country', 'it', 'country'],
    ['phone', 'call me', 'phone'],
    ['language', 'de', 'language'],
    ['timeZone', 'Mars/Olympus', 'time_zone'],
    ['taxId', 'x'.repeat(31), 'too_long'],
    ['idempotencyKey', 'short', 'idempotency_key'],
    ['idempotencyKey', `${'x'.repeat(20)}'; --`, 'idempotency_key'],
  ])('A2 names the fault of %s', (field, value, code) => {
    expect(faultsOf(withValue(field, value))).toEqual({ [field]: code });
  });

  it('A2 names all faults at once, each at its field', () => {
    expect(faultsOf({ ...valid(), company: '', city: '', contact: { firstName: '', lastName: 'Neri', email: 'x' } })).toEqual({
      company: 'required',
      city: 'required',
      'contact.firstName': 'required',
      'contact.email': 'email',
    });
  });

  it.each(['role', 'state', 'tier1Id', 'customerId', 'constructor'])('A4 takes no field called %s', (field) => {
    expect(createCustomerInput.safeParse({ ...valid(), [field]: 'x' }).error?.issues[0]).toMatchObject({
      code: 'unrecognized_keys',
      keys: [field],
    });
  });

  it('A6 sends now, or at a wall-clock time that exists', () => {
    expect(faultsOf({ ...valid(), accountEmail: { when: 'date', localDateTime: '2027-03-28T02:30' } })).toEqual({});
    expect(faultsOf({ ...valid(), accountEmail: { when: 'date', localDateTime: '2027-02-30T02:30' } })).toEqual({
      'accountEmail.localDateTime': 'date_time',
    });
    expect(faultsOf({ ...valid(), accountEmail: { when: 'date' } })).toEqual({ 'accountEmail.localDateTime': 'required' });
    expect(createCustomerInput.safeParse({ ...valid(), accountEmail: { when: 'never' } }).success).toBe(false);
    expect(createCustomerInput.safeParse({ ...valid(), accountEmail: { when: 'now', localDateTime: '2027-01-01T10:00' } }).success).toBe(
      false,
    );
  });

  it.each([
    [0, 'too_small'],
    [-1, 'too_small'],
    [1.5, 'not_a_number'],
    [1_000_001, 'too_big'],
    ['5', 'not_a_number'],
    [Number.NaN, 'not_a_number'],
    [Number.POSITIVE_INFINITY, 'not_a_number'],
    [undefined, 'not_a_number'],
  ])('A8 refuses %j units as %s', (units, code) => {
    expect(faultsOf({ ...valid(), plans: [plan({ units })] })).toEqual({ 'plans.0.units': code });
  });

  it('A8 refuses a start date that is none, and a plan twice, each at its row', () => {
    const twice = plan();
    expect(faultsOf({ ...valid(), plans: [plan({ startDate: '2027-02-29' })] })).toEqual({ 'plans.0.startDate': 'date' });
    expect(faultsOf({ ...valid(), plans: [twice, plan(), { ...twice, units: 2 }] })).toEqual({ 'plans.2.planId': 'duplicate_plan' });
    expect(faultsOf({ ...valid(), plans: Array.from({ length: maxPlansPerRequest + 1 }, () => plan()) })).toEqual({ plans: 'too_many' });
  });
});
