import type {
  Instant,
  LinkId,
  MatchId,
  MovementKey,
  PlainDate,
  PostingId,
  UnitId,
} from '../../../../shared/domain/ids.ts';
import { decideDuplicate, undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { confirmLink, rejectLink, retireLink } from '../../../../electron/ledger/crosswalk-store.ts';
import { openDecision, recordDecision } from '../../../../electron/ledger/decision-store.ts';
import { forgetClustersOf } from '../../../../electron/ledger/duplicate-cluster-store.ts';
import { changeMatchState } from '../../../../electron/ledger/match-store.ts';
import { insertPosting, setPostingState } from '../../../../electron/ledger/posting-store.ts';
import { RULE_TAKEN_BACK } from '../../../../electron/ledger/taken-back.ts';
import { undoDecision } from '../../../../electron/ledger/undo-decision.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { profile, type Books } from './books.ts';

/** Changes that come seldom, each in the words of a test. */
export const RARE = [
  'earlyRefund',
  'dispute',
  'purchaseOrder',
  'moveItem',
  'currency',
  'settle',
  'day',
  'descriptor',
  'goneCharge',
  'goneReceipt',
  'repay',
  'renumber',
  'dropInvoice',
  'confirmLink',
  'rejectLink',
  'endLink',
  'byRule',
  'oneEvent',
  'notDuplicate',
  'undoDuplicate',
  'post',
  'refuse',
  'confirm',
  'reverse',
  'takeBack',
  'undoTakeBack',
  'sent',
  'goneCustomer',
] as const;
export interface RareChange {
  readonly what: (typeof RARE)[number];
  readonly customer: number;
  readonly other: number;
  readonly amount: number;
  readonly day: number;
  readonly pick: number;
}

/** Whether a change is one of these. */
export function isRare(what: string): what is RareChange['what'] {
  return RARE.some((rare) => rare === what);
}

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'ana', machine: 'desk-1', at: AT };
const RULED: UnitProfile = {
  ...profile.units[0]!,
  straightThrough: {
    ruleIds: ['reference-exact', 'keyed-by-hand', 'amount-customer-date', 'refund-of-charge'],
    limitMinor: { USD: 1_000_000 },
    approvedBy: 'REVIEWER',
  },
};

