import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charge, balanceTransaction, refund } from '../../connectors/stripe/samples.ts';
import { movementLines } from '../books.ts';
import { recordBooks } from '../record-books.ts';

const CHARGE = { id: 'ch_1', amount: 1_000, amount_captured: 700, amount_refunded: 300, balance_transaction: 'txn_1' };
const captured = charge(CHARGE);
const rest = refund({ amount: 300, balance_transaction: null, charge: 'ch_1', status: 'succeeded' });
const bookedNet = balanceTransaction({ id: 'txn_1', source: 'ch_1', amount: 700, fee: 50, net: 650 });
const bookedWhole = { ...bookedNet, amount: 1_000, fee: 71, net: 929 };
const takenBack = {
  ...bookedNet,
  id: 'txn_2',
  type: 'refund',
  reporting_category: 'partial_capture_reversal',
  source: rest['id'],
  amount: -300,
  fee: -21,
  net: -279,
};

async function settled(values: readonly unknown[]) {
  const { db, take } = recordBooks();
  for (const value of values) await take(value);
  const money = db.prepare("SELECT settlement_minor, fee_minor FROM movement WHERE kind = 'charge'").raw().get();
  return { lines: movementLines(db), money };
}

describe('a charge of which only a part was captured', () => {
  const expected = {
    lines: ['charge ch_1 700 USD unmatched', `refund ${String(rest['id'])} -300 USD excluded`],
    money: [700, 50],
  };
  for (const [name, values] of Object.entries({
    'booked once': [captured, rest, bookedNet],
    'booked whole and taken back': [captured, { ...rest, balance_transaction: 'txn_2' }, bookedWhole, takenBack],
    'booked whole and taken back, its refund naming nothing': [captured, rest, bookedWhole, takenBack],
  }))
    it(`moves what was captured and nothing else where it is ${name}, in any order`, async () => {
      const order = fc.shuffledSubarray([...values], { minLength: values.length });
      for (const shuffled of fc.sample(order, 4)) expect(await settled(shuffled)).toEqual(expected);
    });

  it('moves all that was booked again once the file that took the rest back is taken back', async () => {
    const { db, take, undoLast } = recordBooks();
    const money = () =>
      db.prepare("SELECT settlement_minor, fee_minor FROM movement WHERE kind = 'charge'").raw().get();
    await take(captured, rest, bookedWhole);
    await take(takenBack);
    expect(money()).toEqual([700, 50]);
    await undoLast();
    expect(money()).toEqual([1_000, 71]);
  });

  it('is given back by a refund with money of its own, also of the same amount', async () => {
    const money = balanceTransaction({
      id: 'txn_3',
      source: rest['id'],
      type: 'refund',
      reporting_category: 'refund',
      amount: -300,
      fee: 0,
      net: -300,
    });
    for (const values of [
      [captured, bookedNet, rest, money],
      [money, rest, bookedNet, captured],
    ])
      expect((await settled(values)).lines).toContain(`refund ${String(rest['id'])} -300 USD unmatched`);
  });

  it('keeps its refund while it does not tell itself what was captured', async () => {
    const { amount_captured: _none, ...older } = charge({ ...CHARGE, captured: undefined });
    const { lines } = await settled([older, bookedWhole, { ...rest, balance_transaction: 'txn_2' }, takenBack]);
    expect(lines).toEqual(['charge ch_1 1000 USD unmatched', `refund ${String(rest['id'])} -300 USD unmatched`]);
  });
});
