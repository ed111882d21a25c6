import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile, type Allocation } from '../../../../electron/matching/reconcile/reconcile.ts';
import type { ReconcileTerms } from '../../../../electron/matching/reconcile/side.ts';
import { NAMES, OPEN, side, type Row } from './made-rows.ts';

const LAID_DOWN: ReconcileTerms = {
  amountTolerance: { kind: 'share', share: 0.1 },
  dateWindowDays: [-3, 10],
  oneToOne: false,
};

const row: fc.Arbitrary<Row> = fc.record({
  amount: fc.oneof(fc.integer({ min: -500, max: 500 }), fc.constantFrom(100, 200, 300, -100, 12_345, 99_999)),
  day: fc.integer({ min: 20_000, max: 20_015 }),
  party: fc.constantFrom(...NAMES),
  reference: fc.constantFrom('', 'INV-10001', 'INV-10002', 'INV-10003', 'INV-10004'),
  text: fc.constantFrom('', 'payment 10001', 'INV-10002 INV-10003', 'x'),
});
const rows = fc.array(row, { maxLength: 14 });

/** What was found, by what the rows hold and which of them it is. */
function answer(allocations: readonly Allocation[], lefts: readonly number[], rights: readonly number[]): string[] {
  const name = (at: number | null, of: readonly number[]) => (at === null ? '-' : String(of[at]));
  return allocations
    .map((each) =>
      [
        name(each.left, lefts),
        name(each.right, rights),
        each.amount,
        each.decision,
        each.score.toFixed(6),
        each.rule,
        each.reason,
        name(each.partner, each.left === null ? rights : lefts),
      ].join(' | '),
    )
    .sort();
}

function shuffles(count: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: count }, (_, at) => at);
  return fc.shuffledSubarray(all, { minLength: count, maxLength: count });
}