/** Makes a rare change in the books; where there is nothing to change it did not happen. */
export function makeRare(of: Books, serial: number, one: RareChange): void {
  const { what, customer, other, amount, day, pick } = one;
  const pickOf = <Row>(sql: string, ...values: unknown[]): Row | undefined => {
    const rows = of.all<Row>(sql, ...values);
    return rows.length === 0 ? undefined : rows[pick % rows.length];
  };
  const keyOf = (sql: string): number | undefined => pickOf<{ key: number }>(sql)?.key;
  const charge = (): number | undefined =>
    keyOf("SELECT movement_key AS key FROM movement WHERE kind = 'charge' ORDER BY movement_key");
  const item = (): number | undefined => keyOf('SELECT item_key AS key FROM ar_item ORDER BY item_key');
  const matchIn = (states: string): MatchId | undefined =>
    keyOf(`SELECT match_id AS key FROM match WHERE state IN (${states}) ORDER BY match_id`) as MatchId | undefined;
  const update = (columns: string, key: number | undefined, ...values: unknown[]): void => {
    if (key !== undefined)
      of.run(`UPDATE movement SET ${columns}, version = version + 1 WHERE movement_key = ?`, ...values, key);
  };
  const date = `2026-10-${String(day).padStart(2, '0')}`;
  switch (what) {
    case 'earlyRefund':
      // Its charge is the next one to come.
      of.movement('refund', `re_${serial}`, -amount, { customer_id: null, charge_id: `ch_${serial + 1}` });
      return;
    case 'dispute': {
      const id = pickOf<{ id: string }>("SELECT object_id AS id FROM movement WHERE kind = 'charge' ORDER BY 1")?.id;
      if (id === undefined) return;
      const status = pick % 2 === 0 ? 'lost' : 'needs_response';
      of.movement('dispute', `dp_${serial}`, -amount, { charge_id: id, source_status: status });
      return;
    }
    case 'purchaseOrder':
      of.run('UPDATE ar_item SET po_reference = ? WHERE item_key = ?', `PO-${7_000 + (pick % 3)}`, item() ?? 0);
      update('description = ?', charge(), `PO-${7_000 + (pick % 3)}`);
      return;
    case 'moveItem':
      of.run('UPDATE ar_item SET cust_id = ? WHERE item_key = ?', `C${other}`, item() ?? 0);
      return;
    case 'currency':
      update('currency = ?', charge(), pick % 2 === 0 ? 'EUR' : 'USD');
      of.run('UPDATE ar_item SET currency = ? WHERE item_key = ?', pick % 3 === 0 ? 'EUR' : 'USD', item() ?? 0);
      return;
    case 'settle':
      update(
        'settlement_minor = ?, settlement_exponent = 2, settlement_currency = ?, fee_minor = ?',
        charge(),
        amount,
        pick % 2 === 0 ? 'EUR' : 'USD',
        100 * (pick % 4),
      );
      return;
    case 'day':
      update('accounting_date = ?', charge(), date);
      return;
    case 'descriptor': {
      const number = pickOf<{ item: string }>('SELECT item FROM ar_item ORDER BY item')?.item ?? '';
      const slip = number.replace(/.$/, '9');
      update('statement_descriptor = ?, description = NULL', charge(), pick % 2 === 0 ? number : slip);
      return;
    }
    case 'goneCharge': {
      const gone = keyOf(NOTHING_RESTS_ON);
      if (gone !== undefined) takeOut(of, gone as MovementKey);
      return;
    }
    case 'goneReceipt': {
      const gone = keyOf('SELECT payment_key AS key FROM ps_payment ORDER BY payment_key');
      of.run('DELETE FROM ps_payment_item WHERE payment_key = ?', gone ?? 0);
      return;
    }
    case 'repay': {
      const id = pickOf<{ id: string }>("SELECT object_id AS id FROM movement WHERE kind = 'charge' ORDER BY 1")?.id;
      of.run('UPDATE stripe_invoice_payment SET charge_id = ?', id ?? null);
      return;
    }
    case 'renumber':
      of.run('UPDATE stripe_invoice SET number = ?', `INV-00${1_000 + customer}`);
      return;
    case 'dropInvoice':
      of.run("UPDATE stripe_invoice_payment SET status = 'canceled'");
      return;
    case 'confirmLink':
    case 'rejectLink': {
      const link = pickOf<{ linkId: LinkId; version: number }>(
        "SELECT link_id AS linkId, version FROM crosswalk_link WHERE state = 'proposed' ORDER BY link_id",
      );
      if (link === undefined) return;
      const act = what === 'confirmLink' ? confirmLink : rejectLink;
      tried(of, () => act(of.db, { ...link, actor: 'ana', at: AT }));
      return;
    }
    case 'endLink': {
      const link = pickOf<{ linkId: LinkId; version: number }>(
        "SELECT link_id AS linkId, version FROM crosswalk_link WHERE state = 'confirmed' ORDER BY link_id",
      );
      const validUntilDate = `2026-10-${String(day).padStart(2, '0')}`;
      if (link !== undefined) tried(of, () => retireLink(of.db, { ...link, actor: 'ana', at: AT, validUntilDate }));
      return;
    }
    case 'byRule':
      decideByRule(of);
      return;
    case 'oneEvent':
    case 'notDuplicate': {
      const cluster = pickOf<{ clusterId: number; seenVersion: number }>(
        "SELECT cluster_id AS clusterId, version AS seenVersion FROM duplicate_cluster WHERE state = 'open' ORDER BY cluster_id",
      );
      if (cluster === undefined) return;
      const as = what === 'oneEvent' ? ('sameEvent' as const) : ('notDuplicate' as const);
      const keep = as === 'sameEvent' ? pick % 2 : null;
      const expiresDate = pick % 3 === 0 ? ('2026-12-01' as PlainDate) : null;
      const answer = { ...clerk, ...cluster, as, keep, reason: 'seen', expiresDate };
      tried(of, () => decideDuplicate.run(of.db, answer));
      return;
    }
    case 'undoDuplicate': {
      const clusterId = keyOf(
        "SELECT cluster_id AS key FROM duplicate_cluster WHERE state IN ('sameEvent', 'notDuplicate')",
      );
      if (clusterId !== undefined) tried(of, () => undoDuplicate.run(of.db, { ...clerk, clusterId }));
      return;
    }
    case 'post': {
      const matchId = matchIn("'proposed'");
      if (matchId === undefined) return;
      tried(of, () => {
        changeMatchState(of.db, { matchId, to: 'approved', actor: 'ana', at: AT });
        post(of, serial, matchId);
      });
      return;
    }
    case 'refuse':
    case 'confirm': {
      const posting = pickOf<{ postingId: PostingId; matchId: MatchId }>(
        "SELECT posting_id AS postingId, match_id AS matchId FROM posting WHERE state = 'sending' ORDER BY posting_id",
      );
      if (posting === undefined) return;
      const { postingId, matchId } = posting;
      tried(of, () => {
        if (what === 'confirm') {
          setPostingState(of.db, { postingId, to: 'accepted', at: AT });
          setPostingState(of.db, { postingId, to: 'confirmed', at: AT });
          changeMatchState(of.db, { matchId, to: 'posted', actor: 'Tieout', at: AT });
          return;
        }
        setPostingState(of.db, { postingId, to: 'rejected', at: AT, reason: 'The bank is closed.' });
        const movement = { state: 'unmatched', attention: 'postingProblem', reason: 'The bank is closed.' } as const;
        changeMatchState(of.db, { matchId, to: 'withdrawn', actor: 'Tieout', at: AT, movement });
      });
      return;
    }
    case 'reverse': {
      const matchId = matchIn("'posted'");
      if (matchId === undefined) return;
      tried(of, () => {
        for (const { id } of of.all<{ id: PostingId }>(
          'SELECT posting_id AS id FROM posting WHERE match_id = ?',
          matchId,
        ))
          setPostingState(of.db, { postingId: id, to: 'reversed', at: AT, reason: 'taken back' });
        const movement = { state: 'unmatched', attention: 'changedSinceApproval', reason: 'taken back' } as const;
        changeMatchState(of.db, { matchId, to: 'reversed', actor: 'ana', at: AT, movement });
      });
      return;
    }
    case 'takeBack': {
      const matchId = matchIn("'approved'");
      if (matchId === undefined) return;
      tried(of, () => {
        const opened = openDecision(of.db, { matchIds: [matchId] });
        changeMatchState(of.db, { matchId, to: 'proposed', actor: 'ana', at: AT });
        recordDecision(of.db, { opened, actor: 'ana', at: AT, kind: RULE_TAKEN_BACK });
      });
      return;
    }
    case 'undoTakeBack': {
      const decisionId = keyOf('SELECT decision_id AS key FROM decision WHERE undone_at IS NULL ORDER BY decision_id');
      if (decisionId !== undefined) tried(of, () => undoDecision(of.db, { decisionId, actor: 'ana', at: AT }));
      return;
    }
    case 'sent': {
      // A receipt turns out to be one that this ledger sent.
      const id = pickOf<{ id: string }>('SELECT payment_id AS id FROM ps_payment ORDER BY payment_key')?.id;
      const matchId = matchIn("'approved'");
      if (id !== undefined && matchId !== undefined)
        tried(of, () => post(of, serial, matchId, pick % 2 === 0 ? id : id.toLowerCase()));
      return;
    }
    case 'goneCustomer':
      of.run('UPDATE ps_customer SET present = ? WHERE cust_id = ?', pick % 2, `C${customer}`);
  }
}

