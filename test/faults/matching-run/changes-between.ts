import { CUSTOMERS, make, type Change } from '../../electron/engine/matching/book-changes.ts';
import type { Books } from '../../electron/engine/matching/books.ts';
import type { Chance } from '../chance.ts';

/** Changes at the sources: they are the same whatever a run has made of those before them. */
const AT_SOURCES = [
  'charge',
  'charge',
  'charge',
  'item',
  'refund',
  'receipt',
  'invoice',
  'moveCharge',
  'fail',
  'closeItem',
  'openItem',
  'dispute',
  'earlyRefund',
  'descriptor',
  'day',
  'link',
] as const satisfies readonly Change['what'][];

/** Makes a few changes, numbered from `serial` on; answers whether one of them may lead a customer elsewhere. */
export function makeBetween(books: Books, chance: Chance, serial: number): boolean {
  const count = 1 + chance.below(6);
  let isLinked = false;
  for (let at = 1; at <= count; at++) {
    const what = chance.pick(AT_SOURCES);
    isLinked ||= what === 'link';
    make(books, serial + at, {
      what,
      customer: chance.below(CUSTOMERS),
      other: chance.below(CUSTOMERS),
      amount: chance.pick([10_000, 20_000, 30_000, 50_000]),
      day: 1 + chance.below(28),
      named: chance.pick(['none', 'own', 'foreign', 'unknown', 'digits']),
      pick: chance.below(1_000),
    });
  }
  return isLinked;
}
