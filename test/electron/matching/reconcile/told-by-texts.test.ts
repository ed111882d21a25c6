import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../../electron/matching/reconcile/reconcile.ts';
import { NAMES, OPEN, side, type Row } from './made-rows.ts';

const byLeft = (
  [one]: readonly [number | null, ...unknown[]],
  [other]: readonly [number | null, ...unknown[]],
): number => (one ?? -1) - (other ?? -1);

describe('a bank file whose texts are cut off', () => {
  const FIRST = 'Apex Summit Cascade Harbor Sterling Meridian Redwood Falcon Granite Cobalt Quartz Crimson'.split(' ');
  const SECOND = 'Technology Solutions Logistics Consulting Manufacturing Engineering'.split(' ');
  const party = (at: number): string =>
    `${FIRST[at % FIRST.length] ?? ''} ${SECOND[Math.floor(at / 5) % SECOND.length] ?? ''} Inc`;
  /** Payments that are alike in all but their amounts, day and words, so that there is something to learn from. */
  const usual = (count: number): { bank: Row[]; books: Row[] } => {
    const bank: Row[] = [];
    const books: Row[] = [];
    for (let at = 0; at < count; at++) {
      const amount = -(100_000 + ((at * 7_919) % 900_000) * 11);
      const day = 20_000 + (at % 28);
      bank.push({ amount, day: day + (at % 3), text: `ACH DEBIT ${party(at).toUpperCase()}` });
      books.push({ amount, day, reference: `AP-${2_000 + at}`, text: `${party(at)} - Retainer, INV-${5_000 + at}` });
    }
    return { bank, books };
  };
  const solved = (more: { bank: Row[]; books: Row[] }) => {
    const { bank, books } = usual(120);
    const { allocations } = reconcile(side([...bank, ...more.bank]), side([...books, ...more.books]), OPEN);
    return allocations
      .filter(({ left, decision }) => left === bank.length && (decision === 'auto' || decision === 'proposed'))
      .map(({ right, decision }) => [(right ?? 0) - books.length, decision] as const)
      .sort(([one], [other]) => one - other);
  };

  it('finds the rows of one party that are paid together, by words without their spaces and cut off', () => {
    const part = (amount: number, day: number, detail: string): Row => ({
      amount,
      day,
      reference: `AP-90${String(day).slice(-2)}`,
      text: `Bluestone Engineering Ltd - ${detail}, INV-77${String(amount).slice(-3)}`,
    });
    const books = [
      part(-3_411_107, 20_010, 'Retainer'),
      part(-817_313, 20_011, 'Legal advice'),
      part(-121_999, 20_012, 'Audit services'),
      part(-2_300_641, 20_012, 'Consulting engagement'),
      part(-919_003, 20_009, 'Contract review'),
    ];
    const sum = books.reduce((total, { amount }) => total + amount, 0);
    for (const text of ['E-PAYMENT BLUESTONEENGIN', 'POS DEBIT BLUESTONE ENGINEERI'])
      expect(
        solved({ bank: [{ amount: sum, day: 20_013, text }], books }).map(([at]) => at),
        text,
      ).toEqual([0, 1, 2, 3, 4]);
  });

  it('proposes an amount with two digits the wrong way round, where name and day fit, and never decides it', () => {
    const text = 'Whitehorse Analytics LLP - Customer payment, AR-8001';
    const books = [{ amount: 4_820_571, day: 20_010, reference: 'AR-8002', text }];
    const bank = (amount: number): Row[] => [{ amount, day: 20_011, text: 'WIRE TRF IN 4940974 WHITEHORSE ANALY' }];
    expect(solved({ bank: bank(4_280_571), books })).toEqual([[0, 'proposed']]);
    expect(solved({ bank: bank(4_281_571), books })).toEqual([]);
  });
});

