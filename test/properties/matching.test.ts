import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDecisions } from '../../electron/matching/movements/decisions.ts';
import { runRules } from '../../electron/matching/movements/match-movements.ts';
import { PIPELINE } from '../../electron/matching/movements/pipeline.ts';
import type { Outcome } from '../../electron/matching/movements/outcome.ts';
import type { ItemRow, MovementRow, ReceiptRow } from '../../electron/matching/movements/snapshot.ts';
import { judgeByAmount } from '../../electron/matching/movements/rules/amount-conditions.ts';
import { nearestByAmount } from '../../electron/matching/why-not.ts';
import { pairingText } from '../../electron/matching/pairing.ts';
import { scoreOf } from '../../electron/matching/points.ts';
import { AUTOMATIC_MARGIN, KEYED_WINDOW_DAYS } from '../../electron/matching/rules.ts';
import {
  charge,
  hashItems,
  item,
  match,
  receipt,
  snapshotOf,
  type Rows,
} from '../electron/matching/movements/company.ts';
import {
  KEYED_FOR_ONE,
  NAMED_PARTS,
  PLANTED,
  PLANTED_TOLERANCES,
  RULE_COMPANIES,
} from '../electron/matching/movements/rule-companies.ts';

/** Few customers, amounts and days, so that rows compete all the time. */
const AMOUNTS = [1_000, 2_000, 3_000, 5_000, 6_000];
const amount = fc.constantFrom(...AMOUNTS);
const customer = fc.constantFrom('1001', '2002');
const day = fc.constantFrom('2026-10-03', '2026-10-15', '2026-12-20');
const number = fc.integer({ min: 1, max: 6 }).map((at) => `INV-00${48_000 + at}`);

const items: fc.Arbitrary<ItemRow[]> = fc
  .array(
    fc.record({
      customer,
      availableMinor: fc.oneof(amount, fc.constant(0)),
      itemDate: day,
      taken: fc.boolean(),
      refundableMinor: fc.oneof(amount, fc.constant(0)),
      isCredit: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
      poReference: fc.oneof(
        fc.constant(null),
        fc.integer({ min: 0, max: 8 }).map((at) => `re_${at}`),
      ),
    }),
    { maxLength: 7 },
  )
  .map((rows) =>
    rows.map((fields, at) =>
      item(at + 1, { ...fields, ...(fields.isCredit ? { availableMinor: 0 } : { poReference: null }), dueDate: null }),
    ),
  );
const text = fc.oneof(
  fc.constant({}),
  number.map((invoice) => ({ metadata: { invoice } })),
  fc.uniqueArray(number, { minLength: 2, maxLength: 3 }).map((list) => ({ metadata: { invoices: list.join(', ') } })),
  fc
    .record({ quoted: number, period: fc.constantFrom('-2026', '/2026-10', '-2025', '/1', '-2025-2026') })
    .map((each) => ({
      metadata: { invoice: `${each.quoted}${each.period}` },
    })),
  number.map((quoted) => ({ description: `Payment for ${quoted.slice(-5)}` })),
  fc.record({ quoted: number, paidMinor: amount }).map(({ quoted, paidMinor }) => ({
    invoices: [{ number: quoted, paidMinor, exponent: 2, metadata: {} }],
  })),
);
const strength = fc.constantFrom('confirmed', 'confirmed', 'proposed', 'doubtful', null);
const movements: fc.Arbitrary<MovementRow[]> = fc
  .array(
    fc.record({
      base: fc.record({
        amountMinor: amount,
        accountingDate: day,
        gate: fc.constantFrom('open', 'open', 'open', 'excluded', 'decided'),
      }),
      text,
      to: customer,
      strength,
      refundOf: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    }),
    { maxLength: 8 },
  )
  .map((rows) =>
    rows.map(({ base, text: words, to, strength: how, refundOf }, at) => {
      const link = how === null ? null : { linkId: at + 1, customer: to, strength: how };
      const refund =
        refundOf === null || at % 2 === 0
          ? {}
          : {
              kind: 'refund' as const,
              objectId: `re_${at}`,
              chargeId: `ch_${99 + 2 * refundOf}AAAAAA`,
              amountMinor: -base.amountMinor,
            };
      return charge(101 + at, { ...base, ...words, link, ...refund });
    }),
  );
