import { Temporal } from 'temporal-polyfill';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import type { SiteOptions } from '../../electron/posting/posting-site.ts';
import { chanceOf, type Chance } from '../chance.ts';
import { drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';

export type ClockTurn =
  | { readonly do: 'wait'; readonly seconds: number }
  /** Somebody, or a time server, sets this computer's clock so far off the true time. */
  | { readonly do: 'set'; readonly seconds: number }
  | { readonly do: 'restart' }
  | { readonly do: 'lag'; readonly seconds: number }
  | { readonly do: 'batch' };

export interface ClockStory {
  readonly fault: string;
  readonly site: SiteOptions;
  /** Months that PeopleSoft keeps open besides its own. */
  readonly openMonth: string | null;
  readonly payments: readonly ApprovedPayment[];
  readonly failures: readonly FailureOrder[];
  readonly startsOffSeconds: number;
  readonly turns: readonly ClockTurn[];
}

const DAY = 86_400;
/** Days on which clocks and calendars are odd: the hour twice, the hour left out, the leap day from both sides. */
const STARTS = [
  { words: 'an ordinary day', start: '2026-11-02T17:00:00Z', openMonth: null },
  { words: 'the hour that comes twice', start: '2026-11-01T05:50:00Z', openMonth: null },
  { words: 'the hour left out', start: '2027-03-14T06:50:00Z', openMonth: '2027-03' },
  { words: 'the eve of the leap day', start: '2028-02-29T04:50:00Z', openMonth: '2028-02' },
  { words: 'the end of the leap day', start: '2028-03-01T04:50:00Z', openMonth: '2028-02' },
] as const;
const OFF_SECONDS = [0, 0, DAY, -DAY, 3_600, -3_600, 400, -400] as const;
/** A clock that is set in the middle of the time for which PeopleSoft may still be saving. */
const WAITS = [1, 10, 60, 150, 301, 4_000] as const;
const COMMITS = ['never', 'first', 'later', 'later', 'afterReadBack'] as const;

/** A lost answer and a clock that cannot be trusted; trials go through the odd days in turn. */
export function clockStory(seed: number, trial: number): ClockStory {
  const chance = chanceOf(seed, trial);
  const day = STARTS[trial % STARTS.length] ?? STARTS[0];
  const startMs = Date.parse(day.start);
  const localDate = Temporal.Instant.from(day.start).toZonedDateTimeISO('America/New_York').toPlainDate().toString();
  const payments = drawPayments(chance, 1 + chance.below(4)).map((each) =>
    chance.happens(0.7) || day.openMonth !== null ? { ...each, accountingDate: localDate } : each,
  );
  const commit = chance.pick(COMMITS);
  const startsOffSeconds = chance.pick(OFF_SECONDS);
  return {
    fault: `${day.words}, saved ${commit}`,
    payments,
    openMonth: day.openMonth,
    startsOffSeconds,
    failures: [
      { form: 'dropConnection', commit, laterSeconds: chance.pick([60, 200, 290]), skip: chance.happens(0.2) ? 1 : 0 },
      ...(chance.happens(0.3) ? [{ form: 'empty200', commit: 'never' } as const] : []),
    ],
    turns: Array.from({ length: 4 + chance.below(5) }, () => drawTurn(chance, commit !== 'afterReadBack')),
    site: {
      startMs,
      items: itemsOf(payments, chance),
      depositIds: trial % 2 === 0 ? 'next' : chance.pick(['next', 'given']),
      paymentsPerDeposit: chance.pick([1, 2, 200]),
    },
  };
}

/** The story that a settle time measured wrongly cannot survive: set forward at once, asked at once, saved a little later. */
export function settleStory(seed: number, trial: number): ClockStory {
  const story = clockStory(seed, trial);
  return {
    ...story,
    failures: [{ form: 'dropConnection', commit: 'later', laterSeconds: 200 }],
    startsOffSeconds: 0,
    turns: [
      { do: 'wait', seconds: 5 },
      { do: 'wait', seconds: 5 },
      { do: 'wait', seconds: 400 },
    ],
    site: { ...story.site, depositIds: 'next' },
  };
}

function drawTurn(chance: Chance, mayLag: boolean): ClockTurn {
  switch (chance.below(9)) {
    case 0:
    case 1:
    case 2:
      return { do: 'set', seconds: chance.pick(OFF_SECONDS) };
    case 3:
      return { do: 'restart' };
    case 4:
      return { do: 'batch' };
    case 5:
      return mayLag ? { do: 'lag', seconds: chance.pick([0, 200, 1_000, 3_500]) } : { do: 'wait', seconds: 30 };
    default:
      return { do: 'wait', seconds: chance.pick(WAITS) };
  }
}
