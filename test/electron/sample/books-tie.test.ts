import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { companyPaths } from '../../../electron/sample/company-folder.ts';
import { SAMPLE_GO_LIVE, SAMPLE_UNITS, type StripeBookObject } from '../../../electron/sample/company/company.ts';
import type { PriorMonth } from '../../../electron/sample/company/closing-facts.ts';
import { localInstant, NOW } from '../../../electron/sample/company/calendar.ts';
import { openBooks } from '../../../electron/sample/peoplesoft/books-schema.ts';
import { CLOSE_QUERIES } from '../../../electron/sample/peoplesoft/close-queries.ts';
import { SITE_QUERIES } from '../../../electron/sample/peoplesoft/site.ts';
import { balanceObject } from '../../../electron/sample/stripe/balance-object.ts';
import { StripeBooks } from '../../../electron/sample/stripe/books.ts';
import { resourceOfObject } from '../../../electron/sample/stripe/resources.ts';
import { writeCompany } from '../../../electron/sample/write-company.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MOVEMENTS = 500;
const SEEDS = Array.from({ length: 20 }, (_, n) => n + 1);
const BANK_ACCOUNTS: Readonly<Record<string, string>> = { USD: '100100', EUR: '100200' };

const sum = (rows: readonly StripeBookObject[], field: string) =>
  rows.reduce((total, row) => total + Number(row[field]), 0);
