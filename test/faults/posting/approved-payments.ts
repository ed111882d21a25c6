import type { MovementKey } from '../../../shared/domain/ids.ts';
import { UNIT, type PostingSite, type SiteItem } from '../../electron/posting/posting-site.ts';
import type { Chance } from '../chance.ts';

/** One payment as a person or a rule approved it: the truth that PeopleSoft's books are held against, made before anything is sent. */
export interface ApprovedPayment {
  /** A refund or a dispute: all its amounts go out. */
  readonly isRefund: boolean;
  /** The document that takes a payment back: the same with every sign turned. */
  readonly takesBack?: boolean;
  /** Of a refund or dispute: its charge; absent: one from before go-live, so that it waits for nothing. */
  readonly of?: string;
  /** Stripe id of the charge, refund or dispute. */
  readonly chargeId: string;
  readonly custId: string;
  readonly currency: string;
  readonly exponent: number;
  readonly accountingDate: string;
  /** Items with amounts in minor units. */
  readonly shares: readonly (readonly [item: string, amountMinor: number])[];
}

const CURRENCIES = [
  { currency: 'USD', exponent: 2 },
  { currency: 'USD', exponent: 2 },
  { currency: 'USD', exponent: 2 },
  { currency: 'JPY', exponent: 0 },
  { currency: 'KWD', exponent: 3 },
] as const;
const DATES = ['2026-10-15', '2026-10-15', '2026-10-20'] as const;

/** Payments and refunds of one to three items, some of which only take a part; currencies of three exponents, two customers, two dates. */
export function drawPayments(chance: Chance, count: number, refundShare = 0.25): ApprovedPayment[] {
  return Array.from({ length: count }, (_, line) => {
    const isRefund = chance.happens(refundShare);
    const { currency, exponent } = chance.pick(CURRENCIES);
    const items = 1 + chance.below(chance.happens(0.3) ? 3 : 1);
    return {
      isRefund,
      chargeId: `${isRefund ? 're' : 'ch'}_${line}`,
      custId: chance.pick(['C100', 'C200']),
      currency,
      exponent,
      accountingDate: chance.pick(DATES),
      shares: Array.from(
        { length: items },
        (__, item) => [`${isRefund ? 'CM' : 'INV'}-${line}-${item}`, shareMinor(chance)] as const,
      ),
    };
  });
}

function shareMinor(chance: Chance): number {
  return 1 + chance.below(1_000_000);
}

/** The items those payments are for, credit memos for refunds: some hold more than is taken. */
export function itemsOf(payments: readonly ApprovedPayment[], chance: Chance): SiteItem[] {
  return payments.flatMap(({ isRefund, custId, currency, exponent, shares }) =>
    shares.map(([item, minor]) => {
      const open = chance.happens(0.2) ? minor + 1 + chance.below(5_000) : minor;
      return { item, custId, currency, amount: `${isRefund ? '-' : ''}${decimalText(open, exponent)}` };
    }),
  );
}

export function decimalText(minor: number, exponent: number): string {
  const digits = String(minor).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** A charge from before go-live: refunds of it wait for nothing. */
export const OLD_CHARGE = 'ch_old';

function oldCharge(site: PostingSite): string {
  const isThere = site.db.prepare('SELECT 1 FROM movement WHERE object_id = ?').get(OLD_CHARGE) !== undefined;
  if (!isThere) site.charge(OLD_CHARGE, 1, { date: '2026-09-20' });
  return OLD_CHARGE;
}

/** The charge or refund comes in and a person approves it. */
export async function approvePayment(
  site: PostingSite,
  payment: ApprovedPayment,
  more: { readonly post?: boolean } = {},
): Promise<MovementKey> {
  const { chargeId, currency, exponent, accountingDate, shares } = payment;
  const totalMinor = shares.reduce((sum, [, minor]) => sum + minor, 0);
  const date = accountingDate;
  const key = payment.isRefund
    ? site.charge(chargeId, -totalMinor, { currency, exponent, date, kind: 'refund', chargeId: oldCharge(site) })
    : site.charge(chargeId, totalMinor, { currency, exponent, date });
  await site.approve(key, shares, more);
  return key;
}

/** A person approves what came back to her unsent, as it was. */
export async function approveReturned(
  site: Pick<PostingSite, 'db' | 'states' | 'approve'>,
  payments: readonly ApprovedPayment[],
): Promise<void> {
  const states = site.states();
  for (const { chargeId, shares } of payments) {
    if (states[chargeId] !== 'withdrawn') continue;
    const key = site.db
      .prepare<[string], MovementKey>('SELECT movement_key FROM movement WHERE object_id = ?')
      .pluck()
      .get(chargeId);
    if (key !== undefined) await site.approve(key, shares);
  }
}

/** Whether a payment lowers the clearing account. */
export function goesOut({ isRefund, takesBack = false }: Pick<ApprovedPayment, 'isRefund' | 'takesBack'>): boolean {
  return isRefund !== takesBack;
}

/** Everything about a payment that is money or says whose, as one text; the same text is made of a payment in the books. */
export function truthText(payment: ApprovedPayment): string {
  const { chargeId, custId, currency, exponent, accountingDate, shares } = payment;
  const totalMinor = shares.reduce((sum, [, minor]) => sum + minor, 0);
  const clearing = UNIT.clearing[0];
  if (clearing === undefined) throw new Error('the unit has no clearing account');
  const amount = (minor: number) => `${goesOut(payment) ? '-' : ''}${trimmed(minor, exponent)}`;
  const items = shares.map(([item, minor]) => `US001/${custId}/${item}/1=${amount(minor)}`);
  return [
    chargeId,
    custId,
    amount(totalMinor),
    currency,
    accountingDate,
    `${clearing.bankCode}/${clearing.bankAccountKey}`,
    ...items.toSorted(),
  ].join(' ');
}

function trimmed(minor: number, exponent: number): string {
  const text = decimalText(minor, exponent);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
