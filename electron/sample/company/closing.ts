import type { PlainDate } from '../../../shared/domain/ids.ts';
import { localInstant } from './calendar.ts';
import { SAMPLE_GO_LIVE, SAMPLE_UNITS, type BookFact, type CompanyFact, type StripeBookObject } from './company.ts';
import { amountText, sampleCurrency } from './currencies.ts';
import type { BankLine, BookJournal, PriorMonth } from './closing-facts.ts';

const RECEIVABLES = '120000';
const REVENUE = '400000';
/** The ordinary bank account of each unit, where payouts arrive, as the general ledger names it. */
const BANK_ACCOUNTS = { US: '100100', DE: '100200' } as const;
const THOUSAND = 1_000;

type Unit = (typeof SAMPLE_UNITS)[number];

/** What the other books say about the same business: billing and bank journals, the bank's statement, and the month before as it was signed. */
export interface Closing {
  add(fact: CompanyFact): void;
  /** Everything that follows from what was added. */
  facts(): Generator<CompanyFact>;
}

/**
 * Follows the company's facts and draws up the rest of its books from them; holds a few numbers a day and unit and a line for each
 * payout, however many movements there are.
 */
export function createClosing(): Closing {
  const billed = new Map<string, number>();
  const opening = {
    stripe: new Map<string, number>(),
    clearing: new Map<string, number>(),
    open: new Map<string, number>(),
  };
  const backAt = new Map<string, number>();
  const lines: BankLine[] = [];
  return {
    add: (fact) => {
      if (fact.to === 'peoplesoft') addBookFact(fact.fact, billed, opening);
      if (fact.to !== 'stripe' || fact.comesAt !== undefined) return;
      const { object } = fact;
      if (object.object === 'balance_transaction') addRow(object, opening.stripe, backAt);
      if (object.object === 'payout') lines.push(...payoutLines(object, backAt));
      if (object.object === 'topup') lines.push(...topupLines(object, backAt));
    },
    *facts() {
      for (const journal of billingJournals(billed)) yield { to: 'peoplesoft', fact: { kind: 'journal', journal } };
      const sorted = lines.toSorted((a, b) => compare(a.bookedDate, b.bookedDate) || compare(a.reference, b.reference));
      for (const [n, line] of sorted.entries()) {
        for (const journal of bankJournals(line, n)) yield { to: 'peoplesoft', fact: { kind: 'journal', journal } };
        yield { to: 'bank', line };
      }
      yield { to: 'priorMonth', month: priorMonth(opening) };
    },
  };
}

type Opening = Readonly<Record<'stripe' | 'clearing' | 'open', Map<string, number>>>;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function increase(sums: Map<string, number>, key: string, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}

/** Decimal text of at most three decimals as whole thousandths. */
function thousandths(text: string): number {
  return Math.round(Number(text) * THOUSAND);
}

function unitOf(settlement: string): Unit {
  const unit = SAMPLE_UNITS.find((each) => each.settlement === settlement);
  if (!unit) throw new RangeError(`no unit of the sample company settles in ${settlement}`);
  return unit;
}

function addBookFact(fact: BookFact, billed: Map<string, number>, opening: Opening): void {
  if (fact.kind === 'item') {
    const { businessUnit, itemDate, currency, amount } = fact.item;
    increase(billed, `${businessUnit} ${itemDate} ${currency}`, thousandths(amount));
    if (itemDate < SAMPLE_GO_LIVE) increase(opening.open, `${businessUnit} ${currency}`, thousandths(amount));
  }
  if (fact.kind !== 'receipt' || fact.receipt.accountingDate >= SAMPLE_GO_LIVE) return;
  const { depositBu, currency, amount, bankCode } = fact.receipt;
  if (bankCode === SAMPLE_UNITS[0].bankCode)
    increase(opening.clearing, `${depositBu} ${currency}`, thousandths(amount));
  increase(opening.open, `${depositBu} ${currency}`, -thousandths(amount));
}

const MONEY_BACK: ReadonlySet<unknown> = new Set(['payout_failure', 'topup_reversal']);

function addRow(row: StripeBookObject, opening: Map<string, number>, backAt: Map<string, number>): void {
  const unit = unitOf(String(row['currency']).toUpperCase());
  if (row.created < localInstant(SAMPLE_GO_LIVE, 0, unit.zone)) increase(opening, unit.settlement, Number(row['net']));
  if (MONEY_BACK.has(row['type'])) backAt.set(String(row['source']), row.created);
}

function dateOf(second: number): PlainDate {
  return new Date(second * THOUSAND).toISOString().slice(0, 10) as PlainDate;
}

