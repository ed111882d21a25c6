import { insertMatch, type NewMatch } from '../../../../electron/ledger/match-store.ts';
import { defineWrite } from '../../../../electron/ledger/operation.ts';
import {
  approveStraightThrough,
  type StraightThroughChunk,
} from '../../../../electron/posting/decisions/straight-through.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MatchId, MovementKey, UnitId } from '../../../../shared/domain/ids.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting-site.ts';

/** A unit in which rules approve up to 500.00 dollars. */
export const RULED: UnitProfile = {
  ...UNIT,
  straightThrough: {
    ruleIds: ['reference-exact', 'refund-of-charge', 'keyed-by-hand'],
    limitMinor: { USD: 50_000 },
    approvedBy: 'REVIEWER',
  },
};

/** A site with items of 600.00 dollars each, whose unit the rules may decide. */
export function startRuledSite(): Promise<PostingSite> {
  const items = ['INV-1', 'INV-2', 'INV-3', 'INV-4', 'INV-5'].map((item) => ({ item, amount: '600.00' }));
  return startPostingSite({ items: [...items, { item: 'INV-CAD', amount: '10.00', currency: 'CAD' }] });
}

interface Proposed {
  readonly movementKey: MovementKey;
  readonly item: string | null;
  readonly minor: number;
}

/** Puts the proposal into the books that a rule would approve alone. */
export async function proposeMatch(
  site: PostingSite,
  { movementKey, item, minor }: Proposed,
  more: Partial<NewMatch> = {},
): Promise<void> {
  const allocations =
    item === null ? [] : [{ movementKey, itemKey: site.itemKey(item), amountMinor: minor, itemAmountMinor: minor }];
  const insert = defineWrite('test.propose', (db, _args: null): MatchId =>
    insertMatch(db, {
      unit: 'US' as UnitId,
      kind: 'payment',
      ruleId: 'reference-exact',
      ruleVersion: 3,
      score: 0.98,
      margin: null,
      automatic: true,
      pointsJson: '[]',
      movements: [movementKey],
      allocations,
      at: instantOf(site.nowMs()),
      ...more,
    }),
  );
  await site.ledger.write(insert, null);
}

/** Puts a charge into the books that a rule would approve alone, and its proposal. */
export async function proposeAutomatic(
  site: PostingSite,
  { id, item, minor }: { readonly id: string; readonly item: string | null; readonly minor: number },
  more: Partial<NewMatch> & { charge?: object } = {},
): Promise<MovementKey> {
  const { charge, ...match } = more;
  const movementKey = site.charge(id, minor, charge ?? {});
  await proposeMatch(site, { movementKey, item, minor }, match);
  return movementKey;
}

/** Lets the rules of a unit decide, as after a run of matching. */
export function decideByRules(
  site: PostingSite,
  unit: UnitProfile = RULED,
  more: { readonly afterMatchId?: number; readonly limit?: number } = {},
): Promise<StraightThroughChunk> {
  return site.ledger.write(approveStraightThrough, {
    unit,
    setId: 'SHARE',
    afterMatchId: 0,
    limit: 500,
    actor: 'Tieout',
    machine: 'M',
    at: instantOf(site.nowMs()),
    ...more,
  });
}

interface RowSaid {
  readonly state: string;
  readonly attention: string | null;
  readonly reason: string | null;
}

/** What the rows of all movements say, by their id at Stripe. */
export function rowsSaid({ db }: PostingSite): Readonly<Record<string, RowSaid>> {
  const rows = db
    .prepare<[], RowSaid & { id: string }>(
      'SELECT object_id AS id, state, attention, state_reason AS reason FROM movement ORDER BY 1',
    )
    .all();
  return Object.fromEntries(rows.map(({ id, ...row }) => [id, row]));
}
