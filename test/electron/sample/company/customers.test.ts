import { describe, expect, it } from 'vitest';
import { bookOnlyCustomers } from '../../../../electron/sample/company/book-only.ts';
import { bookCustomer, stripeCustomer } from '../../../../electron/sample/company/customer-facts.ts';
import { createCustomers } from '../../../../electron/sample/company/customers.ts';

const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
const shares = new Map<number, readonly number[]>();

describe.each([1, 7, 20, 4_711])('the customers of seed %d', (seed) => {
  const customers = createCustomers(seed, 1_667);
  const all = Array.from({ length: customers.count }, (_, index) => customers.at(index));
  const share = (count: number) => count / all.length;
  const bookOnly = [...bookOnlyCustomers(seed, customers)];

  it('carry the other system’s id for at most 55 %, in both directions, and nearly always the right one', () => {
    const inPeopleSoft = all.filter((customer) => (bookCustomer(customer)?.externalId ?? null) !== null);
    const inStripe = all.filter((customer) => 'peoplesoft_customer' in Object(stripeCustomer(customer)['metadata']));
    const either = new Set([...inPeopleSoft, ...inStripe]);
    expect(share(all.filter(({ link }) => link !== 'none').length)).toBe(0.5);
    expect(share(either.size)).toBeLessThanOrEqual(0.55);
    const wrong = all.filter(({ storedId }) => storedId === 'wrong' || storedId === 'stale');
    expect(wrong.length).toBeGreaterThan(0);
    expect(share(wrong.length)).toBeLessThan(0.04);
    const known = new Set(all.flatMap(({ custId }) => custId ?? []));
    for (const { custId, storedCustId, storedId } of wrong) {
      expect(storedCustId).not.toBe(custId);
      expect(known.has(storedCustId ?? '')).toBe(storedId === 'wrong');
    }
  });

  it('differ only in spelling for 20 %, and some do not exist in PeopleSoft', () => {
    const differing = all.filter((customer) => customer.custId !== null && customer.stripeName !== customer.bookName);
    const trading = differing.filter(
      (customer) => letters(customer.stripeName).slice(0, 3) !== letters(customer.bookName).slice(0, 3),
    );
    expect(share(differing.length)).toBe(0.25);
    expect(trading.length).toBeGreaterThan(0);
    expect(share(all.filter((customer) => customer.custId === null).length)).toBe(0.05);
  });

  it('share a name with another for exactly 10 %', () => {
    const byName = Map.groupBy(all, (customer) => customer.trueName);
    const sharing = [...byName.values()].filter((same) => same.length > 1);
    expect(share(sharing.flat().length)).toBe(0.1);
  });

  it('have ids of their own and names that PeopleSoft can hold', () => {
    expect(new Set(all.map((customer) => customer.stripeId)).size).toBe(all.length);
    const custIds = [...all.flatMap((customer) => customer.custId ?? []), ...bookOnly.map((each) => each.truth.custId)];
    expect(new Set(custIds).size).toBe(custIds.length);
    for (const customer of all) expect(customer.bookName.length).toBeLessThanOrEqual(40);
    for (const { customer } of bookOnly) expect(customer.name.length).toBeLessThanOrEqual(40);
  });

  it('have the same address, tax id and telephone in both systems, each written in its own way, and some nothing', () => {
    const both = all.filter(({ stripeRecord, bookRecord }) => stripeRecord.taxId !== null && bookRecord.taxId !== null);
    const digits = (text: string | undefined) => (text ?? '').replace(/\D/g, '');
    const same = both.filter(
      ({ stripeRecord, bookRecord }) => digits(stripeRecord.taxId?.value) === digits(bookRecord.taxId?.value),
    );
    expect(same.length).toBeGreaterThan(0.9 * both.length);
    expect(both.some((each) => each.stripeRecord.taxId?.value !== each.bookRecord.taxId?.value)).toBe(true);
    for (const part of ['address', 'phone', 'taxId'] as const) {
      const held = share(all.filter(({ stripeRecord }) => stripeRecord[part] !== null).length);
      expect(held).toBeGreaterThan(0.1);
      expect(held).toBeLessThan(1);
    }
  });

  it('have doubles in each system, sisters, and near names where their own company is absent', () => {
    const doubles = all.flatMap(({ index }) => customers.doubleOf(index) ?? []);
    expect(doubles.length).toBeGreaterThan(5);
    for (const double of doubles) expect(double.stripeId).not.toBe(customers.at(double.index).stripeId);
    const roles = Map.groupBy(bookOnly, ({ truth }) => truth.role);
    expect([...roles.keys()].toSorted()).toEqual(['bookOnly', 'double', 'family', 'nearName']);
    const byParty = new Map(all.map((customer) => [customer.party, customer]));
    for (const { truth } of roles.get('double') ?? []) expect(byParty.get(truth.party)?.custId).not.toBe(null);
    for (const { truth } of roles.get('nearName') ?? []) {
      expect(byParty.get(truth.near ?? '')?.custId).toBe(null);
      expect(byParty.has(truth.party)).toBe(false);
    }
  });

  it('are as careless as their own offices are', () => {
    const usual = (['stripeTaxId', 'emailFree', 'addressOld', 'nearName'] as const).map(customers.rates.share);
    expect([...shares.values()]).not.toContainEqual(usual);
    shares.set(seed, usual);
  });

  it('are the same whenever they are asked for', () => {
    expect(createCustomers(seed, 1_667).at(33)).toEqual(all[33]);
    expect(createCustomers(seed, 1_667).doubleOf(33)).toEqual(customers.doubleOf(33));
  });
});
