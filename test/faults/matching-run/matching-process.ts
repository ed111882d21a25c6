import { writeSync } from 'node:fs';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { matchFile } from './match-file.ts';
import { mortalLedger } from '../mortal-ledger.ts';
import { LAST_WORDS, type MatchingOrder } from './matching-order.ts';

const STDERR = 2;

/** The smallest real process that runs matching, with its thread, on a real ledger file, until it is killed or done. */
const order = JSON.parse(process.argv[2] ?? '{}') as MatchingOrder;
const key = Buffer.from(order.keyHex, 'hex');
const db = openWriter(order.file, Buffer.from(key));
let passed = 0;
const ledger = mortalLedger(directLedger(db), (name) => {
  passed += 1;
  if (passed !== order.killAt) return;
  writeSync(STDERR, `${LAST_WORDS}${name}\n`);
  process.kill(process.pid, 'SIGKILL');
});
process.send?.('ready');
await matchFile({ ledger, ledgerFile: order.file, key, whole: order.whole });
db.close();
process.disconnect();
