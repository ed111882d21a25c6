import { appendAnchor } from '../../../electron/ledger/audit-anchor.ts';
import { auditHead } from '../../../electron/ledger/audit-store.ts';
import { runWrite } from '../../../electron/ledger/direct-ledger.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { defineWrite } from '../../../electron/ledger/operation.ts';
import { insertCharge, insertItem, moment } from './books.ts';
import { takeStep } from './book-keeping.ts';
import type { RandomStep } from './book-keeping.ts';

/** Works on the ledger named on its command line as fast as it can, printing each audit row it has committed, until killed. */
const [, , file = '', keyText = '', anchors = ''] = process.argv;
const db = openWriter(file, Buffer.from(keyText, 'hex'));
const begin = auditHead(db).seq;
const KINDS = ['propose', 'approve', 'post', 'confirm', 'reject', 'proposeTwo', 'undo'] as const;

const addRows = defineWrite('test.addRows', (writable, n: number) => {
  insertCharge(writable, `ch_${begin}_${n}`, 500);
  insertItem(writable, `INV-${begin}-${n}`, 700);
});
for (let n = 1; ; n++) {
  runWrite(db, addRows, n);
  const step: RandomStep = {
    what: KINDS[n % KINDS.length] ?? 'undo',
    which: n * 13,
    amount: (n * 37) % 500 || 1,
    at: begin + n,
  };
  try {
    runWrite(db, takeStep, step);
  } catch {
    continue; // refused by the ledger: the next one
  }
  const head = auditHead(db);
  if (n % 3 === 0) appendAnchor(anchors, head, moment(n));
  process.stdout.write(`${head.seq}\n`);
}
