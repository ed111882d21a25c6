import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorld, StripeLife, type Step } from './stripe-life.ts';

const killAfter = fc.option(fc.nat({ max: 14 }), { freq: 2 });
const file = fc.nat({ max: 5 });
const files: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('download' as const),
      kind: fc.constantFrom('activity', 'older', 'newer', 'reconciliation', 'summary'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('takeIn' as const), file, killAfter }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('takeBack' as const), file, killAfter }) },
);
/** What Stripe leaves out for a while: a gap for whoever reads then. */
const hidden = fc.subarray(['txn_1', 'txn_2', 're_1', 'ch_2', 'po_1', 'tu_1', 'txn_5', 'txn_11', 'dp_1'], {
  maxLength: 3,
});
const world: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'happen' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), ids: hidden }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.constantFrom(0.02, 1, 20, 31, 45),
      skewDays: fc.constantFrom(0, 0, -3, 40, -50),
    }),
  },
);
const polls: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'poll' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step[]>({ do: 'backfill' }, { do: 'check' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'lose' as const, 'kill' as const),
      after: fc.nat({ max: 40 }),
    }),
  },
);
const withPolls: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: world },
  { weight: 4, arbitrary: polls },
  { weight: 5, arbitrary: files },
);
const withoutPolls: fc.Arbitrary<Step> = fc.oneof({ weight: 1, arbitrary: world }, { weight: 1, arbitrary: files });

const HAPPEN: Step = { do: 'happen' };
const UNTIL_OLD_REFUND_FAILS: readonly Step[] = Array.from({ length: 27 }, () => HAPPEN);
/** Read until just before an old refund fails; then nothing until Stripe has forgotten that it did. */
const SILENT_MONTH: readonly Step[] = [...UNTIL_OLD_REFUND_FAILS, { do: 'poll' }];
const CUT_IN_THE_MIDDLE: readonly Step[] = [
  ...UNTIL_OLD_REFUND_FAILS,
  { do: 'poll' },
  HAPPEN,
  { do: 'cut', after: 5 },
  { do: 'kill', after: 12 },
  { do: 'wait', days: 45, skewDays: -50 },
];

/** Two reports of the same money, of which the one that came first is taken back. */
const FIRST_TAKEN_BACK: readonly Step[] = [
  ...Array.from({ length: 40 }, () => HAPPEN),
  { do: 'download', kind: 'activity' },
  { do: 'download', kind: 'reconciliation' },
  { do: 'takeIn', file: 0, killAfter: null },
  { do: 'takeIn', file: 1, killAfter: null },
  { do: 'takeBack', file: 0, killAfter: null },
];

const RUNS = Number(process.env['STRIPE_POLL_RUNS'] ?? 12);
const SEED = process.env['STRIPE_POLL_SEED'];
const seeded = SEED === undefined ? {} : { seed: Number(SEED) };

async function live(steps: readonly Step[], ends: { readonly polls: boolean; readonly wanted?: ReadonlySet<number> }) {
  const life = new StripeLife();
  try {
    for (const step of steps) await life.play(step);
    const wanted = ends.wanted ?? life.wanted;
    return { wanted, contents: await life.finish(wanted, ends.polls) };
  } finally {
    life.close();
  }
}

/** However the program went about it, it knows what it would know had it read the same world once, at the end. */
async function bothEnds(steps: readonly Step[], hasPolls: boolean) {
  const found = await live(steps, { polls: hasPolls });
  const expected = await live(steps.filter(isWorld), { polls: hasPolls, wanted: found.wanted });
  return { found: found.contents, expected: expected.contents };
}

describe('polls of Stripe and files of its reports', () => {
  it('end with the same ledger however they are interleaved, cut off, killed, repeated, taken back and kept from running', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(withPolls, { maxLength: 70 }), async (steps) => {
        const { found, expected } = await bothEnds(steps, true);
        expect(found).toEqual(expected);
      }),
      { numRuns: RUNS, examples: [[[...SILENT_MONTH]], [[...CUT_IN_THE_MIDDLE]]], ...seeded },
    );
  }, 1_800_000);

  it('without a single poll end with the same ledger too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(withoutPolls, { maxLength: 60 }), async (steps) => {
        const { found, expected } = await bothEnds(steps, false);
        expect(found).toEqual(expected);
      }),
      { numRuns: RUNS, examples: [[[...FIRST_TAKEN_BACK]]], ...seeded },
    );
  }, 1_800_000);
});