/** Movements that a file's taking back may take along. */
const NOTHING_RESTS_ON = `SELECT movement_key AS key FROM movement m WHERE state NOT IN ('approved', 'posted')
  AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.movement_key = m.movement_key)
  AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = m.movement_key)
  AND NOT EXISTS (SELECT 1 FROM rejected_pair r WHERE r.movement_key = m.movement_key)
  AND NOT EXISTS (SELECT 1 FROM duplicate_member d JOIN duplicate_cluster c USING (cluster_id)
    WHERE d.movement_key = m.movement_key AND c.state IN ('sameEvent', 'notDuplicate'))
  AND NOT EXISTS (SELECT 1 FROM match_movement JOIN match USING (match_id) WHERE movement_key = m.movement_key AND state NOT IN ('proposed', 'withdrawn'))
  AND NOT EXISTS (SELECT 1 FROM match WHERE charge_movement_key = m.movement_key) ORDER BY movement_key`;

/** As the taking back of the file that brought it does. */
function takeOut(of: Books, key: MovementKey): void {
  const [live] = of.all<{ id: MatchId }>(
    'SELECT match_id AS id FROM match_movement WHERE movement_key = ? AND live = 1',
    key,
  );
  if (live !== undefined) changeMatchState(of.db, { matchId: live.id, to: 'withdrawn', actor: 'reading', at: AT });
  for (const { id } of of.all<{ id: MatchId }>('SELECT match_id AS id FROM match_movement WHERE movement_key = ?', key))
    for (const table of ['allocation', 'match_movement', 'match'])
      of.run(`DELETE FROM ${table} WHERE match_id = ?`, id);
  forgetClustersOf(of.db, key);
  of.run('DELETE FROM candidate WHERE movement_key = ?', key);
  of.run(`INSERT INTO file_import (kind, file_name, sha256, size_bytes, actor, machine, started_at, state)
    VALUES ('records', 'f', 'h', 1, 'ana', 'desk-1', '${AT}', 'undoing')`);
  of.run('DELETE FROM movement WHERE movement_key = ?', key);
  of.run("UPDATE file_import SET state = 'undone'");
}

