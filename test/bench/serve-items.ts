import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SAMPLE_START } from '../../electron/sample/company/company.ts';
import { createPeopleSoftBooks } from '../../electron/sample/peoplesoft/books.ts';
import { openBooks } from '../../electron/sample/peoplesoft/books-schema.ts';
import { BOOKS_FILE, startPeopleSoftSimulator } from '../../electron/sample/peoplesoft/simulator.ts';
import type { PlainDate } from '../../shared/domain/ids.ts';

/**
 * A PeopleSoft with so many open items, as a process of its own: its memory is not ours. A line on its input changes every
 * balance; it ends when its input closes.
 */
const ITEMS_PER_CUSTOMER = 20;
const [folder, count] = process.argv.slice(2);
if (folder === undefined || count === undefined) throw new Error('usage: serve-items.ts FOLDER COUNT');
const books = createPeopleSoftBooks(join(folder, BOOKS_FILE));
const custIdOf = (index: number) => `C${String(Math.floor(index / ITEMS_PER_CUSTOMER)).padStart(8, '0')}`;
for (let index = 0; index < Number(count); index += 1) {
  const custId = custIdOf(index);
  if (index % ITEMS_PER_CUSTOMER === 0)
    books.add({
      kind: 'customer',
      customer: { setId: 'SHARE', custId, name: `Customer ${custId}`, active: true, externalId: null },
    });
  books.add({
    kind: 'item',
    item: {
      businessUnit: 'US001',
      custId,
      item: `INV-${String(index).padStart(8, '0')}`,
      itemLine: 1,
      amount: `${10 + (index % 990)}.${String(index % 100).padStart(2, '0')}`,
      currency: 'USD',
      itemDate: '2026-10-01' as PlainDate,
      dueDate: '2026-10-31' as PlainDate,
      poReference: `PO ${index}`,
      entryType: 'IN',
    },
  });
}
books.close();
const { url, node, user, password } = await startPeopleSoftSimulator({
  folder,
  port: 0,
  now: () => Date.parse(SAMPLE_START),
  batchSeconds: 0,
});
process.stdout.write(`${JSON.stringify({ url, node, user, password })}\n`);
createInterface(process.stdin)
  .on('line', () => {
    const open = openBooks(join(folder, BOOKS_FILE));
    open.exec('UPDATE item SET bal_amt = bal_amt + 1000, orig_item_amt = orig_item_amt + 1000');
    open.close();
    process.stdout.write('moved\n');
  })
  .on('close', () => process.exit(0));