const fixed = (numbers: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(numbers)
      .map(([key, value]) => [key, Math.round(value * 1_000)] as const)
      .filter(([, value]) => value !== 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

interface Line {
  readonly day: string;
  readonly account: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
}

/** Everything the simulators hold of one company, read from their own books. */
function company(seed: number) {
  const folder = join(temporaryFolder(), 'company');
  writeCompany(folder, { seed, movements: MOVEMENTS });
  const paths = companyPaths(folder);
  const stripe = new StripeBooks(paths.stripeBooks);
  const peoplesoft = openBooks(paths.peoplesoftBooks);
  const all = (object: string, equals: Record<string, string> = {}): readonly StripeBookObject[] => {
    const resource = resourceOfObject(object);
    if (!resource) throw new Error(`no family ${object}`);
    const slice = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000, direction: 'older', equals } as const;
    return stripe.list(resource, slice).objects;
  };
  const journal = CLOSE_QUERIES.find(({ name }) => name === SITE_QUERIES.journalLines);
  const ledger: Line[] = SAMPLE_UNITS.flatMap(({ businessUnit }) => {
    const prompts = { BUSINESS_UNIT: businessUnit, FROM_DATE: '2000-01-01', AFTER_KEY: '' };
    const context = { books: peoplesoft } as Parameters<NonNullable<typeof journal>['run']>[0];
    const rows = journal?.run(context, prompts, 1_000_000) ?? [];
    return rows.map((row) => {
      const [, , day, , account, amount, currency, source] = row;
      const text = { day: String(day), account: String(account), currency: String(currency), source: String(source) };
      return { ...text, amount: Number(amount) / 1_000 };
    });
  });
  const statement = (currency: string) =>
    readFileSync(join(paths.bank, `${currency}.csv`), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
  const items = peoplesoft
    .prepare('SELECT bal_currency AS currency, sum(bal_amt) AS balance FROM item GROUP BY 1')
    .all();
  const prior = JSON.parse(readFileSync(paths.priorMonth, 'utf8')) as PriorMonth & { statementHash: string };
  const balance = balanceObject(stripe.balanceSums(), NOW);
  const settled = (payout: string) => all('balance_transaction', { settlement: stripe.settlementOf(payout) ?? '' });
  const close = () => {
    stripe.close();
    peoplesoft.close();
  };
  return { all, balance, close, items, ledger, prior, settled, statement };
}

type Company = ReturnType<typeof company>;

function tieStripe({ all, balance, settled }: Company): void {
  const rows = all('balance_transaction');
  for (const { settlement } of SAMPLE_UNITS) {
    const own = rows.filter((row) => row['currency'] === settlement.toLowerCase());
    const parts = [balance['available'], balance['pending']].flat() as { currency: string; amount: number }[];
    const held = parts.filter(({ currency }) => currency === settlement.toLowerCase());
    expect(held.reduce((total, { amount }) => total + amount, 0)).toBe(sum(own, 'net'));
  }
  const payouts = all('payout').filter((payout) => payout['automatic'] === true);
  expect(payouts.length).toBeGreaterThan(10);
  for (const payout of payouts) {
    const settles = settled(payout.id);
    expect(sum(settles, 'net')).toBe(0);
    expect(
      sum(
        settles.filter((row) => row['source'] !== payout.id || row['type'] !== 'payout'),
        'net',
      ),
    ).toBe(payout['amount']);
  }
  tieSources(all, rows);
}

/** Every row that an object moved is one that the object names, and the other way round. */
function tieSources(all: Company['all'], rows: readonly StripeBookObject[]): void {
  const named = new Set<unknown>();
  for (const kind of ['charge', 'refund', 'payout', 'topup'])
    for (const object of all(kind)) {
      named.add(object['balance_transaction']);
      named.add(object['failure_balance_transaction']);
    }
  for (const dispute of all('dispute'))
    for (const row of dispute['balance_transactions'] as StripeBookObject[]) named.add(row.id);
  const moved = new Set([
    'charge',
    'charge_failure',
    'refund',
    'refund_failure',
    'dispute',
    'dispute_reversal',
    'payout',
    'payout_reversal',
    'topup',
  ]);
  const ids = new Set(rows.map((row) => row.id));
  for (const row of rows.filter((each) => moved.has(String(each['reporting_category']))))
    expect(named).toContain(row.id);
  for (const id of named) if (typeof id === 'string') expect(ids).toContain(id);
}

function tieBank({ all, statement, ledger }: Company): void {
  for (const { settlement, cashAccount } of SAMPLE_UNITS) {
    const own = (object: string) => all(object).filter((each) => each['currency'] === settlement.toLowerCase());
    const paid = own('payout').filter((payout) => payout['status'] === 'paid');
    const toppedUp = own('topup').filter((topup) => topup['status'] === 'succeeded');
    const lines = statement(settlement);
    const booked = lines.reduce((total, line) => total + (line[4] === 'DBIT' ? -1 : 1) * Number(line[2]), 0);
    expect(Math.round(booked * 100)).toBe(sum(paid, 'amount') - sum(toppedUp, 'amount'));
    expect(Math.round(Number(lines.at(-1)?.[7]) * 100)).toBe(25_000_000 + Math.round(booked * 100));
    const inLedger = (account: string, source: string) =>
      ledger
        .filter((line) => line.account === account && line.currency === settlement && line.source === source)
        .reduce((total, { amount }) => total + amount, 0);
    expect(Math.round(inLedger(BANK_ACCOUNTS[settlement] ?? '', 'BNK') * 100)).toBe(Math.round(booked * 100));
    expect(Math.round(inLedger(cashAccount, 'BNK') * 100)).toBe(-Math.round(booked * 100));
  }
}

function balances(lines: readonly Line[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, currency, amount } of lines)
    sums[`${account} ${currency}`] = (sums[`${account} ${currency}`] ?? 0) + amount;
  return sums;
}

function tieReceivables({ ledger, items }: Company): void {
  expect(Object.values(fixed({ all: ledger.reduce((total, { amount }) => total + amount, 0) }))).toEqual([]);
  const control = balances(ledger.filter(({ account }) => account === '120000'));
  const open = (items as { currency: string; balance: number }[]).map(({ currency, balance }) => [
    `120000 ${currency}`,
    balance / 1_000,
  ]);
  expect(fixed(control)).toEqual(fixed(Object.fromEntries(open) as Record<string, number>));
}

function tiePriorMonth({ prior, ledger, all }: Company): void {
  const { statementHash, ...month } = prior;
  expect(createHash('sha256').update(JSON.stringify(month)).digest('hex')).toBe(statementHash);
  const before = ledger.filter(({ day }) => day < SAMPLE_GO_LIVE);
  const signed = prior.units.flatMap(({ clearing, receivables }) => [...clearing, ...receivables]);
  const accounts = new Set(signed.map(({ account }) => account));
  const told: Record<string, number> = {};
  for (const { account, currency, amount } of signed)
    told[`${account} ${currency}`] = (told[`${account} ${currency}`] ?? 0) + Number(amount);
  expect(fixed(balances(before.filter(({ account }) => accounts.has(account))))).toEqual(fixed(told));
  for (const { settlement, zone } of SAMPLE_UNITS) {
    const cutOff = localInstant(SAMPLE_GO_LIVE, 0, zone);
    const rows = all('balance_transaction').filter(
      (row) => row['currency'] === settlement.toLowerCase() && row.created < cutOff,
    );
    const opening = prior.units.flatMap(({ stripe }) => stripe).find(({ currency }) => currency === settlement);
    expect(Math.round(Number(opening?.amount) * 100)).toBe(sum(rows, 'net'));
  }
}

describe.each(SEEDS)('the books of a sample company with seed %d tie with each other', (seed) => {
  it('Stripe by itself, the bank, the clearing account, the control account and the month before', () => {
    const made = company(seed);
    expect(made.all('charge').length).toBeGreaterThan(200);
    try {
      tieStripe(made);
      tieBank(made);
      tieReceivables(made);
      tiePriorMonth(made);
    } finally {
      made.close();
    }
  });
});
