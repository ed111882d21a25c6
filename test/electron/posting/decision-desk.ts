import { insertMatch, type MatchKind } from '../../../electron/ledger/match-store.ts';
import { defineWrite } from '../../../electron/ledger/operation.ts';
import { approveByPerson, type ApproveArgs } from '../../../electron/posting/decisions/decide.ts';
import { redoByPerson } from '../../../electron/posting/decisions/redo.ts';
import { rejectByPerson } from '../../../electron/posting/decisions/reject.ts';
import { undoByPerson } from '../../../electron/posting/decisions/undo.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import { UNIT, type PostingSite, startPostingSite } from './posting-site.ts';

/** A site with open items of two customers and three currencies, and nothing decided. */
export function startDeskSite(): Promise<PostingSite> {
  return startPostingSite({
    items: [
      { item: 'INV-1', amount: '100.00' },
      { item: 'INV-2', amount: '50.00' },
      { item: 'INV-C', amount: '100.00', custId: 'C200' },
      { item: 'INV-JPY', amount: '5000', currency: 'JPY' },
      { item: 'INV-ISK', amount: '900', currency: 'ISK' },
    ],
  });
}

/** What a clerk does at her desk, and what she then sees. */
export function deskOf(site: PostingSite) {
  const who = () => ({ actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
  const propose = (movementKey: MovementKey, shares: readonly (readonly [string, number])[], more: object = {}) =>
    site.ledger.write(
      defineWrite('test.propose', (db, _args: null): MatchId =>
        insertMatch(db, {
          unit: 'US' as UnitId,
          kind: 'payment' as MatchKind,
          ruleId: 'reference-exact',
          ruleVersion: 1,
          score: 0.98,
          margin: null,
          automatic: false,
          pointsJson: '[]',
          movements: [movementKey],
          allocations: shares.map(([item, minor]) => ({
            movementKey,
            itemKey: site.itemKey(item),
            amountMinor: minor,
            itemAmountMinor: minor,
            isOutward: 'kind' in more && more.kind === 'refundOfCharge',
          })),
          at: who().at,
          ...more,
        }),
      ),
      null,
    );
  const movement = (id: string) =>
    site.db
      .prepare('SELECT state, attention, state_reason AS reason, version FROM movement WHERE object_id = ?')
      .get(id) as {
      state: string;
      attention: string | null;
      reason: string | null;
      version: number;
    };
  const versionOf = (key: MovementKey): number =>
    site.db.prepare('SELECT version FROM movement WHERE movement_key = ?').pluck().get(key) as number;
  const postings = () =>
    site.db.prepare('SELECT state, generation, send_now AS now FROM posting ORDER BY posting_id').all();
  const approveWith = (key: MovementKey, more: Partial<ApproveArgs>) =>
    site.ledger.write(approveByPerson, {
      ...who(),
      unit: UNIT,
      setId: 'SHARE',
      movementKey: key,
      seenVersion: versionOf(key),
      allocations: [],
      post: false,
      reason: null,
      confirmLinkId: null,
      linkCustomer: false,
      ...more,
    });
  const undo = (movementKey: number | null = null, actor = 'CLERK') =>
    site.ledger.write(undoByPerson, { ...who(), actor, movementKey });
  const redo = (actor = 'CLERK') => site.ledger.write(redoByPerson, { ...who(), actor, units: [UNIT], setId: 'SHARE' });
  const reject = (key: MovementKey, more: { readonly actor?: string; readonly reason?: string } = {}) =>
    site.ledger.write(rejectByPerson, {
      ...who(),
      movementKey: key,
      seenVersion: versionOf(key),
      reason: null,
      ...more,
    });

  const liveMatch = (key: MovementKey) =>
    site.db
      .prepare(
        'SELECT state, reason FROM match JOIN match_movement USING (match_id) WHERE movement_key = ? AND live = 1',
      )
      .get(key) as { state: string; reason: string | null };
  return { who, propose, movement, versionOf, postings, approveWith, undo, redo, reject, liveMatch };
}