describe('a thing that is paid twice', () => {
  const invoice = (at: number, fields: Partial<Row> = {}): Row => ({
    amount: 50_000 + 1_013 * at,
    day: 20_000 + (at % 20),
    party: NAMES[at % 4] ?? '',
    reference: `INV-${20_000 + 37 * at}`,
    ...fields,
  });
  const payment = (at: number, fields: Partial<Row> = {}): Row => {
    const { reference = '', ...row } = invoice(at);
    return { ...row, day: (row.day ?? 0) + 20 + (at % 5), text: `paid ${reference}`, ...fields };
  };
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  const decided = (payments: readonly Row[], invoices: readonly Row[]) => {
    const rest = numbers.slice(1);
    const lefts = [...payments, ...rest.map((at) => payment(at))];
    const rights = [...invoices, ...rest.map((at) => invoice(at))];
    const { allocations } = reconcile(side(lefts), side(rights), OPEN);
    return allocations.filter(({ left, right }) => (left ?? 99) < payments.length || (right ?? 99) < invoices.length);
  };

  it('is settled by the first payment that names it, by a person; the later one stays alone', () => {
    const found = decided([payment(0, { day: 20_028 }), payment(0, { day: 20_022 })], [invoice(0)]);
    expect(found.map(({ left, right, decision }) => [left, right, decision] as const).sort(byLeft)).toEqual([
      [0, null, 'left_only'],
      [1, 0, 'proposed'],
    ]);
  });
  it('is left open between payments of one day', () => {
    const found = decided([payment(0, { day: 20_022 }), payment(0, { day: 20_022 })], [invoice(0)]);
    expect(found.map(({ decision }) => decision)).toEqual(['ambiguous', 'ambiguous']);
  });
  it('is none where a contract is paid every month, and only one of its payments or invoices is there', () => {
    const contract = { amount: 77_001, party: 'Harbor Steel' };
    const billed = (day: number) => ({ ...contract, day, reference: 'CT-88123' });
    const payment = (day: number) => ({ ...contract, day, text: 'CT-88123' });
    const one = decided([payment(20_022), payment(20_052), payment(20_082)], [billed(20_030)]);
    expect(one.find(({ right }) => right === 0)?.left).toBe(1);
    const other = decided([payment(20_082)], [billed(20_000), billed(20_030), billed(20_060)]);
    expect(other.find(({ left }) => left === 0)?.right).toBe(2);
  });
  it('is none where the number is that of a contract with an invoice a month', () => {
    const month = (at: number) => ({ amount: 77_001, day: 20_000 + 30 * at });
    const contract = { party: 'Harbor Steel', reference: 'CT-88123' };
    const invoices = [0, 1, 2].map((at) => ({ ...contract, ...month(at) }));
    const payments = [0, 1, 2].map((at) => ({
      party: 'Harbor Steel',
      text: 'CT-88123',
      ...month(at),
      day: 20_021 + 30 * at,
    }));
    const found = decided(payments, invoices);
    expect(found.map(({ left, right }) => [left, right] as const).sort(byLeft)).toEqual(
      [0, 1, 2].map((at) => [at, at]),
    );
  });
});

