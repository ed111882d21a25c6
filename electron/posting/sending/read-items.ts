import { rescaleMoney } from '../../../shared/domain/money.ts';
import type { Instant, ItemKey } from '../../../shared/domain/ids.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { setItemBalance } from '../../ledger/item-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/**
 * Takes over single items as PeopleSoft showed them just now. The row version moves only with status or balance, so that a
 * decision made on an unchanged item stays valid. Items the ledger does not hold are left to the next whole read.
 */
export function storeReadItems(db: WritableLedger, items: readonly ArItem[], at: Instant): void {
  const read = statement<{ item_key: ItemKey; exponent: number }>(
    db,
    'SELECT item_key, exponent FROM ar_item WHERE business_unit = ? AND cust_id = ? AND item = ? AND item_line = ?',
  );
  for (const item of items) {
    const held = read.get(item.businessUnit, item.custId, item.item, item.itemLine);
    if (held === undefined) continue;
    setItemBalance(db, {
      itemKey: held.item_key,
      status: item.status,
      balanceMinor: rescaleMoney(item.balance, held.exponent).minor,
      readAt: at,
    });
  }
}
