import { formatDecimal, money } from '../../../shared/domain/money.ts';
import type { CompletenessFindings, OpenBalance } from '../../ingest/completeness/completeness-findings.ts';
import type { Said, StreamFailure } from '../../ingest/sync-report.ts';

const STREAM = 'completeness';

/** Money or objects known to be missing: while any stands, a read is not complete. */
export function blockingTroubles(
  { missing }: Pick<CompletenessFindings, 'missing'>,
  balances: readonly OpenBalance[],
): readonly StreamFailure[] {
  return [
    ...(missing === 0 ? [] : [missingObjects(missing)]),
    ...balances.map((balance) => ({
      stream: STREAM,
      kind: 'missing' as const,
      message: differenceText(balance),
      nextStep:
        'Rows may appear at Stripe up to ten minutes late; a difference that stays after the next read is real.',
    })),
  ];
}

/** What a person has to know and nothing waits for: Stripe was asked, and what it said stands under completeness. */
export function standingTroubles(
  { unknownToStripe }: Pick<CompletenessFindings, 'unknownToStripe'>,
  payoutsOpen: number,
): readonly Said[] {
  return [
    ...(unknownToStripe === 0
      ? []
      : [
          {
            message: `Stripe does not know ${objects(unknownToStripe)} that its own records name`,
            nextStep: 'Ask Stripe’s support; what names each is listed under completeness.',
          },
        ]),
    ...(payoutsOpen === 0
      ? []
      : [
          {
            message: `${payoutsOpen === 1 ? 'A payout does' : `${payoutsOpen} payouts do`} not come to the rows held`,
            nextStep: 'Which ones, and by which rows, is listed under completeness; Stripe is asked again every day.',
          },
        ]),
  ];
}

/** What arrived and cannot be read is known to exist and is not in the books. */
export function unreadableTrouble(count: number): StreamFailure {
  return {
    stream: STREAM,
    kind: 'missing',
    message: `${objects(count)} arrived that cannot be read`,
    nextStep: 'Open the list of refused objects; each names its reason.',
  };
}

function missingObjects(count: number): StreamFailure {
  const isOne = count === 1;
  return {
    stream: STREAM,
    kind: 'missing',
    message: `${objects(count)} ${isOne ? 'is' : 'are'} missing that Stripe’s own records name`,
    nextStep: `The next read asks Stripe for ${isOne ? 'it' : 'them'}; what proves ${isOne ? 'it' : 'each'} is listed under completeness.`,
  };
}

function differenceText({ balanceType, currency, exponent, differenceMinor }: OpenBalance): string {
  const amount = formatDecimal(money(Math.abs(differenceMinor), exponent, currency));
  const more = differenceMinor > 0 ? 'more' : 'less';
  return `The ${balanceType} balance at Stripe is ${amount} ${currency} ${more} than the rows held come to`;
}

function objects(count: number): string {
  return `${count} ${count === 1 ? 'object' : 'objects'}`;
}
