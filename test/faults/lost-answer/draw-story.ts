import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import type { SiteOptions } from '../../electron/posting/posting-site.ts';
import { chanceOf, type Chance } from '../chance.ts';
import { drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';
import { CERTAIN_FORMS, DOUBTFUL_FORMS, LATER_SECONDS, READ_FAILURES } from '../posting/failures.ts';

/** Real seconds a write waits; stalls go beyond it. */
export const WRITE_TIMEOUT_SECONDS = 0.12;
const STALL_SECONDS = 0.16;

/** One thing that happens between two rounds of the sender. */
export type Turn =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'batch'; readonly steps: 'apply' | 'all' }
  | { readonly do: 'hide'; readonly hidden: boolean }
  | { readonly do: 'lag'; readonly seconds: number }
  | { readonly do: 'failRead'; readonly form: (typeof READ_FAILURES)[number]; readonly times: number }
  | { readonly do: 'failSend'; readonly order: FailureOrder }
  | { readonly do: 'restart' };

export interface LostAnswerStory {
  /** The failure of the first send, for the counts. */
  readonly fault: string;
  readonly site: SiteOptions;
  /** Sent and saved before anything goes wrong: what PeopleSoft is known to hold. */
  readonly before: readonly ApprovedPayment[];
  readonly payments: readonly ApprovedPayment[];
  readonly failures: readonly FailureOrder[];
  readonly turns: readonly Turn[];
  /** What PeopleSoft's own application does to the first payment it meets. */
  readonly misapply: 'applyToOtherItems' | 'sendToWorksheet' | null;
}

const DOUBTFUL = [...DOUBTFUL_FORMS, { form: 'stall', seconds: STALL_SECONDS }] as const;
const COMMITS = ['never', 'first', 'afterReadBack', 'later'] as const;
type Commit = NonNullable<FailureOrder['commit']>;
const WAITS = [1, 30, 120, 301, 700, 2_000, 8_000] as const;

/** Trials take the roads in turn, not by chance, so that all else stays as drawn. */
const ROADS = ['soap', 'soap', 'soap', 'soapToCi', 'rest'] as const;

/** Trials go through every failure on both kinds of site in turn; all the rest is chance. */
export function drawStory(seed: number, trial: number): LostAnswerStory {
  const chance = chanceOf(seed, trial);
  const depositIds = trial % 2 === 0 ? 'next' : 'given';
  const { order, fault } = firstFailure(Math.floor(trial / 2), chance);
  const before = chance.happens(0.4) ? drawPayments(chance, 1).map(renamed) : [];
  const payments = drawPayments(chance, 1 + chance.below(5));
  // A save after the settle time that a lagging copy does not show either is beyond what any reader can know.
  const mayLag = order.commit !== 'afterReadBack' && chance.happens(0.5);
  const failures = [order, ...Array.from({ length: chance.below(3) }, () => anyFailure(chance, mayLag))];
  const misapply = chance.happens(0.1) ? chance.pick(['applyToOtherItems', 'sendToWorksheet'] as const) : null;
  return {
    fault: `${fault}${misapply === null ? '' : ', misapplied'}`,
    before,
    payments,
    failures,
    misapply,
    turns: Array.from({ length: 2 + chance.below(5) }, () => drawTurn(chance, mayLag)),
    site: {
      items: itemsOf([...before, ...payments], chance),
      depositIds,
      road: ROADS[trial % ROADS.length] ?? 'soap',
      paymentsPerDeposit: chance.pick([1, 2, 3, 200]),
      ...(failures.some((each) => each.form === 'stall') ? { writeTimeoutSeconds: WRITE_TIMEOUT_SECONDS } : {}),
      behaviour: {
        faultStatus: chance.pick([500, 200]),
        editErrors: chance.pick(['fault', 'notification']),
        responsePrefix: chance.pick(['default', 'prefixed']),
        rowKeysInFaults: chance.happens(0.5),
        decimals: chance.pick(['three', 'trimmed']),
        blanksAroundValues: chance.happens(0.2),
      },
    },
  };
}

function renamed(payment: ApprovedPayment): ApprovedPayment {
  return {
    ...payment,
    chargeId: `${payment.chargeId}_before`,
    shares: payment.shares.map(([item, minor]) => [`${item}-BEFORE`, minor] as const),
  };
}

function firstFailure(place: number, chance: Chance): { order: FailureOrder; fault: string } {
  const forms = DOUBTFUL.length * COMMITS.length;
  const at = place % (forms + CERTAIN_FORMS.length + 2);
  if (at < forms) return doubtful(at, chance);
  const certain = CERTAIN_FORMS[at - forms];
  if (certain !== undefined) return { order: { form: certain, skip: chance.below(2) }, fault: certain };
  const commit = at === forms + CERTAIN_FORMS.length ? 'first' : 'later';
  return {
    order: { form: 'duplicateKey', commit, laterSeconds: chance.pick(LATER_SECONDS) },
    fault: `duplicateKey, saved ${commit}`,
  };
}

function doubtful(at: number, chance: Chance): { order: FailureOrder; fault: string } {
  const form = DOUBTFUL[at % DOUBTFUL.length] ?? DOUBTFUL[0];
  const drawn = COMMITS[Math.floor(at / DOUBTFUL.length)] ?? 'never';
  // A stalled request has both sides of the time-out: saved before it, or after it.
  const commit: Commit = form.form === 'stall' && drawn === 'later' ? 'last' : drawn;
  const words = 'status' in form ? `${form.form} ${form.status}` : form.form;
  const order = { ...form, commit, laterSeconds: chance.pick(LATER_SECONDS), skip: chance.happens(0.2) ? 1 : 0 };
  return { order, fault: `${words}, saved ${commit}` };
}

function anyFailure(chance: Chance, mayLag: boolean): FailureOrder {
  if (chance.happens(0.25)) return { form: chance.pick(CERTAIN_FORMS), for: 1 + chance.below(2) };
  const { order } = doubtful(chance.below(DOUBTFUL.length * COMMITS.length), chance);
  const isHeldBack = order.commit === 'afterReadBack';
  return { ...order, skip: 0, ...(isHeldBack && mayLag ? { commit: 'never' } : {}) };
}

function drawTurn(chance: Chance, mayLag: boolean): Turn {
  switch (chance.below(mayLag ? 9 : 8)) {
    case 0:
      return { do: 'batch', steps: chance.pick(['apply', 'all']) };
    case 1:
      return { do: 'hide', hidden: chance.happens(0.6) };
    case 2:
      return { do: 'failRead', form: chance.pick(READ_FAILURES), times: 1 + chance.below(6) };
    case 3:
      return { do: 'failSend', order: anyFailure(chance, mayLag) };
    case 4:
      return { do: 'restart' };
    case 8:
      return { do: 'lag', seconds: chance.pick([0, 100, 1_000, 3_500]) };
    default:
      return { do: 'wait', seconds: chance.pick(WAITS) };
  }
}
