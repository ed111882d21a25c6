import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstOpen, nextPlace, openMovementKeys } from '../../../../electron/engine/views/next-open.ts';
import { runRead } from '../../../../electron/ledger/direct-ledger.ts';
import { ATTENTIONS } from '../../../../shared/contract/primitives.ts';
import { isOpenMovement } from '../../../../shared/domain/open-movement.ts';
import { MOVEMENT_STATES } from '../../../../shared/domain/states.ts';
import { queryPlans } from '../../../support/query-plans.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

function everyKind(): { readonly key: number; readonly isOpen: boolean }[] {
  return MOVEMENT_STATES.flatMap((state) =>
    [null, ...ATTENTIONS].map((attention) => ({
      key: books.movement('charge', `ch_${state}_${attention}`, 100, { state, attention }),
      isOpen: isOpenMovement({ state, attention }),
    })),
  );
}

describe('the next row that waits for a person', () => {
  it('is one of those that the window calls open, of this unit alone', () => {
    books.db.exec('BEGIN');
    const rows = everyKind();
    books.movement('charge', 'ch_DE', 100, { unit: 'DE', attention: 'noItem' });
    books.db.exec('COMMIT');
    const open = rows.filter(({ isOpen }) => isOpen).map(({ key }) => key);
    expect(open.length).toBeGreaterThan(20);
    expect([...runRead(books.db, openMovementKeys, { unit: 'US' })].toSorted((left, right) => left - right)).toEqual(
      open,
    );
    for (const { key, isOpen } of rows) expect(runRead(books.db, firstOpen, { keys: [key] })).toBe(isOpen ? 0 : null);
    const plans = queryPlans(books.db, (db) => openMovementKeys.run(db, { unit: 'US' }));
    expect(plans).toEqual([
      'SEARCH movement USING COVERING INDEX movement_by_state (unit=? AND state=? AND attention>?)',
    ]);
  });

  it('is the first after her place, else the first from the top, and never the row she is on', () => {
    const keys = Int32Array.of(7, 3, 9, 1, 5, 8, 2);
    const sets = [[], [7], [2], [3, 5], [9], [100], [7, 3, 9, 1, 5, 8, 2]];
    for (const wanted of sets)
      for (let position = -1; position <= keys.length; position++) {
        const order = [...keys.keys()]
          .filter((at) => at > position)
          .concat([...keys.keys()].filter((at) => at < position));
        const plainly = order.find((at) => wanted.includes(keys[at] ?? 0)) ?? null;
        expect(nextPlace(keys, position, Int32Array.from(wanted))).toBe(plainly);
      }
  });
});
