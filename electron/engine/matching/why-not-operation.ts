import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import type { ItemKey, LinkId, MovementKey } from '../../../shared/domain/ids.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { stateWords } from '../../../shared/domain/movement-gate.ts';
import { getLink } from '../../ledger/crosswalk-store.ts';
import { groupTakingBack } from '../../ledger/item-balance.ts';
import { getItem, type ItemRow } from '../../ledger/item-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { toleranceOf } from '../../matching/movements/date-window.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { linkOn, type UsableLink } from '../../matching/customers/propose-links.ts';
import { conditionText, type PairCondition } from '../../matching/movements/pair-conditions.ts';
import type { MovementLink, Snapshot } from '../../matching/movements/snapshot.ts';
import { AMOUNT } from '../../matching/rules.ts';
import { nearestByAmount, whyNotPair, type NearMiss, type PairAnswer } from '../../matching/why-not.ts';
import { readBesideCharge } from './read-beside-charge.ts';
import { readBesidePair } from './read-beside-pair.ts';
import { readLinksInUse } from './read-links-in-use.ts';
import type { PartyProfile } from './read-parties.ts';

export interface WhyNotArgs {
  readonly movementKey: number;
  readonly tolerances: MatchingTolerances;
  readonly parties: PartyProfile;
  /** Business units of the movement's unit. */
  readonly businessUnits: readonly string[];
}
/** An item that came near, with a sentence for each condition it fails; one that fails none is said to fit, and what else wants it. */
export interface NearItem extends NearMiss {
  readonly words: readonly string[];
}
export interface WhyNot {
  /** What the last run noted on the movement, or what shuts it out. */
  readonly reason: string | null;
  /** PeopleSoft customer the near items belong to; null: its customer is linked to nobody, or no rule that goes by amount looks at the movement. */
  readonly custId: string | null;
  /** The nearest items of that customer, or of anybody, nearest first. */
  readonly nearest: readonly NearItem[];
}
const SHOWN = 5;

/**
 * Why a movement has no match. A refund or a dispute, and a charge that is shut out or whose texts decide about it, has its own rule's words
 * alone; any other charge has the items of its customer, or of anybody where it is linked to none, that come nearest by the conditions of the amount rule, asked anew of the books as they stand. Throws `NOT_FOUND`.
 */
export const whyNot = defineRead('matching.whyNot', (db: ReadableLedger, args: WhyNotArgs): WhyNot => {
  const movement = getMovement(db, args.movementKey as MovementKey);
  const answer = { reason: stateWords(movement), custId: null, nearest: [] };
  const { unit, kind, state, gate } = movement;
  if (kind !== 'charge' || gate !== null || (state !== 'unmatched' && state !== 'ambiguous')) return answer;
  if (unit === null) return answer;
  const link = linkOf(db, args.parties, movement);
  const snapshot = readBesideCharge(db, { ...args, unit, link: movementLink(link) });
  const setId = link === undefined ? '' : getLink(db, link.linkId as LinkId).setId;
  const nearest = nearestByAmount(snapshot, 0, SHOWN).map((near) => ({
    ...near,
    words: wordsOf(db, near, { movement, snapshot, setId }),
  }));
  return { ...answer, custId: nearest.length === 0 ? null : (link?.custId ?? null), nearest };
});

/**
 * Why a movement is not paired with one item that somebody asks about, by every rule; null where the movement is of no unit or of a kind that
 * no rule looks at. Throws `NOT_FOUND`.
 */
export const whyNotItem = defineRead(
  'matching.whyNotItem',
  (
    db: ReadableLedger,
    args: WhyNotArgs & { readonly itemKey: number; readonly switchedOff?: readonly string[] },
  ): PairAnswer | null => {
    const movement = getMovement(db, args.movementKey as MovementKey);
    const { unit, kind } = movement;
    if (unit === null || (kind !== 'charge' && kind !== 'refund' && kind !== 'dispute')) return null;
    const snapshot = readBesidePair(db, { ...args, unit });
    const at = snapshot.movements.key.indexOf(args.movementKey);
    const item = snapshot.items.key.indexOf(args.itemKey);
    return item < 0 || at < 0 ? null : whyNotPair(snapshot, at, item);
  },
);

function movementLink(link: UsableLink | undefined): MovementLink | null {
  return link === undefined ? null : { linkId: link.linkId, customer: link.custId, strength: link.strength };
}

