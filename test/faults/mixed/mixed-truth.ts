import { Temporal } from 'temporal-polyfill';
import { getMovement } from '../../../electron/ledger/movement-store.ts';
import { cutOffOf } from '../../../electron/posting/accounting-date.ts';
import type { MovementKey, PlainDate } from '../../../shared/domain/ids.ts';
import { UNIT } from '../../electron/posting/posting-site.ts';
import { decimalText, truthText, type ApprovedPayment } from '../posting/approved-payments.ts';
import type { Damage } from '../trial-row.ts';
import type { MixedStory } from './mixed-story.ts';
import type { MixedWorld } from './mixed-world.ts';

const ZONE = 'America/New_York';
/** Where payments of October go while October is closed. */
const NEXT_OPEN_DAY = '2026-11-01';

/** What people and rules have approved and not taken back: the truth that PeopleSoft's books are held against. */
export interface MixedTruth {
  /** The approvals that stand. */
  approved(): ApprovedPayment[];
  /** Charges that have happened. */
  atStripe(): string[];
  /** Those whose items or charge somebody else touched: an exception on the row may be their end. */
  isDisturbed(chargeId: string): boolean;
  disturbAll(): void;
  /** Everything that is wrong with what rules decided. */
  readonly damage: Pick<Damage, 'silentlyWrong'>;
  /** A charge succeeds at Stripe. */
  charge(world: MixedWorld, which: number): string;
  chargeFails(world: MixedWorld, which: number): string;
  /** Somebody in PeopleSoft books money on the first item of a payment. */
  colleaguePays(world: MixedWorld, which: number): string;
  /** A person approves the charge for the items it is for, on the day its row offers. */
  approve(
    world: MixedWorld,
    row: { readonly chargeId: string; readonly movementKey: MovementKey },
    post: boolean,
  ): Promise<void>;
  takenBack(chargeId: string): void;
  approvedAgain(world: MixedWorld, movementKey: MovementKey): void;
  /** Takes over what rules have approved since, and holds it against what the charges are for. */
  noteRules(world: MixedWorld): void;
}