function bankLine(object: StripeBookObject, amountMinor: number, second: number, what: string): BankLine {
  const trace = object.id.slice(-10).toUpperCase();
  const date = dateOf(second);
  return {
    currency: String(object['currency']).toUpperCase(),
    bookedDate: date,
    valueDate: date,
    amountMinor,
    reference: `${date.replaceAll('-', '')}${trace}`,
    text: `${what} ST-${trace}`,
  };
}

/** A payout at the bank: when it arrives, and when it comes back; one canceled or on its way never got there. */
function payoutLines(payout: StripeBookObject, backAt: ReadonlyMap<string, number>): BankLine[] {
  const { status } = payout;
  if (status !== 'paid' && status !== 'failed') return [];
  const amount = Number(payout['amount']);
  const came = bankLine(
    payout,
    amount,
    Number(payout['arrival_date']),
    amount < 0 ? 'STRIPE DEBIT' : 'STRIPE TRANSFER',
  );
  const returnedAt = backAt.get(payout.id);
  return returnedAt === undefined ? [came] : [came, bankLine(payout, -amount, returnedAt, 'RETURN STRIPE TRANSFER')];
}

function topupLines(topup: StripeBookObject, backAt: ReadonlyMap<string, number>): BankLine[] {
  if (topup['status'] !== 'succeeded' && topup['status'] !== 'reversed') return [];
  const amount = Number(topup['amount']);
  const went = bankLine(topup, -amount, topup.created, 'STRIPE TOP-UP');
  const reversedAt = backAt.get(topup.id);
  return reversedAt === undefined ? [went] : [went, bankLine(topup, amount, reversedAt, 'REVERSAL STRIPE TOP-UP')];
}

function decimal(inThousandths: number): string {
  const digits = String(Math.abs(inThousandths)).padStart(4, '0');
  return `${inThousandths < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

function twoLines(
  head: Omit<BookJournal, 'line' | 'account' | 'amount'>,
  debit: string,
  credit: string,
  amount: number,
) {
  return [
    { ...head, line: 1, account: debit, amount: decimal(amount) },
    { ...head, line: 2, account: credit, amount: decimal(-amount) },
  ];
}

/** What billing gave the general ledger: a journal a day, unit and currency over all items of that day. */
function* billingJournals(billed: ReadonlyMap<string, number>): Generator<BookJournal> {
  for (const [key, amount] of [...billed].toSorted(([a], [b]) => compare(a, b))) {
    const [businessUnit = '', journalDate = '', currency = ''] = key.split(' ');
    const journalId = `BI${journalDate.slice(2).replaceAll('-', '')}${currency}`;
    const head = { businessUnit, journalId, journalDate: journalDate as PlainDate, currency, source: 'BI' } as const;
    yield* twoLines(head, RECEIVABLES, REVENUE, amount);
  }
}

/** What Treasury books from the statement: the clearing account becomes money at the bank. */
function bankJournals(line: BankLine, n: number): BookJournal[] {
  const unit = unitOf(line.currency);
  const journalId = `BK${String(n + 1).padStart(8, '0')}`;
  const { bookedDate: journalDate, currency } = line;
  const head = { businessUnit: unit.businessUnit, journalId, journalDate, currency, source: 'BNK' } as const;
  return twoLines(head, BANK_ACCOUNTS[unit.unit], unit.cashAccount, line.amountMinor * 10);
}

function priorMonth(opening: Opening): PriorMonth {
  return {
    period: '2026-09',
    units: SAMPLE_UNITS.map((unit) => {
      const { businessUnit, zone, settlement, cashAccount } = unit;
      const own = (sums: ReadonlyMap<string, number>, account: string) =>
        [...sums]
          .filter(([key]) => key.startsWith(`${businessUnit} `))
          .toSorted(([a], [b]) => compare(a, b))
          .map(([key, amount]) => ({ account, currency: key.slice(businessUnit.length + 1), amount: decimal(amount) }));
      const balance = amountText(sampleCurrency(settlement), opening.stripe.get(settlement) ?? 0);
      return {
        unit: unit.unit,
        cutOffAt: new Date(localInstant(SAMPLE_GO_LIVE, 0, zone) * THOUSAND).toISOString(),
        stripe: [{ currency: settlement, amount: balance }],
        clearing: own(opening.clearing, cashAccount),
        receivables: own(opening.open, RECEIVABLES),
      };
    }),
    preparedBy: 'sample clerk',
    reviewedBy: 'sample reviewer',
    signedAt: '2026-10-05T15:00:00.000Z',
  };
}
