import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { SAMPLE_SET_ID } from '../../../electron/sample/company/company.ts';
import { AT, custId, itemOf, itemPaidBy, UNIT } from './generated-rows.ts';

/** Of 100 charges: how many are in which state, with what a clerk would be told. The rest is unmatched. */
const SHARES = [
  { upTo: 35, state: 'proposed', attention: null, reason: null },
  { upTo: 60, state: 'posted', attention: null, reason: null },
  { upTo: 72, state: 'ambiguous', attention: 'severalCandidates', reason: null },
  { upTo: 80, state: 'proposed', attention: 'amountDiffers', reason: null },
  { upTo: 90, state: 'unmatched', attention: 'noItem', reason: 'No open item fits.' },
  { upTo: 95, state: 'unmatched', attention: 'noCustomerLink', reason: 'No customer is linked.' },
  { upTo: 98, state: 'excluded', attention: null, reason: 'before go-live' },
] as const;
const PER_DEPOSIT = 200;

/** Brings generated charges into every state a list shows, with matches, candidates, postings and deposits behind them. */
export function writeDecisions(db: WriterHandle, rows: number): void {
  const write = statements(db);
  let postings = 0;
  for (let index = 0; index < rows; index++) {
    const key = index + 1;
    const share = SHARES.find((each) => (index * 37) % 100 < each.upTo);
    if (share === undefined) continue;
    write.state.run(share.state, share.attention, share.reason, share.state === 'proposed' ? 0.96 : null, key);
    const item = itemPaidBy(index, rows);
    if (share.state === 'ambiguous')
      for (const [rank, other] of [item, (item + 1) % rows].entries())
        write.candidate.run(key, rank + 1, JSON.stringify([other + 1]));
    if (share.state !== 'proposed' && share.state !== 'posted') continue;
    const match = write.match.run(UNIT.unit, share.state, AT);
    write.matchMovement.run(match.lastInsertRowid, key);
    const { amountMinor } = itemOf(item, rows);
    write.allocation.run(match.lastInsertRowid, key, item + 1, amountMinor, amountMinor, 'none');
    if (share.state === 'posted') writePosting(write, index, rows, Number(match.lastInsertRowid), postings++);
  }
}

function writePosting(write: Statements, index: number, rows: number, matchId: number, nth: number): void {
  const row = itemOf(itemPaidBy(index, rows), rows);
  const depositKey = Math.floor(nth / PER_DEPOSIT) + 1;
  if (nth % PER_DEPOSIT === 0) write.deposit.run(UNIT.unit, UNIT.depositBu, String(depositKey), row.date, depositKey);
  const reference = `T${String(10_000_000_000_000 + nth * 7_919)}`;
  const payload = {
    setId: SAMPLE_SET_ID,
    document: { custId: custId(row.customer), items: [{ item: row.item, custId: custId(row.customer) }] },
  };
  const values = [`bench/${index}`, matchId, index + 1, UNIT.unit, reference, JSON.stringify(payload), row.amountMinor];
  write.posting.run(...values, row.date, nth % 50 === 0 ? 'unknown' : 'confirmed', depositKey);
}

type Statements = ReturnType<typeof statements>;
function statements(db: WriterHandle) {
  return {
    state: db.prepare(
      'UPDATE movement SET state = ?, attention = ?, state_reason = ?, gate = NULL, score = ? WHERE movement_key = ?',
    ),
    candidate: db.prepare(
      `INSERT INTO candidate (movement_key, rank, items_json, rule_id, rule_version, score, points_json)
       VALUES (?, ?, ?, 'amount-customer-date', 1, 0.7, '[]')`,
    ),
    match: db.prepare(
      `INSERT INTO match (unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
       VALUES (?, 'payment', ?, 'reference-exact', 1, 0.96, 1, '[]', ?)`,
    ),
    matchMovement: db.prepare('INSERT INTO match_movement VALUES (?, ?, 1)'),
    allocation: db.prepare(
      'INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    deposit: db.prepare(
      `INSERT INTO deposit (unit, deposit_bu, deposit_id, deposit_id_given, bank_code, bank_account_key, currency, exponent, accounting_date,
         cut_number, generation, control_minor, control_count, document_json, document_hash, state, cut_at)
       VALUES (?, ?, ?, 0, 'STRPE', 'US01', 'USD', 2, ?, ?, 1, 1, 1, '{}', 'bench', 'confirmed', '2026-11-01T12:00:00.000Z')`,
    ),
    posting: db.prepare(
      `INSERT INTO posting (effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash, amount_minor,
         exponent, currency, accounting_date, state, deposit_key, approved_by, approved_at, state_changed_at)
       VALUES (?, 1, 'payment', ?, ?, ?, ?, ?, 'bench', ?, 2, 'USD', ?, ?, ?, 'bench', '2026-11-01T12:00:00.000Z', '2026-11-01T12:00:00.000Z')`,
    ),
  };
}