export function mixedTruth(story: MixedStory): MixedTruth {
  const standing = new Map<string, ApprovedPayment>();
  /** Accounting dates of the charges that have happened. */
  const happened = new Map<string, string>();
  const undone = new Map<string, ApprovedPayment>();
  const disturbed = new Set<string>();
  const damage = { silentlyWrong: [] as string[] };
  const noted = new Set<number>();
  let cheques = 0;
  const paymentAt = (which: number): ApprovedPayment => {
    const payment = story.payments[which % story.payments.length];
    if (payment === undefined) throw new Error('a story without payments');
    return payment;
  };
  const intended = (chargeId: string): ApprovedPayment => {
    const payment = story.payments.find((each) => each.chargeId === chargeId);
    const accountingDate = happened.get(chargeId);
    if (payment === undefined || accountingDate === undefined) throw new Error(`${chargeId} is of no story`);
    return { ...payment, accountingDate };
  };
  return {
    approved: () => [...standing.values()],
    atStripe: () => [...happened.keys()],
    isDisturbed: (chargeId) => disturbed.has(chargeId),
    disturbAll: () => story.payments.forEach(({ chargeId }) => disturbed.add(chargeId)),
    damage,
    charge(world, which) {
      const payment = paymentAt(which);
      if (happened.has(payment.chargeId)) return 'it is there already';
      const isEarly = story.payments.indexOf(payment) < story.early;
      const createdMs = isEarly ? Date.parse(`${payment.accountingDate}T15:00:00Z`) : world.time.trueMs();
      happened.set(payment.chargeId, dateOf(createdMs));
      const isNamed = story.named[story.payments.indexOf(payment)] === true;
      world.stripe.addCharge({
        id: payment.chargeId,
        createdMs,
        amountMinor: payment.shares.reduce((sum, [, minor]) => sum + minor, 0),
        exponent: payment.exponent,
        currency: payment.currency,
        customer: `cus_${payment.custId}`,
        description: isNamed ? payment.shares.map(([item]) => item).join(' ') : null,
      });
      return payment.chargeId;
    },
    chargeFails(world, which) {
      const { chargeId } = paymentAt(which);
      world.stripe.fail(chargeId);
      disturbed.add(chargeId);
      return chargeId;
    },
    colleaguePays(world, which) {
      const payment = paymentAt(which);
      const [item, minor] = payment.shares[0] ?? ['', 0];
      cheques += 1;
      disturbed.add(payment.chargeId);
      return keyCheque(world, payment, item, minor, `CHEQUE-${cheques + 1}`);
    },
    async approve(world, { chargeId, movementKey }, post) {
      const payment = intended(chargeId);
      const offered = cutOffOf(world.db, getMovement(world.db, movementKey), UNIT)?.date ?? null;
      if (offered !== null && offered !== NEXT_OPEN_DAY)
        damage.silentlyWrong.push(`${chargeId} was offered ${offered} as the first open day`);
      await world.approve(movementKey, payment.shares, { reason: 'as she sees it', post, accountingDate: offered });
      standing.set(chargeId, { ...payment, accountingDate: offered ?? payment.accountingDate });
    },
    takenBack(chargeId) {
      const payment = standing.get(chargeId);
      if (payment !== undefined) undone.set(chargeId, payment);
      standing.delete(chargeId);
    },
    approvedAgain(world, movementKey) {
      const chargeId = String(
        world.db.prepare('SELECT object_id FROM movement WHERE movement_key = ?').pluck().get(movementKey),
      );
      standing.set(chargeId, undone.get(chargeId) ?? intended(chargeId));
    },
    noteRules(world) {
      for (const { postingId, chargeId, shares } of ruledPostings(world)) {
        if (noted.has(postingId)) continue;
        noted.add(postingId);
        const payment = intended(chargeId);
        const decided = { ...payment, shares: shares.split(',').map(readShare) };
        if (truthText(decided) !== truthText(payment))
          damage.silentlyWrong.push(`a rule decided ${truthText(decided)} instead of ${truthText(payment)}`);
        standing.set(chargeId, payment);
      }
    },
  };
}

function keyCheque(
  world: MixedWorld,
  payment: ApprovedPayment,
  item: string,
  minor: number,
  paymentId: string,
): string {
  const { custId, currency, exponent } = payment;
  const balance = world.peopleSoft.site.books
    .prepare<[string], number>('SELECT bal_amt FROM item WHERE item = ?')
    .pluck()
    .get(item);
  const amount = decimalText(minor, exponent);
  if (balance === undefined || balance < Number(amount) * 1_000) return 'nothing open';
  world.peopleSoft.keyReceipt({
    depositBu: 'US001',
    paymentId,
    custId,
    amount,
    currency,
    accountingDate: '2026-10-21' as PlainDate,
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    enteredBy: 'ANNA',
    comment: null,
    items: [{ businessUnit: 'US001', custId, item, itemLine: 1, amount }],
  });
  return `${paymentId} for ${item}`;
}

function dateOf(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

interface RuledPosting {
  readonly postingId: number;
  readonly chargeId: string;
  /** `item=minor`, separated by commas. */
  readonly shares: string;
}

function ruledPostings({ db }: MixedWorld): RuledPosting[] {
  return db
    .prepare<[], RuledPosting>(
      `SELECT p.posting_id AS postingId, m.object_id AS chargeId, group_concat(i.item || '=' || a.amount_minor) AS shares
       FROM posting p JOIN movement m USING (movement_key) JOIN allocation a ON a.match_id = p.match_id
       JOIN ar_item i ON i.item_key = a.item_key
       WHERE p.approved_rule IS NOT NULL GROUP BY p.posting_id ORDER BY p.posting_id`,
    )
    .all();
}

function readShare(text: string): readonly [string, number] {
  const [item = '', minor = ''] = text.split('=');
  return [item, Number(minor)];
}