const receipts: fc.Arbitrary<ReceiptRow[]> = fc
  .array(
    fc.record({
      amountMinor: amount,
      isOut: fc.boolean(),
      accountingDate: day,
      comment: fc.oneof(
        fc.constant(null),
        number,
        fc.integer({ min: 1, max: 6 }).map((at) => `Stripe ch_${100 + at}AAAAAA`),
        fc.subarray(['re_1', 're_3', 're_5', 're_7'], { minLength: 1, maxLength: 2 }).map((ids) => ids.join(' ')),
      ),
      items: fc.array(fc.record({ customer, item: number }), { maxLength: 2 }),
      status: fc.constantFrom('unapplied', 'posted', 'applied', 'error'),
    }),
    { maxLength: 4 },
  )
  .map((rows) =>
    rows.map(({ isOut, amountMinor, ...fields }, at) =>
      receipt(900 + at, { ...fields, amountMinor: isOut ? -amountMinor : amountMinor }),
    ),
  );
/** Refunds of two charges and negative payments keyed by hand, so alike that they compete most of the time. */
const refundRows: fc.Arbitrary<Required<Omit<Rows, 'tolerances'>>> = fc.record({
  items: items.map((rows) => rows.slice(0, 2)),
  receipts: fc
    .array(
      fc.record({
        amountMinor: fc.constantFrom(-1_000, -2_000),
        accountingDate: fc.constantFrom('2026-10-13', '2026-10-17'),
        comment: fc.constantFrom(null, null, 're_0', 're_1', 're_0 re_1'),
        items: fc.array(fc.record({ customer, item: number }), { maxLength: 1 }),
        status: fc.constantFrom('posted', 'error'),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((rows) => rows.map((fields, at) => receipt(900 + at, fields))),
  movements: fc
    .array(
      fc.record({
        amountMinor: fc.constantFrom(-1_000, -2_000),
        of: fc.constantFrom(101, 103),
        to: customer,
        strength,
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((rows) => [
      charge(101, { amountMinor: 9_000 }),
      charge(103, { amountMinor: 9_000 }),
      ...rows.map(({ amountMinor, of, to, strength: how }, at) =>
        charge(102 + 2 * at, {
          kind: 'refund',
          objectId: `re_${at}`,
          chargeId: `ch_${of}AAAAAA`,
          amountMinor,
          link: how === null ? null : { linkId: at + 1, customer: to, strength: how },
        }),
      ),
    ]),
});
/** Rows of the first customer become the planted one's, so that they compete with what its rule finds. */
const asPlanted = (custId: string): string => (custId === '1001' ? PLANTED : custId);
function mixedIn(loose: Required<Omit<Rows, 'tolerances'>>): typeof loose {
  return {
    items: loose.items.map((row) => ({ ...row, customer: asPlanted(row.customer) })),
    receipts: loose.receipts.map((row) => ({
      ...row,
      items: row.items.map((each) => ({ ...each, customer: asPlanted(each.customer) })),
    })),
    movements: loose.movements.map((row) =>
      row.link === null ? row : { ...row, link: { ...row.link, customer: asPlanted(row.link.customer) } },
    ),
  };
}
/** A second item, or a second payment, that says the same as the first. */
const twinItem = (row: ItemRow): ItemRow => ({ ...row, key: row.key + 20, item: `INV-00${48_020 + row.key}` });
const twinCharge = (row: MovementRow): MovementRow => ({ ...row, key: row.key + 50, objectId: `${row.objectId}B` });

/** Beside them a company that one rule is sure to find something in, now and then with rivals: no rule goes unheard. */
const rows: fc.Arbitrary<Required<Rows>> = fc
  .record({
    loose: fc.oneof(fc.record({ items, receipts, movements }), refundRows),
    planted: fc.constantFrom(...Object.values(RULE_COMPANIES), NAMED_PARTS, KEYED_FOR_ONE),
    isMixed: fc.boolean(),
    twins: fc.constantFrom('none', 'none', 'items', 'movements'),
  })
  .map(({ loose, planted, isMixed, twins }) => {
    const base = isMixed ? mixedIn(loose) : loose;
    const own = { items: [], receipts: [], ...planted };
    return {
      items: [...base.items, ...own.items, ...(twins === 'items' ? own.items.map(twinItem) : [])],
      receipts: [...base.receipts, ...own.receipts],
      movements: [...base.movements, ...own.movements, ...(twins === 'movements' ? own.movements.map(twinCharge) : [])],
      tolerances: PLANTED_TOLERANCES,
    };
  });
const RUNS = { numRuns: 400 };
/** The rules by which each kind may be decided without a person. */
const AUTOMATIC_RULES = {
  payment: ['reference-exact', 'amount-customer-date'],
  alreadyKeyed: ['keyed-by-hand'],
  refundOfCharge: ['refund-of-charge'],
} as const;

const sorted = (outcomes: ReadonlyMap<number, Outcome>) => [...outcomes].sort((left, right) => left[0] - right[0]);
const shuffled = (of: Required<Rows>, order: readonly number[]): Rows => {
  const mix = <Row>(list: readonly Row[]): Row[] =>
    list
      .map((row, at) => ({ row, weight: order[at] ?? 0 }))
      .sort((left, right) => left.weight - right.weight)
      .map(({ row }) => row);
  return { ...of, items: mix(of.items), receipts: mix(of.receipts), movements: mix(of.movements) };
};

/** For each movement the item that is its own for certain, or null: rows that only chance puts together hardly ever fit. */
const owners = fc.array(fc.option(fc.nat({ max: 6 }), { nil: null }), { minLength: 8, maxLength: 8 });
function fitting(company: Required<Rows>, owned: readonly (number | null)[]): Required<Rows> {
  const own = [...company.items];
  const rowsOf = company.movements.map((row, at) => {
    const place = owned[at] ?? own.length;
    const mine = own[place];
    if (mine === undefined) return row;
    const link = row.link === null ? null : { ...row.link, customer: mine.customer };
    if (row.kind === 'refund') {
      own[place] = { ...mine, isCredit: true, availableMinor: 0, poReference: row.objectId };
      return { ...row, link, amountMinor: -(mine.refundableMinor ?? 0) || row.amountMinor };
    }
    if (mine.availableMinor <= 0) return row;
    return { ...row, link, amountMinor: mine.availableMinor, metadata: { invoice: mine.item }, invoices: [] };
  });
  return { ...company, items: own, movements: rowsOf };
}

/** Whether a good receipt names the movement, or an invoice that the movement names. */
function namesIt({ status, comment, items: paid }: ReceiptRow, movement: MovementRow): boolean {
  if (status === 'error') return false;
  if (comment?.includes(movement.objectId) === true) return true;
  const { metadata, description, invoices } = movement;
  const words = JSON.stringify([metadata, description, invoices]);
  return [comment ?? '', ...paid.map((each) => each.item)].some(
    (name) => name.startsWith('INV-') && words.includes(name.slice(-5)),
  );
}

/** Whether a receipt that is applied to nothing has the size and days of a charge, and speaks of nothing or of what the charge names. */
function mayBeKeyedFor(keyed: ReceiptRow, movement: MovementRow): boolean {
  const apart = Math.abs(Date.parse(keyed.accountingDate) - Date.parse(movement.accountingDate)) / 86_400_000;
  const isOfSize = keyed.amountMinor === movement.amountMinor && keyed.currency === movement.currency;
  if (keyed.items.length > 0 || !isOfSize || apart > KEYED_WINDOW_DAYS) return false;
  return keyed.comment === null || namesIt({ ...keyed, status: 'posted' }, movement);
}

const SUMS = ['amount-customer-set', 'charges-of-one-item', 'charges-and-items'];

/** What of the books speaks for another reading of a charge that names nothing: it is never decided on its amount alone. */
function rivalsInTheBooks(
  { items: open, receipts: keyed, movements: all }: Required<Rows>,
  of: MovementRow | undefined,
): unknown[] {
  if (of === undefined) return [];
  const customer = of.link?.customer;
  const days = (row: MovementRow): number =>
    (Date.parse(row.accountingDate) - Date.parse(of.accountingDate)) / 86_400_000;
  const words = JSON.stringify([of.metadata, of.description, of.invoices.map(({ number: name }) => name)]);
  return [
    ...open.filter((row) => row.customer === customer && row.availableMinor === of.amountMinor).slice(1),
    ...all.filter(
      (row) =>
        row.key !== of.key &&
        row.kind === 'charge' &&
        row.link?.customer === customer &&
        row.amountMinor === of.amountMinor &&
        Math.abs(days(row)) <= 7,
    ),
    // A receipt of several customers is nobody's payment of this amount.
    ...keyed.filter(
      (row) =>
        row.amountMinor === of.amountMinor &&
        row.items.length > 0 &&
        row.items.every((each) => each.customer === customer) &&
        Math.abs(Date.parse(row.accountingDate) - Date.parse(of.accountingDate)) <= 31 * 86_400_000,
    ),
    ...(/\d{4}/.test(words) ? [words] : []),
  ];
}

/** Items that a reason says to fit and to be claimed: those it names, and how many there are. */
function saidToBeClaimed(reason: string): { readonly named: readonly string[]; readonly count: number } {
  const fits = reason.replace(/^It names .* among the open items, and /, '');
  const [, listed = ''] =
    /^(.*) fits? by amount and date, but (?:is|are) claimed by (?:another|other) /.exec(fits) ?? [];
  const parts = listed.split(/, | and /).filter((part) => part !== '');
  const others = parts.map((part) => (part === 'another one' ? 1 : Number(/^(\d+) others$/.exec(part)?.[1] ?? 0)));
  const named = parts.filter((_, at) => others[at] === 0);
  return { named, count: others.reduce((sum, each) => sum + each, named.length) };
}

describe('matching, whatever the rows', () => {
  it('gives the same outcomes for the same rows in any order', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.integer(), { minLength: 12, maxLength: 12 }), (company, order) => {
        expect(sorted(match(shuffled(company, order)))).toEqual(sorted(match(company)));
      }),
      RUNS,
    );
  });

  it('does not look at row keys: renumbered rows give the same decisions', () => {
    fc.assert(
      fc.property(rows, (company) => {
        const renumber = <Row extends { key: number }>(list: readonly Row[]): Row[] =>
          list.map((row) => ({ ...row, key: 5_000 - row.key }));
        const again = match({
          ...company,
          items: renumber(company.items),
          movements: renumber(company.movements),
          receipts: company.receipts.map((row) => ({ ...row, paymentKey: 5_000 - row.paymentKey })),
        });
        for (const [key, outcome] of match(company)) {
          const other = again.get(5_000 - key);
          expect([other?.state, other?.attention, other?.score, other?.match?.automatic]).toEqual([
            outcome.state,
            outcome.attention,
            outcome.score,
            outcome.match?.automatic,
          ]);
          const pairs = (of: Outcome | undefined, back: (key: number) => number) =>
            of?.match?.allocations.map((each) => [back(each.itemKey), each.amountMinor]).sort();
          expect(pairs(other, (each) => 5_000 - each)).toEqual(pairs(outcome, (each) => each));
          const receiptKey = other?.match?.paymentKey ?? null;
          expect(receiptKey === null ? null : 5_000 - receiptKey).toBe(outcome.match?.paymentKey ?? null);
        }
      }),
      RUNS,
    );
  });

  it('gives a keyed receipt to one movement, or to those it names that together are exactly its amount', () => {
    fc.assert(
      fc.property(rows, (company) => {
        const takers = new Map<number, Outcome[]>();
        for (const outcome of match(company).values()) {
          const key = outcome.match?.paymentKey ?? null;
          if (key !== null && outcome.attention !== 'amountDiffers')
            takers.set(key, [...(takers.get(key) ?? []), outcome]);
        }
        for (const [key, outcomes] of takers) {
          const keyed = company.receipts.find((row) => row.paymentKey === key);
          const of = outcomes.map((each) => company.movements.find((row) => row.key === each.movementKey));
          const unnamed = of.filter((each) => !`${keyed?.comment}`.includes(each?.objectId.slice(0, 6) ?? ''));
          expect(of.length > 1 ? unnamed : []).toEqual([]);
          const sum = of.reduce((total, each) => total + (each?.amountMinor ?? 0), 0);
          expect(Math.abs(sum)).toBeLessThanOrEqual(Math.abs(keyed?.amountMinor ?? 0));
          expect(of.every((each) => (each?.kind === 'refund') === (keyed?.amountMinor ?? 0) < 0)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('is not changed by rows of another customer', () => {
    fc.assert(
      fc.property(rows, amount, (company, other) => {
        const strangers = [item(70, { customer: '7777', item: 'INV-0077001', availableMinor: other })];
        const link = { linkId: 77, customer: '7777', strength: 'confirmed' } as const;
        // On no day that a receipt of nobody may be for: such a one is for the charge of whatever customer.
        const words = { accountingDate: '2026-11-20', metadata: { invoice: '77001' } };
        const stranger = charge(700, { link, amountMinor: other, ...words });
        const more = match({
          ...company,
          items: [...strangers, ...company.items],
          movements: [stranger, ...company.movements],
        });
        expect(more.get(700)?.match?.automatic).toBe(true);
        more.delete(700);
        expect(sorted(more)).toEqual(sorted(match(company)));
      }),
      RUNS,
    );
  });

  it('never allocates more than the movement or than is open on an item, over all proposals together', () => {
    fc.assert(
      fc.property(rows, (company) => {
        const open = new Map(company.items.map((row) => [row.key, row.availableMinor]));
        const credit = new Map(company.items.map((row) => [row.key, row.refundableMinor ?? 0]));
        for (const outcome of match(company).values()) {
          const allocations = outcome.match?.allocations ?? [];
          const movement = company.movements.find((row) => row.key === outcome.movementKey);
          expect(allocations.reduce((sum, each) => sum + each.amountMinor, 0)).toBeLessThanOrEqual(
            Math.abs(movement?.amountMinor ?? 0),
          );
          for (const { itemKey, itemAmountMinor } of allocations) {
            expect(itemAmountMinor).toBeGreaterThan(0);
            // What a refund would open again is only shown to a person; what it takes of a credit memo counts.
            const isCredit = company.items.some((row) => row.key === itemKey && row.isCredit === true);
            if (movement?.kind === 'refund') {
              if (!isCredit && outcome.match?.automatic === true) credit.set(itemKey, -1);
              if (isCredit) credit.set(itemKey, (credit.get(itemKey) ?? 0) - itemAmountMinor);
            } else open.set(itemKey, (open.get(itemKey) ?? 0) - itemAmountMinor);
          }
        }
        for (const left of [...open.values(), ...credit.values()]) expect(left).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('lets every number of an explanation recompute to its score, and the margin to both', () => {
    fc.assert(
      fc.property(rows, (company) => {
        for (const outcome of match(company).values()) {
          for (const each of outcome.candidates) expect(scoreOf(each.points)).toBe(each.score);
          if (outcome.match === null) continue;
          const { points, score, runnerUp, margin, automatic } = outcome.match;
          expect(scoreOf(points)).toBe(score);
          expect(points.reduce((sum, point) => sum + point.points, 0)).toBe(Math.round(score * 100));
          expect(outcome.score).toBe(score);
          expect(margin).toBe(runnerUp === null ? null : Math.round(score * 100 - runnerUp.score * 100) / 100);
          expect(!automatic || margin === null || margin >= AUTOMATIC_MARGIN).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('decides alone only over a confirmed link, and never on amount alone', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(rows, owners, (loose, owned) => {
        const outcomes = [loose, fitting(loose, owned)].flatMap((company) =>
          [...match(company).values()].map((outcome) => ({ company, outcome })),
        );
        for (const { company, outcome } of outcomes) {
          const decided = outcome.match;
          if (decided?.automatic !== true) continue;
          const movement = company.movements.find((row) => row.key === outcome.movementKey);
          expect(movement?.link?.strength).toBe('confirmed');
          expect(AUTOMATIC_RULES[decided.kind]).toContain(decided.ruleId);
          const isByAmount = decided.ruleId === 'amount-customer-date';
          expect(isByAmount ? rivalsInTheBooks(company, movement) : []).toEqual([]);
          const sum = decided.allocations.reduce((total, each) => total + each.amountMinor, 0);
          const keyed = company.receipts.find(({ paymentKey }) => paymentKey === decided.paymentKey);
          const isNamed = keyed !== undefined && movement !== undefined && namesIt(keyed, movement);
          expect(decided.kind === 'alreadyKeyed' ? isNamed : sum === Math.abs(movement?.amountMinor ?? 0)).toBe(true);
          seen.add(decided.ruleId);
        }
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual(['amount-customer-date', 'keyed-by-hand', 'reference-exact', 'refund-of-charge']);
  });

  it('decides no charge alone that a receipt of nobody may have been keyed for', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(rows, owners, (loose, owned) => {
        for (const company of [loose, fitting(loose, owned)])
          for (const { movementKey, match: found } of match(company).values()) {
            const movement = company.movements.find((row) => row.key === movementKey);
            if (found === null || movement?.kind !== 'charge') continue;
            const maybe = company.receipts.filter((row) => mayBeKeyedFor(row, movement));
            if (maybe.length > 0) seen.add(found.kind);
            // What names the charge, or is of its customer and names its invoice, is taken over; nothing is posted beside it.
            expect(maybe.length > 0 && found.kind === 'payment' && found.automatic).toBe(false);
          }
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual(['alreadyKeyed', 'payment']);
  });

  it('hears every rule, and each pairs only what its own conditions let pass', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(rows, (company) => {
        const snapshot = snapshotOf(company);
        const context = { ...runRules(snapshot, []), decisions: emptyDecisions(snapshot) };
        for (const outcome of match(company).values()) {
          for (const each of [outcome.match, ...outcome.candidates]) if (each !== null) seen.add(each.ruleId);
          const found = outcome.match;
          const rule = PIPELINE.find(({ id }) => id === found?.ruleId);
          // A sum is judged as a whole, and what a refund or a dispute opens follows from this very run.
          if (found?.kind !== 'payment' || rule?.judge === undefined || SUMS.includes(rule.id)) continue;
          const movement = snapshot.movements.key.indexOf(outcome.movementKey);
          for (const { itemKey } of found.allocations)
            expect(rule.judge(context, movement, snapshot.items.key.indexOf(itemKey))).toEqual([]);
        }
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual(PIPELINE.map(({ id }) => id).sort());
  });

  it('pairs by amount exactly what the conditions of that rule allow, taken one by one', () => {
    fc.assert(
      fc.property(rows, (company) => {
        const outcomes = match(company);
        const snapshot = snapshotOf(company);
        const claimants = (itemKey: number): number[] => {
          const at = snapshot.items.key.indexOf(itemKey);
          return company.movements.flatMap(({ key, gate, kind }) => {
            const outcome = outcomes.get(key);
            // What a decision was made over is shown beside it, and nobody has it.
            const ways = [
              outcome?.match ?? [],
              outcome?.state === 'proposed' ? [] : (outcome?.candidates ?? []),
            ].flat();
            const isPaid = ways.some(({ allocations }) => allocations.some((each) => each.itemKey === itemKey));
            const references = snapshot.movements.references[snapshot.movements.key.indexOf(key)];
            const isNamed = gate === 'open' && kind === 'charge' && references?.own.includes(at) === true;
            return isPaid || isNamed ? [key] : [];
          });
        };
        for (const [movement, key] of snapshot.movements.key.entries()) {
          const outcome = outcomes.get(key);
          // A runner-up is shown for what it is, and may lie outside the window.
          const paired = outcome?.state === 'ambiguous' ? outcome.candidates : [outcome?.match];
          for (const each of paired) {
            if (each?.ruleId !== 'amount-customer-date') continue;
            const item = snapshot.items.key.indexOf(each.allocations[0]?.itemKey ?? -1);
            expect(judgeByAmount(snapshot, movement, item)).toEqual([]);
          }
          if (outcome?.state !== 'unmatched' || outcome.attention !== 'noItem' || outcome.gate !== null) continue;
          // One that is excluded may have named the item and leaves no trace of it.
          if (company.movements.some((row) => row.gate === 'excluded')) continue;
          // Nothing was found by amount: whatever fits is said to be claimed, and is paid, or may be, by another charge, or named by one.
          const { length: all } = snapshot.items.key;
          const fitting = nearestByAmount(snapshot, movement, all).filter((near) => near.failing.length === 0);
          const said = saidToBeClaimed(outcome.reason ?? '');
          expect(said.count).toBe(fitting.length);
          expect(said.named.filter((number) => !fitting.some((near) => near.item === number))).toEqual([]);
          expect(fitting.filter((near) => !claimants(near.itemKey).some((other) => other !== key))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('never says anything about a decided movement, and proposes no pairing that a person rejected', () => {
    fc.assert(
      fc.property(rows, (company) => {
        const first = match(company);
        const decided = company.movements.filter((row) => row.gate === 'decided');
        expect(decided.filter((row) => first.has(row.key))).toEqual([]);
        const rejected = (row: MovementRow): string[] => {
          const proposal = first.get(row.key)?.match;
          if (proposal === null || proposal === undefined) return [];
          const itemKeys = proposal.allocations.map((each) => each.itemKey);
          const pairing =
            proposal.kind === 'payment'
              ? ({ kind: 'payment', itemKeys } as const)
              : proposal.kind === 'alreadyKeyed'
                ? ({ kind: 'alreadyKeyed', paymentKey: proposal.paymentKey ?? 0 } as const)
                : itemKeys.length > 0
                  ? ({ kind: 'payment', itemKeys } as const)
                  : ({ kind: 'refundOfCharge', chargeMovementKey: proposal.chargeMovementKey ?? 0 } as const);
          return [pairingText(pairing, hashItems)];
        };
        const again = match({
          ...company,
          movements: company.movements.map((row) => ({ ...row, rejected: rejected(row) })),
        });
        for (const [key, outcome] of again) {
          const before = first.get(key)?.match;
          if (before === null || before === undefined || outcome.match === null) continue;
          const same = (of: typeof before) => [
            of.kind,
            of.paymentKey,
            of.chargeMovementKey,
            of.allocations.map((each) => each.itemKey),
          ];
          expect(same(outcome.match)).not.toEqual(same(before));
        }
      }),
      RUNS,
    );
  });
});
