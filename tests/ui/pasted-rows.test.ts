import { describe, expect, it } from 'vitest';
import { pastedRows } from '../../ui/add-users/pasted-rows.js';

describe('rows pasted from a spreadsheet', () => {
  it('B11 leaves a word to the field that it was pasted into', () => {
    for (const text of ['Anna', 'Anna Maria', 'anna@acme.example', 'Rossi, Anna', ''])
      expect(pastedRows(text, 'firstName')).toBeUndefined();
  });

  it('B11 fills rows and columns from the field on, without the heading', () => {
    const text = 'First name\tLast name\tE-mail\r\nAnna\tBruni\tanna@acme.example\r\n\r\nIvo\tTesta\tivo@acme.example\tivo\r\n';
    expect(pastedRows(text, 'firstName')).toEqual([
      { firstName: 'Anna', lastName: 'Bruni', email: 'anna@acme.example' },
      { firstName: 'Ivo', lastName: 'Testa', email: 'ivo@acme.example', loginName: 'ivo' },
    ]);
    expect(pastedRows('a@acme.example\nb@acme.example', 'email')).toEqual([{ email: 'a@acme.example' }, { email: 'b@acme.example' }]);
  });

  it('B11 reads quotes, and the separators of a text file', () => {
    expect(pastedRows('"Anna ""Nina"""\tBruni', 'firstName')).toEqual([{ firstName: 'Anna "Nina"', lastName: 'Bruni' }]);
    expect(pastedRows('Anna;Bruni;a@acme.example\nIvo;Testa;i@acme.example', 'firstName')).toHaveLength(2);
  });

  it('B11 keeps a single row that is no heading, and leaves empty cells as they were', () => {
    expect(pastedRows('Nome\tCognome', 'firstName')).toEqual([{ firstName: 'Nome', lastName: 'Cognome' }]);
    expect(pastedRows('Anna\t\ta@acme.example', 'firstName')).toEqual([{ firstName: 'Anna', email: 'a@acme.example' }]);
  });
});
