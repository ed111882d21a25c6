import { afterEach, describe, expect, it } from 'vitest';
import {
  countNotCompared,
  keepNotCompared,
  type NotCompared,
} from '../../../electron/ledger/duplicate-not-compared-store.ts';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { insertCharge } from './books.ts';
import { createdLedger, temporaryLedger } from './temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
afterEach(() => ledger.remove());

const charge = (movementKey: number): NotCompared => ({ unit: 'US', movementKey, paymentKey: null });
const payment = (paymentKey: number): NotCompared => ({ unit: 'US', movementKey: null, paymentKey });

describe('rows that were not compared', () => {
  it('are those of the last search: of all payments, and of the charges that were looked at', () => {
    ledger = temporaryLedger();
    const { db } = ledger;
    for (const id of ['ch_1', 'ch_2', 'ch_3']) insertCharge(db, id, 900);
    keepNotCompared(db, [charge(1), charge(2), payment(7)], null);
    expect([countNotCompared(db, 'US'), countNotCompared(db, 'EU')]).toEqual([3, 0]);
    // Charge 1 was looked at and is compared now, charge 2 was not looked at.
    keepNotCompared(db, [charge(3), payment(7), payment(8)], [1, 3]);
    expect(countNotCompared(db, 'US')).toBe(4);
    keepNotCompared(db, [], null);
    expect(countNotCompared(db, 'US')).toBe(0);
  });
});

describe('migration 480', () => {
  it('starts with none, beside the rows that are there', () => {
    ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 480) });
    insertCharge(ledger.db, 'ch_1', 900);
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key);
    expect(countNotCompared(db, 'US')).toBe(0);
    keepNotCompared(db, [charge(1)], null);
    expect(countNotCompared(db, 'US')).toBe(1);
    db.close();
  });
});