/** A payment of a match that has left. */
function post(of: Books, serial: number, matchId: MatchId, reference = `S-${serial}`): void {
  const [row] = of.all<{ key: MovementKey; minor: number; currency: string; date: PlainDate }>(
    `SELECT m.movement_key AS key, m.amount_minor AS minor, m.currency, m.accounting_date AS date
     FROM match_movement JOIN movement m USING (movement_key) WHERE match_id = ?`,
    matchId,
  );
  if (row === undefined) throw new Error(`match ${matchId} has no movement`);
  const postingId = insertPosting(of.db, {
    effectKey: `acct_1/test/${row.key}/payment`,
    generation: serial,
    kind: 'payment',
    matchId,
    movementKey: row.key,
    unit: 'US' as UnitId,
    reference,
    payloadJson: '{}',
    payloadHash: 'h',
    amountMinor: row.minor,
    exponent: 2,
    currency: row.currency,
    accountingDate: row.date,
    state: 'queued',
    approvedBy: 'CLERK',
    approvedRule: null,
    sendNow: false,
    at: AT,
  });
  setPostingState(of.db, { postingId, to: 'sending', at: AT });
}

/** Lets the rules approve what they may. */
export function decideByRule(of: Books): void {
  const decide = of.db.transaction(() =>
    approveStraightThrough.run(of.db, { ...clerk, unit: RULED, setId: 'SHARE', afterMatchId: 0, limit: 500 }),
  );
  decide();
}

/** What the ledger refuses did not happen. */
export function tried(of: Books, act: () => unknown): boolean {
  of.db.exec('SAVEPOINT one_change');
  try {
    act();
    return true;
  } catch {
    of.db.exec('ROLLBACK TO one_change');
    return false;
  } finally {
    of.db.exec('RELEASE one_change');
  }
}
