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

interface ApprovedRow {
  readonly chargeId: string;
  readonly movementKey: MovementKey;
}

/** What people and rules have approved and not taken back: the truth that PeopleSoft's books are held against. */
export class MixedTruth {
  /** Everything that is wrong with what was decided or offered. */
  readonly damage: Pick<Damage, 'silentlyWrong'> = { silentlyWrong: [] };
  readonly #story: MixedStory;
  readonly #standing = new Map<string, ApprovedPayment>();
  /** Accounting dates of the charges that have happened. */
  readonly #happened = new Map<string, string>();
  readonly #undone = new Map<string, ApprovedPayment>();
  readonly #disturbed = new Set<string>();
  readonly #noted = new Set<number>();
  #cheques = 1;

  constructor(story: MixedStory) {
    this.#story = story;
  }

  /** The approvals that stand. */
  approved(): ApprovedPayment[] {
    return [...this.#standing.values()];
  }

  /** Charges that have happened. */
  atStripe(): string[] {
    return [...this.#happened.keys()];
  }

  /** Whether somebody else touched its items or its charge: an exception on the row may be its end. */
  isDisturbed(chargeId: string): boolean {
    return this.#disturbed.has(chargeId);
  }

  disturbAll(): void {
    for (const { chargeId } of this.#story.payments) this.#disturbed.add(chargeId);
  }

  /** A charge succeeds at Stripe. */
  charge(world: MixedWorld, which: number): string {
    const { payments, early, named } = this.#story;
    const payment = this.#paymentAt(which);
    if (this.#happened.has(payment.chargeId)) return 'it is there already';
    const place = payments.indexOf(payment);
    const createdMs = place < early ? Date.parse(`${payment.accountingDate}T15:00:00Z`) : world.time.trueMs();
    this.#happened.set(payment.chargeId, dateOf(createdMs));
    world.stripe.addCharge({
      id: payment.chargeId,
      createdMs,
      amountMinor: payment.shares.reduce((sum, [, minor]) => sum + minor, 0),
      exponent: payment.exponent,
      currency: payment.currency,
      customer: `cus_${payment.custId}`,
      description: named[place] === true ? payment.shares.map(([item]) => item).join(' ') : null,
    });
    return payment.chargeId;
  }

  chargeFails(world: MixedWorld, which: number): string {
    const { chargeId } = this.#paymentAt(which);
    world.stripe.fail(chargeId);
    this.#disturbed.add(chargeId);
    return chargeId;
  }

  /** Somebody in PeopleSoft books money on the first item of a payment. */
  colleaguePays(world: MixedWorld, which: number): string {
    const payment = this.#paymentAt(which);
    const [item, minor] = payment.shares[0] ?? ['', 0];
    this.#cheques += 1;
    this.#disturbed.add(payment.chargeId);
    return keyCheque(world, payment, item, minor, `CHEQUE-${this.#cheques}`);
  }

  /** A person approves the charge for the items it is for, on the day its row offers. */
  async approve(world: MixedWorld, { chargeId, movementKey }: ApprovedRow, post: boolean): Promise<void> {
    const payment = this.#intended(chargeId);
    const offered = cutOffOf(world.db, getMovement(world.db, movementKey), UNIT)?.date ?? null;
    if (offered !== null && offered !== NEXT_OPEN_DAY)
      this.damage.silentlyWrong.push(`${chargeId} was offered ${offered} as the first open day`);
    await world.approve(movementKey, payment.shares, { reason: 'as she sees it', post, accountingDate: offered });
    this.#standing.set(chargeId, { ...payment, accountingDate: offered ?? payment.accountingDate });
  }

  takenBack(chargeId: string): void {
    const payment = this.#standing.get(chargeId);
    if (payment !== undefined) this.#undone.set(chargeId, payment);
    this.#standing.delete(chargeId);
  }

  approvedAgain(world: MixedWorld, movementKey: MovementKey): void {
    const chargeId = String(
      world.db.prepare('SELECT object_id FROM movement WHERE movement_key = ?').pluck().get(movementKey),
    );
    this.#standing.set(chargeId, this.#undone.get(chargeId) ?? this.#intended(chargeId));
  }

  /** Takes over what rules have approved since, and holds it against what the charges are for. */
  noteRules(world: MixedWorld): void {
    for (const { postingId, chargeId, shares } of ruledPostings(world)) {
      if (this.#noted.has(postingId)) continue;
      this.#noted.add(postingId);
      const payment = this.#intended(chargeId);
      const decided = { ...payment, shares: shares.split(',').map(readShare) };
      if (truthText(decided) !== truthText(payment))
        this.damage.silentlyWrong.push(`a rule decided ${truthText(decided)} instead of ${truthText(payment)}`);
      this.#standing.set(chargeId, payment);
    }
  }

  #paymentAt(which: number): ApprovedPayment {
    const { payments } = this.#story;
    const payment = payments[which % payments.length];
    if (payment === undefined) throw new Error('a story without payments');
    return payment;
  }

  #intended(chargeId: string): ApprovedPayment {
    const payment = this.#story.payments.find((each) => each.chargeId === chargeId);
    const accountingDate = this.#happened.get(chargeId);
    if (payment === undefined || accountingDate === undefined) throw new Error(`${chargeId} is of no story`);
    return { ...payment, accountingDate };
  }
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
