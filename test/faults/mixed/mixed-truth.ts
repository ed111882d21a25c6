import { Temporal } from 'temporal-polyfill';
import { getMovement } from '../../../electron/ledger/movement-store.ts';
import { cutOffOf } from '../../../electron/posting/payments/accounting-date.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { truthText, type ApprovedPayment } from '../posting/approved-payments.ts';
import type { Damage } from '../trial-row.ts';
import type { MixedStory, OutgoingMoney } from './mixed-story.ts';
import type { MixedWorld } from './mixed-world.ts';
import { keyCheque } from './key-cheque.ts';
import { atStripe, outgoingPayment } from './outgoing-money.ts';
import { readShare, ruledPostings } from './ruled-postings.ts';

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
  /** Everything that is ever approved, as it should be. */
  readonly #payments: readonly ApprovedPayment[];
  readonly #standing = new Map<string, ApprovedPayment>();
  /** What has been posted and is taken back, each with its reversal: both stand in the books. */
  readonly #reversed: { readonly original: ApprovedPayment; back: ApprovedPayment }[] = [];
  /** Accounting dates of the charges that have happened, and of what has gone out. */
  readonly #happened = new Map<string, string>();
  /** When what had gone out came back. */
  readonly #cameBack = new Map<string, string>();
  readonly #outAtMs = new Map<string, number>();
  readonly #undone = new Map<string, ApprovedPayment>();
  readonly #disturbed = new Set<string>();
  readonly #noted = new Set<number>();
  #cheques = 1;

  constructor(story: MixedStory) {
    this.#story = story;
    this.#payments = [...story.payments, ...story.outgoing.map((outgoing) => outgoingPayment(story, outgoing))];
  }

  /** The approvals that stand, and what was taken back with what takes it back. */
  approved(): ApprovedPayment[] {
    return [...this.#standing.values(), ...this.#reversed.flatMap(({ original, back }) => [original, back])];
  }

  /** The same in the end: a refund that failed before it was sent never goes out. */
  approvedInTheEnd(inBooks: ReadonlySet<string>): ApprovedPayment[] {
    return this.approved().filter(({ chargeId }) => inBooks.has(chargeId) || !this.isOver(chargeId));
  }

  /** What nobody has decided although it should be. */
  missing(): string[] {
    return [...this.#happened.keys()].filter(
      (id) => !this.#standing.has(id) && !this.isDisturbed(id) && !this.isOver(id),
    );
  }

  /** Whether its money has come back at Stripe: nobody sends it any more. */
  isOver(chargeId: string): boolean {
    return this.#cameBack.has(chargeId);
  }

  /** Whether somebody else touched its items or its charge: an exception on the row may be its end. */
  isDisturbed(chargeId: string): boolean {
    const of = this.#payments.find((payment) => payment.chargeId === chargeId)?.of;
    return this.#disturbed.has(chargeId) || (of !== undefined && this.#disturbed.has(of));
  }

  /** Whether a confirmed payment of it has to be taken back by a person, unless that is under way. */
  isToBeTakenBack(chargeId: string): boolean {
    if (this.#standing.has(chargeId)) return this.isOver(chargeId);
    return this.#reversed.some(({ original }) => original.chargeId === chargeId);
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

  /** A payment is refunded, or taken back by its bank. */
  goOut(world: MixedWorld, which: number): string {
    const outgoing = this.#outgoingAt(which);
    const payment = outgoing === null ? undefined : this.#story.payments[outgoing.of];
    if (outgoing === null || payment === undefined || !this.#happened.has(payment.chargeId))
      return 'nothing to pay out';
    if (this.#happened.has(outgoing.id)) return 'it is out already';
    const createdMs = world.time.trueMs();
    this.#happened.set(outgoing.id, dateOf(createdMs));
    world.stripe.payOut(atStripe(outgoing, payment, createdMs));
    this.#outAtMs.set(outgoing.id, createdMs);
    return outgoing.id;
  }

  /** The refund fails, or the dispute is won. */
  comeBack(world: MixedWorld, which: number): string {
    const outgoing = this.#outgoingAt(which);
    const payment = outgoing === null ? undefined : this.#story.payments[outgoing.of];
    const outAtMs = outgoing === null ? undefined : this.#outAtMs.get(outgoing.id);
    if (outgoing === null || payment === undefined || outAtMs === undefined) return 'nothing is out';
    if (this.isOver(outgoing.id)) return 'it is back already';
    this.#cameBack.set(outgoing.id, dateOf(world.time.trueMs()));
    world.stripe.takeIn(atStripe(outgoing, payment, outAtMs), world.time.trueMs());
    return outgoing.id;
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
    const offered = cutOffOf(world.db, getMovement(world.db, movementKey), world.unit)?.date ?? null;
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

  /** A posting of it that is confirmed is to be taken back, on the day that this computer's clock says. */
  reversed(chargeId: string, nowMs: number): void {
    this.#takeBack(chargeId, dateOf(nowMs));
  }

  reversalUndone(chargeId: string): void {
    const at = this.#reversed.findLastIndex(({ original }) => original.chargeId === chargeId);
    const [undone] = at < 0 ? [] : this.#reversed.splice(at, 1);
    if (undone !== undefined) this.#standing.set(chargeId, undone.original);
  }

  approvedAgain(world: MixedWorld, movementKey: MovementKey): void {
    const chargeId = String(
      world.db.prepare('SELECT object_id FROM movement WHERE movement_key = ?').pluck().get(movementKey),
    );
    this.#standing.set(chargeId, this.#undone.get(chargeId) ?? this.#intended(chargeId));
  }

  /** Takes over what rules have approved since, and holds it against what the charges are for. */
  noteRules(world: MixedWorld): void {
    for (const { postingId, chargeId, shares, reverses } of ruledPostings(world)) {
      if (this.#noted.has(postingId)) continue;
      this.#noted.add(postingId);
      if (reverses !== null) {
        const cameBackDate = this.#cameBack.get(chargeId);
        if (cameBackDate === undefined)
          this.damage.silentlyWrong.push(`a rule took ${chargeId} back, which is not back`);
        this.#takeBack(chargeId, cameBackDate ?? '');
        continue;
      }
      const payment = this.#intended(chargeId);
      const decided = { ...payment, shares: shares.split(',').map(readShare) };
      if (truthText(decided) !== truthText(payment))
        this.damage.silentlyWrong.push(`a rule decided ${truthText(decided)} instead of ${truthText(payment)}`);
      this.#standing.set(chargeId, payment);
    }
  }

  #takeBack(chargeId: string, accountingDate: string): void {
    const original = this.#standing.get(chargeId);
    const known = this.#reversed.findLast((each) => each.original.chargeId === chargeId);
    if (original !== undefined) {
      this.#standing.delete(chargeId);
      this.#reversed.push({ original, back: { ...original, takesBack: true, accountingDate } });
    } else if (known !== undefined) known.back = { ...known.back, accountingDate };
    else throw new Error(`${chargeId} is taken back and was never approved`);
  }

  #outgoingAt(which: number): OutgoingMoney | null {
    const { outgoing } = this.#story;
    return outgoing[which % Math.max(1, outgoing.length)] ?? null;
  }

  #paymentAt(which: number): ApprovedPayment {
    const { payments } = this.#story;
    const payment = payments[which % payments.length];
    if (payment === undefined) throw new Error('a story without payments');
    return payment;
  }

  #intended(chargeId: string): ApprovedPayment {
    const payment = this.#payments.find((each) => each.chargeId === chargeId);
    const accountingDate = this.#happened.get(chargeId);
    if (payment === undefined || accountingDate === undefined) throw new Error(`${chargeId} is of no story`);
    return { ...payment, accountingDate };
  }
}

function dateOf(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}
