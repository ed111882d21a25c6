import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BookFact, TruthFact } from '../../../electron/sample/company/company.ts';
import { companyPaths } from '../../../electron/sample/company-folder.ts';
import { createPeopleSoftBooks } from '../../../electron/sample/peoplesoft/books.ts';
import { countAutomatic, countDuplicatePayments } from '../../../electron/sample/score.ts';
import { createTruth, openTruth } from '../../../electron/sample/truth.ts';
import { temporaryFolder } from './temporary-folder.ts';

const item = (name: string, amount: string) => ({
  businessUnit: 'US001',
  custId: 'C1',
  item: name,
  itemLine: 0,
  amount,
});

type MovementTruth = Extract<TruthFact, { kind: 'movementTruth' }>;

function movement(objectId: string, more: Partial<MovementTruth> = {}): MovementTruth {
  return {
    kind: 'movementTruth',
    objectId,
    movementKind: 'charge',
    story: 'test',
    allocations: [],
    charge: null,
    receipt: null,
    ...more,
  };
}

function scored(
  facts: readonly TruthFact[],
  receipts: readonly { paymentId: string; comment: string | null }[] = [],
): string {
  const folder = temporaryFolder();
  const paths = companyPaths(folder);
  mkdirSync(paths.truth);
  mkdirSync(paths.peoplesoft);
  const truth = createTruth(paths.truthFile);
  for (const fact of facts) truth.add(fact);
  truth.close();
  const books = createPeopleSoftBooks(paths.peoplesoftBooks);
  const add = (fact: BookFact) => books.add(fact);
  add({ kind: 'customer', customer: { setId: 'SHARE', custId: 'C1', name: 'One', active: true, externalId: null } });
  const due = { itemDate: '2026-10-01', dueDate: '2026-10-31' } as unknown as { itemDate: never; dueDate: never };
  for (const [n, receipt] of receipts.entries()) {
    const paid = item(`I${n}`, '5.00');
    add({ kind: 'item', item: { ...paid, currency: 'USD', poReference: null, entryType: 'IN', ...due } });
    add({
      kind: 'receipt',
      receipt: {
        depositBu: 'US001',
        custId: 'C1',
        amount: '5.00',
        currency: 'USD',
        accountingDate: due.itemDate,
        bankCode: 'STRPE',
        bankAccountKey: 'US01',
        enteredBy: 'X',
        items: [paid],
        ...receipt,
      },
    });
  }
  books.close();
  return folder;
}

describe('automatic decisions', () => {
  const folder = () =>
    scored([
      movement('ch_1', { allocations: [item('A', '12.50'), item('B', '1.00')] }),
      movement('ch_wrong'),
      movement('ch_keyed', { receipt: 'M1', allocations: [item('C', '5.00')] }),
      movement('re_1', { movementKind: 'refund', charge: 'ch_1', allocations: [item('CR-1', '3.00')] }),
      movement('re_2', { movementKind: 'refund', charge: 'ch_1' }),
    ]);

  it.each([
    [
      'exactly the true items and amounts',
      { objectId: 'ch_1', allocations: [item('B', '1'), item('A', '12.5')] },
      true,
    ],
    ['a part of the true items', { objectId: 'ch_1', allocations: [item('A', '12.50')] }, false],
    ['another amount', { objectId: 'ch_1', allocations: [item('A', '12.51'), item('B', '0.99')] }, false],
    ['another item', { objectId: 'ch_1', allocations: [item('Z', '12.50'), item('B', '1.00')] }, false],
    ['anything where nothing automatic is right', { objectId: 'ch_wrong', allocations: [item('A', '12.50')] }, false],
    ['nothing for a charge that was keyed by hand', { objectId: 'ch_keyed', allocations: [] }, true],
    ['the keyed receipt’s item', { objectId: 'ch_keyed', allocations: [item('C', '5')] }, true],
    ['nothing for a charge that has items', { objectId: 'ch_1', allocations: [] }, false],
    [
      'a refund to the credit memo of its charge',
      { objectId: 're_1', allocations: [item('CR-1', '3.00')], charge: 'ch_1' },
      true,
    ],
    ['a refund to another charge', { objectId: 're_1', allocations: [item('CR-1', '3.00')], charge: 'ch_2' }, false],
    ['a refund to the item of its charge', { objectId: 're_1', allocations: [item('A', '3.00')] }, false],
    ['a refund to nothing', { objectId: 're_1', allocations: [], charge: 'ch_1' }, false],
    ['a refund without a credit memo to anything', { objectId: 're_2', allocations: [item('A', '3.00')] }, false],
    ['a movement that does not exist', { objectId: 'ch_none', allocations: [] }, false],
  ])('that allocate %s are right: %o %s', (_title, decision, right) => {
    const truth = openTruth(folder());
    const counts = countAutomatic(truth, [decision]);
    truth.close();
    expect(counts).toEqual(right ? { autoCorrect: 1, autoWrong: 0 } : { autoCorrect: 0, autoWrong: 1 });
  });
});

describe('duplicate payments in PeopleSoft’s books', () => {
  it('are none where every payment books something of its own', () => {
    const folder = scored(
      [movement('ch_1')],
      [
        { paymentId: 'T1', comment: 'ch_1' },
        { paymentId: 'CHQ2', comment: null },
        { paymentId: 'CHQ3', comment: null },
      ],
    );
    expect(countDuplicatePayments(folder)).toBe(0);
  });

  it('are a payment id, a Stripe object or a hand-keyed charge booked again', () => {
    const folder = scored(
      [movement('ch_1'), movement('ch_2', { receipt: 'M9' })],
      [
        { paymentId: 'T1', comment: 'ch_1' },
        { paymentId: 'T1', comment: 'ch_1' },
        { paymentId: 'T2', comment: 'Stripe ch_1' },
        { paymentId: 'M9', comment: null },
        { paymentId: 'T3', comment: 'ch_2' },
      ],
    );
    expect(countDuplicatePayments(folder)).toBe(3);
  });
});
