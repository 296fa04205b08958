import { describe, expect, it } from 'vitest';
import { newTenant } from '../../domain/checkout/checkout.js';

const person = { firstName: 'Carla', lastName: 'Conti', email: 'carla@scuola.example', phone: '+39 02 1234567' };
const asked = (changes: object) =>
  newTenant.safeParse({
    kind: 'new',
    prefix: 'scuola',
    qualification: 'none',
    company: 'Scuola Dante',
    address: { line1: 'Via Dante 1', city: 'Milano', state: 'MI', postalCode: '20121', country: 'IT' },
    contact: person,
    agreement: { ...person, accepted: true },
    ...changes,
  });
const faults = (changes: object) => asked(changes).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const american = { line1: '1 Main St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };

describe('what a new account has to say of itself (B33), by its qualification', () => {
  it.each<[what: string, changes: object, faults: string[]]>([
    ['none asks for nothing', {}, []],
    ['an education says whether it is a school', { qualification: 'education' }, ['educationSegment: required']],
    ['by a word that there is', { qualification: 'education', educationSegment: 'nursery' }, ['educationSegment: education_segment']],
    ['and may name its website', { qualification: 'education', educationSegment: 'k12', website: 'https://Scuola.example/' }, []],
    ['which is one', { qualification: 'education', educationSegment: 'k12', website: 'our school' }, ['website: website']],
    [
      'a government has its code',
      { qualification: 'government_community', address: american, validationCode: ' ' },
      ['validationCode: required'],
    ],
    [
      'where the vendor has a cloud for it',
      { qualification: 'government_community', validationCode: 'G-1' },
      ['qualification: qualification_country'],
    ],
    ['and then that is enough', { qualification: 'government_community', address: american, validationCode: 'G-1' }, []],
  ])('%s', (_what, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });

  it('a website is kept as the domain that it is', () => {
    const parsed = asked({ qualification: 'education', educationSegment: 'k12', website: 'https://Scuola.example/' });
    expect(parsed.data?.website).toBe('scuola.example');
  });
});