/** The link that matching uses for a movement; undefined: none. */
function linkOf(db: ReadableLedger, parties: PartyProfile, movement: MovementRow): UsableLink | undefined {
  const { account, customerId, accountingDate } = movement;
  if (customerId === null) return undefined;
  return linkOn(readLinksInUse(db, parties, [{ account, customerId }]), partyKey(account, customerId), accountingDate);
}

interface Asked {
  readonly movement: MovementRow;
  /** The charge as its movement 0, and its items. */
  readonly snapshot: Snapshot;
  readonly setId: string;
}

function wordsOf(db: ReadableLedger, near: NearMiss, asked: Asked): string[] {
  const item = getItem(db, near.itemKey as ItemKey);
  if (near.failing.length === 0) return [fitting(db, asked, item)];
  return near.failing.map((each) => conditionWords(db, asked, item, each));
}

/** What the ledger knows better than the rules is said by it; all else in the rules' own words. */
function conditionWords(
  db: ReadableLedger,
  { movement, snapshot }: Asked,
  item: ItemRow,
  condition: PairCondition,
): string {
  const at = snapshot.items.key.indexOf(item.itemKey);
  const text = conditionText(snapshot, 0, at, condition);
  const open = text.replace(/\.$/, '');
  if (condition.kind === 'nothingOpen') return nothingOpen(db, item);
  if (condition.kind === 'noCustomer')
    return movement.customerId === null
      ? `It is of ${item.custId}, and the charge has no Stripe customer.`
      : `It is of ${item.custId}, to whom its Stripe customer is not linked.`;
  if (condition.kind === 'amountDiffers' && item.heldMinor > 0) {
    const held = money(item.heldMinor, item.exponent, item.currency);
    return `${open}, for other approved matches hold ${formatDecimal(held)} of it.`;
  }
  if (condition.kind === 'outsideWindow') {
    const { dateWindowDays: days, dayCount } = toleranceOf(snapshot, at, AMOUNT);
    return `${open} of ${days} ${dayCount === 'business' ? 'business days' : 'days'}.`;
  }
  return text;
}

function nothingOpen(db: ReadableLedger, item: ItemRow): string {
  if (item.status === 'closed') return 'Nothing is open on it.';
  const group = groupTakingBack(db, item.itemKey);
  if (group !== null) return `It is being taken back by group ${group}.`;
  return item.heldMinor > 0 ? 'Another approved match holds it.' : 'Nothing is open on it.';
}

interface Wanting {
  readonly kind: string;
  readonly objectId: string;
}
/** A match of another movement stands on the item; settled and released ones have said so by its balance. */
const PROPOSED_FOR = `SELECT m.kind, m.object_id AS objectId FROM allocation a JOIN match USING (match_id) JOIN movement m ON m.movement_key = a.movement_key
  WHERE a.item_key = @itemKey AND a.movement_key <> @movementKey AND match.state = 'proposed' ORDER BY m.object_id LIMIT 1`;
const OWN_CANDIDATE =
  'SELECT 1 FROM candidate c, json_each(c.items_json) WHERE c.movement_key = @movementKey AND value = @itemKey LIMIT 1';
/** Charges of the same PeopleSoft customer that may pay the item too. */
const CANDIDATE_OF = `SELECT m.kind, m.object_id AS objectId FROM crosswalk_link l
    CROSS JOIN movement m ON m.customer_id = l.customer_id AND m.account = l.account AND m.state IN ('ambiguous', 'unmatched')
    CROSS JOIN candidate c ON c.movement_key = m.movement_key, json_each(c.items_json)
  WHERE l.set_id = @setId AND l.cust_id = @custId AND (l.state IN ('confirmed', 'proposed') OR m.accounting_date <= l.valid_until_date) AND m.movement_key <> @movementKey AND value = @itemKey LIMIT 1`;

/** Nothing of the item stands against it: only what the ledger shows to want it too is named, never guessed. */
function fitting(db: ReadableLedger, { movement, setId }: Asked, { itemKey, custId }: ItemRow): string {
  const key = { itemKey, movementKey: movement.movementKey };
  if (statement(db, OWN_CANDIDATE).get(key) !== undefined) return 'It fits by amount and date, and is one of several.';
  const proposed = statement<Wanting>(db, PROPOSED_FOR).get(key);
  if (proposed !== undefined)
    return `It fits by amount and date, but is proposed for ${proposed.kind} ${proposed.objectId}.`;
  const rival = statement<Wanting>(db, CANDIDATE_OF).get({ ...key, setId, custId });
  if (rival !== undefined) return `It fits by amount and date, and so may ${rival.kind} ${rival.objectId}.`;
  return 'It fits by amount and date.';
}
