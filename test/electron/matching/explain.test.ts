import { describe, expect, it } from 'vitest';
import { money } from '../../../shared/domain/money.ts';
import { diffRow } from '../../../shared/contract/workbench.ts';
import { explainSideBySide, explainWhy, type ExplainInput } from '../../../electron/matching/explain.ts';

const usd = (minor: number) => money(minor, 2, 'USD');
const input: ExplainInput = {
  movement: {
    kind: 'charge',
    amount: usd(418_000),
    occurredAt: '2026-10-29T23:41:10.000Z',
    accountingDate: '2026-10-29',
    customerName: 'Halvorsen & Sons AS',
    customerId: 'cus_A',
    merged: null,
    description: null,
    statementDescriptor: null,
    metadata: { cart: 'c_9', invoices: '48112, 48113, 48690' },
    payoutId: 'po_1',
    stateReason: null,
  },
  match: {
    kind: 'payment',
    isDecided: false,
    points: [{ signal: 'reference' }],
    other: null,
  },
  runnerUp: { score: 0.65, items: ['INV-0048801'], text: 'same amount, but the charge does not name it' },
  items: [240_000, 153_000, 25_000].map((minor, at) => ({
    item: `INV-004811${at}`,
    amount: usd(minor),
    open: usd(minor),
    itemDate: '2026-10-01',
    dueDate: null,
  })),
  link: { state: 'confirmed', custId: '1001', name: 'HALVORSEN AND SONS' },
  zone: 'America/New_York',
  inOpenPeriod: true,
  cash: { bank: 'STRPE', cashAccount: '1100' },
};

describe('explaining a match', () => {
  it('sets both sides against each other and marks only the words that differ', () => {
    const rows = explainSideBySide(input);
    for (const row of rows) expect(diffRow.parse(row)).toEqual(row);
    const [customer, reference, amount, date, cash] = rows;
    const marked = (text: string, marks: readonly (readonly [number, number])[]) =>
      marks.map(([from, to]) => text.slice(from, to));
    expect(marked(customer!.stripe, customer!.stripeMarks)).toEqual(['&', 'AS']);
    expect(marked(customer!.peopleSoft, customer!.peopleSoftMarks)).toEqual(['AND']);
    expect(customer!.verdict).toBe('linked');
    expect(reference).toMatchObject({ stripe: 'metadata.invoices = 48112, 48113, 48690', verdict: 'all found' });
    expect(amount).toMatchObject({
      stripe: '4180.00 USD',
      peopleSoft: '2400.00 + 1530.00 + 250.00',
      verdict: 'equal',
      tone: 'ok',
    });
    expect(date).toMatchObject({ stripe: '2026-10-29 19:41 EDT', peopleSoft: 'accounting 2026-10-29' });
    expect([date!.stripeMarks, date!.peopleSoftMarks]).toEqual([[], []]);
    expect(cash).toMatchObject({ peopleSoft: 'BANK 1100 · STRPE', verdict: 'mapped' });
  });
  it('shows both dates by the clock of the unit, and marks them only where they differ there', () => {
    const evening = { ...input.movement, occurredAt: '2026-10-30T01:00:00.000Z' };
    expect(explainSideBySide({ ...input, movement: evening })[3]).toMatchObject({
      stripe: '2026-10-29 21:00 EDT',
      stripeMarks: [],
      peopleSoft: 'accounting 2026-10-29',
    });
    const nextDay = { ...evening, accountingDate: '2026-10-30' };
    expect(explainSideBySide({ ...input, movement: nextDay })[3]).toMatchObject({
      stripeMarks: [[0, 10]],
      peopleSoftMarks: [[11, 21]],
    });
  });
  it('shows what a decision has applied, not what is open of it now', () => {
    const posted = { ...input, items: input.items.map((each) => ({ ...each, open: usd(0) })) };
    expect(explainSideBySide(posted)[2]).toMatchObject({ verdict: 'over 4180.00', tone: 'warn' });
    const decided = { ...posted, match: { ...input.match!, isDecided: true } };
    expect(explainSideBySide(decided)[2]).toMatchObject({
      peopleSoft: '2400.00 + 1530.00 + 250.00',
      verdict: 'applied',
      tone: 'ok',
    });
    const partly = { ...decided, items: decided.items.slice(1) };
    expect(explainSideBySide(partly)[2]).toMatchObject({ verdict: 'rest 2400.00', tone: 'warn' });
  });
  it('says who was second and why it lost', () => {
    expect(explainWhy(input)).toBe('Runner-up INV-0048801, 0.65: same amount, but the charge does not name it.');
  });
  it('says by how much the amounts differ, and when there is nothing', () => {
    const short = explainSideBySide({ ...input, movement: { ...input.movement, amount: usd(416_040) } });
    expect(short[2]).toMatchObject({ verdict: 'short 19.60', tone: 'warn' });
    const none = { ...input, match: null, runnerUp: null, items: [], link: null };
    expect(explainSideBySide(none).map((row) => row.verdict)).toEqual([
      'not linked',
      'not named',
      'no item',
      'in period',
      'mapped',
    ]);
    expect(
      explainWhy({ ...none, movement: { ...none.movement, stateReason: 'It names INV-1, which has nothing open.' } }),
    ).toBe('It names INV-1, which has nothing open.');
  });
});
