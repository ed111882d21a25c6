import { writeSync } from 'node:fs';
import { directLedger, runWrite } from '../../../electron/ledger/direct-ledger.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { recoverLedger } from '../../../electron/ledger/operations.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { StripeLife } from '../../properties/stripe-life.ts';
import { mortalLedger } from '../mortal-ledger.ts';
import { doJob, enterWorld } from './import-jobs.ts';
import { LAST_WORDS, type ImportOrder } from './import-order.ts';

const STDERR = 2;

/** The smallest real process that takes files in and back and heals gaps, on a real ledger file, until it is killed. */
const order = JSON.parse(process.argv[2] ?? '{}') as ImportOrder;
const db = openWriter(order.file, Buffer.from(order.keyHex, 'hex'));
runWrite(db, recoverLedger, { at: instantOf(Date.now()) });
const life = new StripeLife({ db, remove: () => db.close() });
await enterWorld(life);
let passed = 0;
const ledger = mortalLedger(directLedger(db), (name) => {
  passed += 1;
  if (passed !== order.killAt) return;
  writeSync(STDERR, `${LAST_WORDS}${name}\n`);
  process.kill(process.pid, 'SIGKILL');
});
process.send?.('ready');
if (order.killAt === null)
  for (;;)
    for (const job of order.job === 'heal' ? (['heal'] as const) : (['takeIn', 'takeBack'] as const))
      await doJob(life, job, ledger);
await doJob(life, order.job, ledger);
life.close();
process.disconnect();
