import { describe, expect, it } from 'vitest';
import { bookCustomer, createCustomers, stripeCustomer } from '../../../../electron/sample/company/customers.ts';

const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');

describe.each([1, 7, 20, 4_711])('the customers of seed %d', (seed) => {
  const customers = createCustomers(seed, 417);
  const all = Array.from({ length: customers.count }, (_, index) => customers.at(index));
  const share = (count: number) => count / all.length;

  it('carry the other system’s id for at most 55 %, in both directions', () => {
    const inPeopleSoft = all.filter((customer) => (bookCustomer(customer)?.externalId ?? null) !== null);
    const inStripe = all.filter((customer) => 'peoplesoft_customer' in Object(stripeCustomer(customer)['metadata']));
    const either = new Set([...inPeopleSoft, ...inStripe]);
    expect(share(either.size)).toBe(0.5);
    expect(inPeopleSoft.length).toBeGreaterThan(0);
    expect(inStripe.length).toBeGreaterThan(0);
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
    const byName = Map.groupBy(all, (customer) => customer.bookName);
    const sharing = [...byName.values()].filter((same) => same.length > 1);
    expect(share(sharing.flat().length)).toBe(0.1);
  });

  it('have ids of their own and names that PeopleSoft can hold', () => {
    expect(new Set(all.map((customer) => customer.stripeId)).size).toBe(all.length);
    expect(new Set(all.flatMap((customer) => customer.custId ?? [])).size).toBe(all.length * 0.95);
    for (const customer of all) expect(customer.bookName.length).toBeLessThanOrEqual(40);
  });

  it('are the same whenever they are asked for', () => {
    expect(createCustomers(seed, 417).at(33)).toEqual(all[33]);
  });
});
