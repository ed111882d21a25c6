import { describe, expect, it } from 'vitest';
import { readTaxId, readValue, type ValueKind } from '../../../../electron/matching/parties/read-value.ts';

const spellings = (kind: Exclude<ValueKind, 'name' | 'legalForm'>, ...values: string[]) =>
  new Set(values.map((value) => readValue(kind, value))).size;

describe('values are equal however they are written', () => {
  it('telephone numbers with and without country and trunk prefix', () =>
    expect(
      spellings('phone', '+49 30 1234567', '0049 30 1234567', '030/123-4567', '(030) 1234567', '+49301234567'),
    ).toBe(1));
  it('streets', () => {
    expect(spellings('street', '12 Main Street', 'Main St. 12', '12 MAIN ST')).toBe(1);
    expect(spellings('street', 'Hauptstraße 5', 'Hauptstr. 5', 'HAUPTSTRASSE 5')).toBe(1);
  });
  it('dates in several notations', () =>
    expect(spellings('date', '1980-02-13', '19800213', '13.02.1980', '13 Feb 1980', '2/13/1980', '1980/02/13')).toBe(
      1,
    ));
  it('registered domains, also of web addresses', () =>
    expect(
      ['info@mail.acme.co.uk', 'https://www.acme.co.uk/about'].map((value) => readValue('email', value).split('@')[1]),
    ).toEqual(['acme.co.uk', 'acme.co.uk']));
  it('tax ids with and without the country', () => expect(readTaxId('DE 123 456 789')).toBe(readTaxId('123456789')));
  it('what says nothing is missing', () => {
    for (const nothing of ['N/A', 'null', 'none', '-', '']) expect(readValue('word', nothing)).toBe('');
    expect(readValue('phone', '0000000')).toBe('');
  });
  it('free mail keeps its domain from being evidence', () =>
    expect(readValue('email', 'Anna.Lee+x@gmail.com')).toBe('anna.lee@!gmail.com'));
});
