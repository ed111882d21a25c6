import { describe, expect, it } from 'vitest';
import {
  DEFAULT_LINKING,
  LINKING_FIELDS,
  linkingFaults,
  linkingSchema,
  precedenceOf,
} from '../../../shared/contract/profile-linking.ts';

describe('the rules by which a site links customers', () => {
  it('compare everything and let ids win where nobody set anything', () => {
    expect(DEFAULT_LINKING.compare).toEqual([...LINKING_FIELDS]);
    expect(precedenceOf(DEFAULT_LINKING)).toEqual(['sharedId', 'taxId']);
    expect(precedenceOf({ compare: ['name', 'taxId'] })).toEqual(['taxId']);
  });

  it('refuse a field twice, one that is none, and an empty list', () => {
    for (const wrong of [
      { compare: ['name', 'name'] },
      { compare: [] },
      { precedence: ['iban'] },
      { compare: ['name'], wins: ['name'] },
    ])
      expect(linkingSchema.safeParse(wrong).success).toBe(false);
    expect(linkingSchema.safeParse({ precedence: [] }).success).toBe(true);
  });

  it('name what is wrong by its path: a winner that is not compared, a shared id that one side alone keeps', () => {
    expect(linkingFaults({ compare: ['name'], precedence: ['taxId'] }, undefined, undefined)).toMatchObject([
      { path: ['linking', 'precedence'] },
    ]);
    expect(linkingFaults(DEFAULT_LINKING, 'crm', undefined)).toMatchObject([
      { path: ['peoplesoft', 'queries', 'sharedIdField'] },
    ]);
    expect(linkingFaults(DEFAULT_LINKING, undefined, 'X_CRM')).toMatchObject([{ path: ['stripe', 'sharedIdKey'] }]);
    expect(linkingFaults(DEFAULT_LINKING, 'crm', 'X_CRM')).toEqual([]);
  });
});
