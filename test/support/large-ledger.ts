import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHomeLedger, homePaths, markHome } from '../../electron/ledger/home.ts';
import { unlockHome } from '../../electron/ledger/key.ts';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { WriterHandle } from '../../electron/ledger/open-ledger.ts';
import { keepToBooks } from '../../electron/ledger/stripe-books.ts';
import { SAMPLE_START } from '../../electron/sample/company/company.ts';
import { launchSampleCompany } from '../../electron/sample/launch.ts';
import { AT, itemPaidBy, UNIT, writeCustomers, writeItems, writeMovements } from '../bench/ledgers/generated-rows.ts';

const STALL_SECONDS = 600;

/**
 * A home whose encrypted ledger holds so many charges, each with a proposal for one item of its linked customer, and a small
 * sample company of the given seed and size behind it whose answers do not come: while it waits for them, the engine shows and
 * decides what is there, and does not match it anew. Answers the home's folder, for `startProduct` with the same seed and size.
 */
export async function makeLargeHome(
  charges: number,
  sample: { readonly seed: number; readonly movements: number },
): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'tieout-large-'));
  const paths = homePaths(home);
  const mark = markHome(paths, 'sample', SAMPLE_START);
  const { key } = await unlockHome(paths, mark, { vault: null, recoveryKey: null, keyFile: null });
  ensureHomeLedger(paths, mark, key);
  const db = openWriter(paths.ledger, Buffer.from(readFileSync(paths.sampleKey, 'utf8').trim(), 'hex'));
  const running = await launchSampleCompany({ folder: join(home, 'sample'), ...sample });
  keepToBooks(db, { account: running.stripe.account, livemode: false });
  fill(db, charges);
  db.close();
  await post(running.stripe, '/__sim/faults', { kind: 'slow', delayMs: STALL_SECONDS * 1_000, times: 1_000_000 });
  await post(running.peoplesoft, '/__sim/switch', {
    form: 'stall',
    on: 'query',
    seconds: STALL_SECONDS,
    for: 1_000_000,
  });
  return home;
}

function fill(db: WriterHandle, charges: number): void {
  db.exec('BEGIN IMMEDIATE');
  writeCustomers(db, charges);
  writeItems(db, charges);
  writeMovements(db, charges);
  propose(db, charges);
  db.exec('COMMIT');
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function propose(db: WriterHandle, charges: number): void {
  // Without the item's name in it a charge is never decided without a person, however often the engine matches by itself.
  db.exec(`UPDATE movement SET state = 'proposed', attention = 'proposal', score = 0.85, metadata_json = '{}'`);
  const match = db.prepare(
    `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
     VALUES (?, ?, 'payment', 'proposed', 'amount-customer-date', 1, 0.85, 0, '[]', ?)`,
  );
  const matchMovement = db.prepare('INSERT INTO match_movement VALUES (?, ?, 1)');
  const allocation = db.prepare(
    `INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold)
     SELECT ?, ?, item_key, balance_minor, balance_minor, 'none' FROM ar_item WHERE item_key = ?`,
  );
  for (let index = 0; index < charges; index += 1) {
    const key = index + 1;
    match.run(key, UNIT.unit, AT);
    matchMovement.run(key, key);
    allocation.run(key, key, itemPaidBy(index, charges) + 1);
  }
}

async function post(
  simulator: { readonly url: string; readonly control: { readonly token: string } },
  path: string,
  body: object,
): Promise<void> {
  const headers = { 'x-sim-token': simulator.control.token };
  const answer = await fetch(new URL(path, simulator.url), { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}