describe('what a payment says of what it pays', () => {
  const invoice = (at: number, fields: Partial<Row> = {}): Row => ({
    amount: 50_000 + 1_013 * at,
    day: 20_000 + (at % 20),
    party: `${NAMES[at % 4] ?? ''} Division ${10 + (at % 9)}`,
    reference: `INV-00${100 + at}`,
    ...fields,
  });
  const usual = Array.from({ length: 60 }, (_, at) => at);
  const paid = (at: number, fields: Partial<Row> = {}): Row => {
    const { reference = '', ...row } = invoice(at);
    return { ...row, day: (row.day ?? 0) + 20 + (at % 5), text: `${reference} paid`, ...fields };
  };
  const pairsOf = (payments: readonly Row[], invoices: readonly Row[]) =>
    reconcile(
      side([...payments, ...usual.map((at) => paid(at))]),
      side([...invoices, ...usual.map((at) => invoice(at))]),
      OPEN,
    )
      .allocations.filter(({ left }) => left !== null && left < payments.length)
      .map(({ right, amount, decision, rule }) => [right, amount, decision, rule] as const)
      .sort(([one], [other]) => (one ?? -1) - (other ?? -1));
  const mine = { party: 'Maple Leaf Consulting Division 77', day: 20_010 };

  it('takes off the credit memo that it names beside the invoice', () => {
    const invoices = [
      { ...mine, amount: 4_360_000, reference: 'INV-00568' },
      { ...mine, amount: -1_743_240, reference: 'INV-00674', text: 'Credit memo ref INV-00568' },
      { ...mine, amount: 480_000, reference: 'INV-00745', party: 'Harbor Steel Division 4' },
    ];
    const text = 'INV-00568 less credit INV-00674';
    expect(pairsOf([{ ...mine, day: 20_035, amount: 2_616_760, text }], invoices)).toEqual([
      [0, 4_360_000, 'auto', 'named-set'],
      [1, -1_743_240, 'auto', 'named-set'],
    ]);
    // Of an invoice that it names wrongly the rest of its party tells.
    const garbled = 'PO-91234 less credit INV-00674';
    expect(pairsOf([{ ...mine, day: 20_035, amount: 2_616_760, text: garbled }], invoices).map(([at]) => at)).toEqual([
      0, 1,
    ]);
  });

  it('takes it off the same way where the files change places, and where it only refers to what is paid in full', () => {
    const books = [
      { ...mine, amount: 4_360_000, reference: 'INV-00568' },
      { ...mine, amount: -1_743_240, reference: 'INV-00674' },
    ];
    const text = 'INV-00568 less credit INV-00674';
    const bank = { ...mine, day: 20_035, amount: 2_616_760, text };
    const turned = reconcile(
      side([...books, ...usual.map((at) => invoice(at))]),
      side([bank, ...usual.map((at) => paid(at))]),
      OPEN,
    );
    const parts = turned.allocations.filter(({ right }) => right === 0);
    expect(parts.map(({ left, amount }) => [left, amount] as const).sort(byLeft)).toEqual([
      [0, 4_360_000],
      [1, -1_743_240],
    ]);
    const whole = [
      { ...mine, amount: 431_277, reference: 'INV-00901' },
      { ...mine, amount: 288_419, reference: 'INV-00902' },
      { ...mine, amount: -97_331, reference: 'CM-00055', text: 'credit for INV-00901' },
      { ...mine, amount: 40_102, reference: 'INV-00903' },
      { ...mine, amount: 57_229, reference: 'INV-00904' },
    ];
    const both = { ...mine, day: 20_035, amount: 719_696, text: 'INV-00901, INV-00902' };
    expect(pairsOf([both], whole).map(([at, , decision]) => [at, decision])).toEqual([
      [0, 'auto'],
      [1, 'auto'],
    ]);
  });

  it('decides nothing by a number of another customer, nor by a guess at a name alone', () => {
    // A few prices that many rows have: an amount by itself says little.
    const price = (at: number): number => 10_000 + 500 * (at % 8);
    const many = Array.from({ length: 200 }, (_, at) => at);
    const party = (at: number): string =>
      `${NAMES[at % 4] ?? ''} ${['North', 'South', 'East'][at % 3] ?? ''} ${100 + at}`;
    const decisionOf = (payer: string, customer: string) =>
      reconcile(
        side([
          { amount: 10_000, day: 20_033, party: payer },
          ...many.map((at) => ({ amount: price(at), day: 20_007 + at, party: party(at) })),
        ]),
        side([
          { amount: 10_000, day: 20_026, party: customer },
          ...many.map((at) => ({ amount: price(at), day: 20_000 + at, party: party(at) })),
        ]),
        OPEN,
      ).allocations.find(({ left }) => left === 0);
    expect(decisionOf('Cardinal Health', 'Cardinal Health')?.decision).toBe('auto');
    for (const [payer, customer] of [
      ['Customer 77123', 'Customer 77124'],
      ['Card', 'Cardinal Health'],
      ['SEA', 'Smith Elder Associates'],
      ['SEA 4471', 'Smith Elder Associates'],
      ['ACH Zenith', 'Apex Chemical Holdings'],
      ['Card Services Zenith', 'Cardinal Health'],
    ] as const)
      expect(decisionOf(payer, customer), payer).not.toMatchObject({ decision: 'auto' });
  });

  it('reads a number of few digits behind a word that begins as that of the invoice does', () => {
    const invoices = [
      { ...mine, amount: 998_000, reference: 'INV-00784' },
      { ...mine, amount: 399_000, reference: 'INV-00802' },
    ];
    // Others of the same amounts, so that only the numbers tell.
    const alike = invoices.map((row, at) => ({ ...row, reference: `INV-00${90 + at}` }));
    const all = [...invoices, ...alike];
    const found = (text: string) => pairsOf([{ amount: 1_397_000, day: 20_030, party: 'unknown payer', text }], all);
    for (const text of ['Invoice #784 and Invoice #802', 'INV-784; INV-802', 'inv 784, inv 0802'])
      expect(
        found(text).map(([at, , decision, rule]) => [at, decision, rule]),
        text,
      ).toEqual([
        [0, 'auto', 'named-set'],
        [1, 'auto', 'named-set'],
      ]);
    for (const text of [
      'Inventory 784, Inventory 802',
      'Ref 784, ref 802',
      'Item 784; item 802',
      'order of May 784, May 802',
      'Unit 784 and 802',
    ])
      expect(
        found(text).map(([, , , rule]) => rule),
        text,
      ).not.toContain('named-set');
    const text = 'Order 784, Order 802';
    const others = pairsOf([{ amount: 1_397_000, day: 20_030, party: 'unknown payer', text }], invoices);
    expect(others.map(([, , , rule]) => rule)).not.toContain('named-set');
  });

  it('meets such numbers in two texts, and in two references with another word for invoices', () => {
    const rows = Array.from({ length: 60 }, (_, at) => at);
    const price = (at: number): number => 10_000 + 500 * (at % 6);
    for (const [mine, theirs] of [
      [{ text: 'Payment inv %' }, { text: 'Invoice #%' }],
      [{ reference: 'INV-00%' }, { reference: 'Invoice %' }],
    ] as const) {
      const row = (of: { readonly text?: string; readonly reference?: string }, at: number, day: number): Row => ({
        amount: price(at),
        day,
        text: of.text?.replace('%', String(100 + at)) ?? '',
        reference: of.reference?.replace('%', String(100 + at)) ?? '',
      });
      const { allocations } = reconcile(
        side(rows.map((at) => row(mine, at, 20_003 + at))),
        side(rows.map((at) => row(theirs, at, 20_000 + at))),
        OPEN,
      );
      expect(allocations.filter(({ left, right, decision }) => left === right && decision === 'auto')).toHaveLength(60);
    }
  });

  it('takes no row of another party into a sum that does not agree', () => {
    const invoices = [
      { ...mine, amount: 4_360_000, reference: 'INV-00568' },
      { ...mine, amount: 480_000, reference: 'INV-00569' },
      { ...mine, amount: 870_000, reference: 'INV-00745', party: 'Harbor Steel Division 4' },
    ];
    const text = 'INV-00568, INV-00569, INV-00745';
    const found = pairsOf([{ ...mine, day: 20_035, amount: 4_650_000, text }], invoices);
    expect(new Set(found.map(([at]) => at))).toEqual(new Set([0, 1]));
  });

  it('knows a party by its initials and by a word shortened behind another', () => {
    const other = { amount: 1_234_567, day: mine.day, party: 'Harbor Steel Division 4', reference: 'Y' };
    const invoices = [{ ...mine, amount: 1_234_567, reference: 'X' }, other];
    for (const party of ['MLC', 'Maple Lf Cons Division 77', 'MAPLELEAF CONSULT Division 77'])
      expect(
        pairsOf([{ amount: 1_234_567, day: 20_033, party }], invoices)
          .filter(([, , decision]) => decision !== 'ambiguous')
          .map(([at]) => at),
        party,
      ).toEqual([0]);
    const unknown = pairsOf([{ amount: 1_234_567, day: 20_033, party: 'Zzz Qqq' }], invoices);
    expect(unknown.every(([, , decision]) => decision === 'ambiguous')).toBe(true);
  });
});

describe('two things that are alike', () => {
  it('are for a person, though the days of one suit better and the other is wanted elsewhere', () => {
    const usual = Array.from({ length: 40 }, (_, at) => at);
    const thing = (at: number): Row => ({ amount: 10_000 + 977 * at, day: 20_000 + at, party: NAMES[at % 4] ?? '' });
    const books = usual.map((at) => thing(at));
    const bank = usual.map((at) => ({ ...thing(at), day: 20_002 + at }));
    const alike = (day: number): Row => ({ amount: 5_555_501, day, party: 'Cobalt Mining' });
    const found = (others: readonly Row[]) =>
      reconcile(side([alike(20_012), ...bank]), side([alike(20_010), ...others, ...books]), OPEN)
        .allocations.filter(({ left }) => left === 0)
        .map(({ right, decision }) => [right, decision]);
    expect(found([])).toEqual([[0, 'auto']]);
    expect(found([alike(20_007)])).toEqual([[0, 'proposed']]);
  });
});