describe('reconciling two files', () => {
  it('gives the same answer for the same rows in any order', () => {
    const cases = fc
      .tuple(rows, rows)
      .chain(([left, right]) =>
        fc.tuple(fc.constant(left), fc.constant(right), shuffles(left.length), shuffles(right.length)),
      );
    fc.assert(
      fc.property(cases, ([left, right, leftOrder, rightOrder]) => {
        const straight = reconcile(side(left), side(right), OPEN);
        const shuffled = reconcile(
          side(leftOrder.flatMap((at) => left[at] ?? [])),
          side(rightOrder.flatMap((at) => right[at] ?? [])),
          OPEN,
        );
        expect(answer(shuffled.allocations, leftOrder, rightOrder)).toEqual(
          answer(straight.allocations, [...left.keys()], [...right.keys()]),
        );
        expect(shuffled.chosen).toEqual(straight.chosen);
      }),
      { numRuns: 120 },
    );
  });

  it('answers for every row of both files, and allocates no more than either side has', () => {
    fc.assert(
      fc.property(rows, rows, fc.constantFrom(OPEN, LAID_DOWN), (left, right, terms) => {
        const { allocations } = reconcile(side(left), side(right), terms);
        expect(new Set(allocations.flatMap((each) => each.left ?? []))).toEqual(new Set(left.keys()));
        expect(new Set(allocations.flatMap((each) => each.right ?? []))).toEqual(new Set(right.keys()));
        const given = [new Map<number, number>(), new Map<number, number>()] as const;
        for (const each of allocations) {
          if (each.left === null || each.right === null || each.decision === 'ambiguous') continue;
          // A credit is taken off what the other rows of its payment come to.
          given[0].set(each.left, (given[0].get(each.left) ?? 0) + each.amount);
          given[1].set(each.right, (given[1].get(each.right) ?? 0) + each.amount);
        }
        for (const [at, sum] of given[0]) expect(Math.abs(sum)).toBeLessThanOrEqual(Math.abs(left[at]?.amount ?? 0));
        for (const [at, sum] of given[1]) expect(Math.abs(sum)).toBeLessThanOrEqual(Math.abs(right[at]?.amount ?? 0));
      }),
      { numRuns: 150 },
    );
  });

  it('gives a row of nothing nothing, whatever it is matched with by its name', () => {
    const [left, right] = [20_003, 20_004].map((day) => ({ day, party: 'Ember Foods' }));
    const { allocations } = reconcile(
      side([
        { ...left, amount: 100 },
        { ...left, amount: 0 },
      ]),
      side([
        { ...right, amount: 100 },
        { ...right, amount: 99_999 },
      ]),
      OPEN,
    );
    expect(allocations.map(({ left: at, amount }) => [at, amount])).toEqual(expect.arrayContaining([[1, 0]]));
  });

  it('says points that add up to the odds behind the score', () => {
    let said = 0;
    fc.assert(
      fc.property(rows, rows, (left, others) => {
        const right = [...left, ...others];
        for (const { reason, score, rule } of reconcile(side(left), side(right), OPEN).allocations) {
          if (rule === 'none') continue;
          const points = reason.split('; ').map((part) => Number(part.match(/[+-]\d+\.\d\d$/)?.[0]));
          const sum = points.reduce((total, each) => total + each, 0);
          // Each is rounded to hundredths; beyond thirty a score is 0 or 1 all the same.
          const odds = Math.max(-30, Math.min(30, Math.log(score / (1 - score))));
          const capped = Math.max(-30, Math.min(30, sum));
          expect(Math.abs(capped - odds)).toBeLessThan(0.005 * points.length + 0.006);
          said += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(said).toBeGreaterThan(100);
  });

  it('never decides between two rows that hold the same', () => {
    const left = Array.from({ length: 30 }, (_, at) => ({ amount: 10_007 + at * 311, day: 20_000 + at }));
    const right = left.map(({ amount, day }) => ({ amount, day: day + 1 }));
    const twice = right[7];
    expect(twice).toBeDefined();
    const { allocations } = reconcile(side(left), side([...right, ...(twice === undefined ? [] : [twice])]), OPEN);
    const ofTwice = allocations.filter(({ left: at }) => at === 7);
    expect(ofTwice.map(({ decision, right: at }) => `${decision} ${at}`).sort()).toEqual([
      'ambiguous 30',
      'ambiguous 7',
    ]);
    expect(allocations.filter(({ decision }) => decision === 'auto' || decision === 'proposed')).toHaveLength(29);
  });
});

/** Rows with partners a few days later, enough to learn from. */
type DatedRow = Row & { readonly day: number };
function usualMonth(count: number): { left: DatedRow[]; right: DatedRow[] } {
  const left = Array.from({ length: count }, (_, at) => ({
    amount: 10_000 + ((at * 7_919) % 90_001),
    day: 20_000 + (at % 60),
    reference: `INV-${50_000 + at * 13}`,
  }));
  const right = left.map(({ amount, day, reference }, at) => ({
    amount,
    day: day + 1 + (at % 3),
    text: `PAY ${reference}`,
  }));
  return { left, right };
}

describe('what two files say of each other', () => {
  it('one payment for three invoices is three allocations', () => {
    const { left, right } = usualMonth(60);
    const paid = left.slice(0, 3);
    const sum = paid.reduce((total, { amount }) => total + amount, 0);
    const text = `for ${paid.map(({ reference }) => reference).join(', ')}`;
    const { allocations } = reconcile(side(left), side([...right.slice(3), { amount: sum, day: 20_004, text }]), OPEN);
    const found = allocations.filter((each) => each.right === 57);
    expect(found.map((each) => [each.left, each.amount, each.decision])).toEqual(
      expect.arrayContaining(paid.map(({ amount }, at) => [at, amount, 'auto'])),
    );
    expect(found).toHaveLength(3);
  });

  it('rows of one file that cancel each other are offset, and name each other', () => {
    const { left, right } = usualMonth(60);
    const both = [
      { amount: 77_777, day: 20_010, reference: 'INV-99001' },
      { amount: -77_777, day: 20_012, reference: 'REV-INV-99001' },
    ];
    const { allocations } = reconcile(side([...left, ...both]), side(right), OPEN);
    const found = allocations.filter(({ decision }) => decision === 'offset');
    expect(found.map((each) => `${each.left} ${each.right} ${each.partner}`).sort()).toEqual([
      '60 null 61',
      '61 null 60',
    ]);
  });

  it('finds out that the other file has its signs turned, and how many days lie between', () => {
    const { left, right } = usualMonth(80);
    const turned = right.map((each) => ({ ...each, amount: -each.amount }));
    const { allocations, chosen } = reconcile(side(left), side(turned), OPEN);
    expect(chosen).toEqual({
      amountTolerance: { kind: 'absolute', amount: 0 },
      dateWindowDays: [1, 3],
      signs: 'opposite',
    });
    expect(allocations.filter(({ decision }) => decision === 'auto')).toHaveLength(80);
  });

  it('says the tolerance that automatic pairs keep to, whatever one odd pair would need', () => {
    const { left, right } = usualMonth(80);
    const odd = { day: 20_010, reference: 'INV-99991', text: 'INV-99991', party: 'Ember Foods' };
    const { allocations, chosen } = reconcile(
      side([...left, { ...odd, amount: 100_000 }]),
      side([...right, { ...odd, amount: 61_000 }]),
      OPEN,
    );
    expect(allocations.find((each) => each.left === 80 && each.right === 80)?.decision).toBe('proposed');
    expect(chosen.amountTolerance).toEqual({ kind: 'absolute', amount: 0 });
  });

  it('learns a fee from the rows, and takes what it explains for the same', () => {
    const { left, right } = usualMonth(200);
    const net = right.map((each) => ({ day: each.day, text: '', amount: Math.round(each.amount * 0.971) - 30 }));
    const { allocations } = reconcile(side(left), side(net), OPEN);
    const found = allocations.filter(({ decision }) => decision === 'auto' || decision === 'proposed');
    expect(found.length).toBeGreaterThan(190);
    expect(found.every((each) => each.left === each.right)).toBe(true);
  });

  it('keeps to the terms that a person laid down', () => {
    const { left, right } = usualMonth(60);
    const late = right.map((each) => ({ ...each, day: each.day + 20 }));
    const { allocations, chosen } = reconcile(side(left), side(late), LAID_DOWN);
    expect(allocations.every(({ decision }) => decision === 'left_only' || decision === 'right_only')).toBe(true);
    expect(chosen.dateWindowDays).toEqual([-3, 10]);
  });

  it('with one to one no row takes part twice', () => {
    const { left, right } = usualMonth(60);
    const parts = right.flatMap((each) => [
      { ...each, amount: Math.floor(each.amount / 2) },
      { ...each, amount: Math.ceil(each.amount / 2) },
    ]);
    const { allocations } = reconcile(side(left), side(parts), { ...OPEN, oneToOne: true });
    const found = allocations.filter(({ decision }) => decision === 'auto' || decision === 'proposed');
    expect(new Set(found.map((each) => each.left)).size).toBe(found.length);
    expect(new Set(found.map((each) => each.right)).size).toBe(found.length);
  });

  it('a row that has nothing to do with any other changes nothing where the terms are laid down', () => {
    const { left, right } = usualMonth(150);
    const inEuro = (each: Row): Row => ({ ...each, currency: 'EUR' });
    const stranger: Row = { amount: 5_000_003, day: 20_400, currency: 'SEK', party: 'Nobody', reference: 'Z' };
    const plain = reconcile(side(left.map(inEuro)), side(right.map(inEuro)), LAID_DOWN);
    const more = reconcile(side([...left.map(inEuro), stranger]), side(right.map(inEuro)), LAID_DOWN);
    const [lefts, rights] = [[...left.keys(), 150], [...right.keys()]];
    expect(
      answer(
        more.allocations.filter((each) => each.left !== 150),
        lefts,
        rights,
      ),
    ).toEqual(answer(plain.allocations, lefts, rights));
    expect(more.allocations.filter((each) => each.left === 150).map(({ decision }) => decision)).toEqual(['left_only']);
  });

  it('a file without rows leaves the other one alone', () => {
    const { left } = usualMonth(5);
    expect(reconcile(side([]), side([]), OPEN).allocations).toEqual([]);
    const { allocations } = reconcile(side(left), side([]), OPEN);
    expect(allocations.map(({ decision }) => decision)).toEqual(left.map(() => 'left_only'));
  });
});

describe('a payment that came in parts', () => {
  const others = Array.from({ length: 60 }, (_, at) => ({
    amount: 40_000 + at * 7_919,
    day: 20_000 + (at % 30),
    party: `${['Ember', 'Harbor', 'Quarry', 'Juniper', 'Willow', 'Falcon'][at % 6] ?? ''} ${['Foods', 'Steel', 'Paper', 'Tools', 'Marine'][at % 5] ?? ''}`,
    reference: `INV-${20_000 + at * 37}`,
  }));
  const paid = others.map(({ amount, day, party, reference }) => ({
    amount,
    day: day + 1,
    text: `${party} ${reference}`,
  }));

  it('is found whole though its parts came days apart and one of them alone carries the number', () => {
    const left = side([...others, { amount: 98_765, day: 20_010, party: 'Marten Optics', reference: 'INV-77001' }]);
    const right = side([
      ...paid,
      { amount: 31_200, day: 20_010, text: 'Marten Optics INV-77001' },
      { amount: 44_460, day: 20_012, text: 'Marten Optics' },
      { amount: 23_105, day: 20_013, text: 'Marten Optics' },
    ]);
    const found = reconcile(left, right, OPEN).allocations.filter((each) => each.left === 60);
    expect(new Set(found.map((each) => each.right))).toEqual(new Set([60, 61, 62]));
    expect(found.every(({ decision }) => decision === 'auto' || decision === 'proposed')).toBe(true);
  });

  it('is not guessed where two rows could be its last part', () => {
    const left = side([...others, { amount: 98_765, day: 20_010, party: 'Marten Optics', reference: 'INV-77001' }]);
    const right = side([
      ...paid,
      { amount: 31_200, day: 20_010, text: 'Marten Optics INV-77001' },
      { amount: 44_460, day: 20_012, text: 'Marten Optics' },
      { amount: 23_105, day: 20_013, text: 'Marten Optics' },
      { amount: 23_105, day: 20_013, text: 'Marten Optics' },
    ]);
    const found = reconcile(left, right, OPEN).allocations.filter(
      (each) => each.left === 60 && (each.decision === 'auto' || each.decision === 'proposed'),
    );
    expect(found.some((each) => each.right === 62 || each.right === 63)).toBe(false);
  });
});
