import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { chanceOf, type Chance } from '../chance.ts';
import type { SiteItem } from '../../electron/posting/posting-site.ts';
import { decimalText, drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';
import { CERTAIN_FORMS, DOUBTFUL_FORMS, LATER_SECONDS, READ_FAILURES } from '../posting/failures.ts';
import type { LifeStory } from './program-life.ts';

/** Virtual seconds after which a write gives up; some stalls end before it, some after. */
export const WRITE_TIMEOUT_SECONDS = 120;
export const SETTLE_SECONDS = 300;

export type WorkStep = { readonly do: 'readStripe' | 'readPeopleSoft' | 'match' | 'rules' };
export interface PostStep {
  readonly do: 'post';
  readonly bulk: boolean;
  readonly now: boolean;
  readonly limit: number | null;
}
/** What a clerk or a reviewer does; `which` picks one of the rows that are there then. */
export type PersonStep =
  | { readonly do: 'approve'; readonly which: number; readonly post?: boolean }
  | { readonly do: 'undo' | 'reject' | 'takeBack'; readonly which: number }
  | { readonly do: 'redo' | 'replay' | 'settleByHand' | 'takeBackRest' };
/** What happens without the program. */
export type Happening =
  | { readonly do: 'restart' | 'renewSignIn' }
  | { readonly do: 'charge' | 'chargeFails' | 'colleague' | 'goOut' | 'comeBack'; readonly which: number }
  | { readonly do: 'wait' | 'setClock' | 'lag'; readonly seconds: number }
  | { readonly do: 'batch'; readonly steps: 'apply' | 'all' }
  | { readonly do: 'hide'; readonly hidden: boolean }
  | { readonly do: 'october'; readonly open: boolean }
  | { readonly do: 'failSend'; readonly order: FailureOrder }
  | { readonly do: 'failRead'; readonly form: (typeof READ_FAILURES)[number]; readonly times: number }
  | { readonly do: 'cutOff' | 'loseStripe'; readonly times: number };
/** One thing that happens; `killAt` ends the process at the n-th named point inside it. */
export type MixedStep = (WorkStep | PostStep | PersonStep | Happening) & { readonly killAt?: number };

/** A refund or dispute of one of the payments. */
export interface OutgoingMoney {
  readonly kind: 'refund' | 'dispute';
  readonly id: string;
  /** Its payment, by place. */
  readonly of: number;
  readonly amountMinor: number;
  /** The credit memo in PeopleSoft that it is paid back on; null: it opens again what its charge paid. */
  readonly credit: string | null;
}

/** What Stripe takes in and PeopleSoft holds, and everything that happens to them. */
export interface MixedStory extends LifeStory {
  readonly payments: readonly ApprovedPayment[];
  /** By payment: whether its charge names its items, and whether its customer is linked. */
  readonly named: readonly boolean[];
  readonly linked: boolean;
  /** Charges that are there from the beginning; the others happen later. */
  readonly early: number;
  /** Money that goes out again: refunds with and without credit memo, disputes. Some of it comes back. */
  readonly outgoing: readonly OutgoingMoney[];
  readonly steps: readonly MixedStep[];
}

const OUTGOING_CHANCE = 0.45;
const LATER_DAY_CHANCE = 0.4;
const DOUBTFUL = [
  ...DOUBTFUL_FORMS,
  { form: 'stall', seconds: WRITE_TIMEOUT_SECONDS + 40 },
  { form: 'stall', seconds: WRITE_TIMEOUT_SECONDS - 60 },
] as const;
const WAITS = [1, 30, 120, 301, 700, 2_000, 8_000, 40_000] as const;
const OFF_SECONDS = [0, 0, 86_400, -86_400, 400, -400] as const;
const KILL_CHANCE = 0.1;
/** Most steps have fewer points; a kill beyond them does not happen. */
const KILL_POINTS = 45;

/** Everything mixed: readings, matching, people and rules, posting, PeopleSoft's batches, failures of every kind, kills at any step. */
export function mixedStory(seed: number, trial: number): MixedStory {
  const chance = chanceOf(seed, 3_000_000 + trial);
  const payments = drawPayments(chance, 2 + chance.below(4), 0);
  // A save after the settle time that a lagging copy does not show either, or that a person did not see, is beyond any reader.
  const isHeldBack = chance.happens(0.4);
  const early = 1 + chance.below(payments.length);
  const outgoing = payments.flatMap((payment, of) =>
    chance.happens(OUTGOING_CHANCE) ? [drawOutgoing(chance, payment, of)] : [],
  );
  const draw = { chance, payments: payments.length, isHeldBack };
  return {
    payments,
    named: payments.map(() => chance.happens(0.6)),
    linked: chance.happens(0.8),
    early,
    outgoing,
    namesEntryType: chance.happens(0.5),
    rulesDecide: chance.happens(0.6),
    quietWindow: chance.happens(0.2) ? { zone: 'America/New_York', from: '20:00', to: '06:00' } : null,
    steps: [
      ...opening(draw),
      ...(chance.happens(LATER_DAY_CHANCE) ? laterDay(draw) : []),
      ...Array.from({ length: 2 + chance.below(4) }, () => scene(draw)).flat(),
    ].map((step) => withKill(step, chance)),
    site: {
      items: [...itemsOf(payments, chance), ...creditsOf(payments, outgoing, chance)],
      depositIds: chance.pick(['next', 'given']),
      paymentsPerDeposit: chance.pick([1, 2, 3, 200]),
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

function drawOutgoing(chance: Chance, { chargeId, shares }: ApprovedPayment, of: number): OutgoingMoney {
  const kind = chance.happens(0.7) ? 'refund' : 'dispute';
  const wholeMinor = shares.reduce((sum, [, minor]) => sum + minor, 0);
  const number = chargeId.replace('ch_', '');
  return {
    kind,
    id: `${kind === 'refund' ? 're' : 'du'}_${number}`,
    of,
    amountMinor: chance.happens(0.5) ? wholeMinor : 1 + chance.below(wholeMinor),
    credit: kind === 'refund' && chance.happens(0.6) ? `CM-${number}` : null,
  };
}

/** Credit memos of those that have one; some name their refund, so that a rule may decide it. */
function creditsOf(
  payments: readonly ApprovedPayment[],
  outgoing: readonly OutgoingMoney[],
  chance: Chance,
): SiteItem[] {
  return outgoing.flatMap(({ credit, of, amountMinor, id }) => {
    const payment = payments[of];
    if (credit === null || payment === undefined) return [];
    const { custId, currency, exponent } = payment;
    const named = chance.happens(0.6) ? { poReference: id } : {};
    return [{ item: credit, custId, currency, amount: `-${decimalText(amountMinor, exponent)}`, ...named }];
  });
}

/** Mostly the order of a good day, so that there is something to break; the rest is chance. */
function opening({ chance, payments }: Drawing): MixedStep[] {
  const read: MixedStep[] = [{ do: 'readPeopleSoft' }, { do: 'readStripe' }, { do: 'match' }, { do: 'rules' }];
  const order = chance.happens(0.8) ? read : read.toReversed();
  const approvals = Array.from({ length: 1 + chance.below(payments) }, (): MixedStep => {
    return { do: 'approve', which: chance.below(payments), post: chance.happens(0.3) };
  });
  return [...order, ...approvals];
}

/** What was sent is confirmed; then money goes out for it, some of it comes back, and a person has something taken back. */
function laterDay(drawing: Drawing): MixedStep[] {
  const { chance, payments } = drawing;
  const some = (probability: number, draw: () => MixedStep): MixedStep[] =>
    chance.happens(probability) ? [draw()] : [];
  const send = (): MixedStep[] => [
    ...some(0.4, () => failure(drawing)),
    { do: 'post', bulk: true, now: true, limit: null },
    ...some(0.4, () => ({ do: 'wait', seconds: chance.pick(WAITS) })),
    { do: 'batch', steps: 'all' },
    { do: 'post', bulk: true, now: true, limit: null },
  ];
  const which = chance.below(payments);
  return [
    ...send(),
    { do: 'goOut', which },
    ...some(0.5, () => ({ do: 'goOut', which: which + 1 })),
    { do: 'readPeopleSoft' },
    { do: 'readStripe' },
    { do: 'match' },
    { do: 'rules' },
    ...Array.from({ length: 1 + chance.below(3) }, (): MixedStep => ({ do: 'approve', which: chance.below(payments) })),
    ...some(0.15, () => ({ do: 'comeBack', which })),
    ...send(),
    ...some(0.5, () => ({ do: 'comeBack', which })),
    ...some(0.6, () => ({ do: 'takeBack', which: chance.below(payments) })),
    ...some(0.7, () => ({ do: 'readStripe' })),
    ...some(0.7, () => ({ do: 'rules' })),
  ];
}

/** A little of everything, then a round of the sender, then time. */
function scene(drawing: Drawing): MixedStep[] {
  const { chance } = drawing;
  const some = (probability: number, draw: () => MixedStep): MixedStep[] =>
    chance.happens(probability) ? [draw()] : [];
  return [
    ...some(0.3, () => ({ do: chance.pick(['readStripe', 'readPeopleSoft', 'match', 'rules']) })),
    ...some(0.6, () => personStep(drawing)),
    ...some(0.55, () => failure(drawing)),
    ...some(0.4, () => trouble(drawing)),
    ...some(0.35, () => ({ do: 'goOut', which: chance.below(drawing.payments) })),
    ...some(0.2, () => ({ do: 'comeBack', which: chance.below(drawing.payments) })),
    {
      do: 'post',
      bulk: chance.happens(0.9),
      now: chance.happens(0.6),
      limit: chance.happens(0.15) ? 1 + chance.below(3) : null,
    },
    ...some(0.3, () => personStep(drawing)),
    ...some(0.25, () => ({ do: 'batch', steps: chance.pick(['apply', 'all', 'all']) })),
    ...some(0.6, () => ({ do: 'wait', seconds: chance.pick(WAITS) })),
  ];
}

function withKill(step: MixedStep, chance: Chance): MixedStep {
  const isWork = ['readStripe', 'readPeopleSoft', 'match', 'rules', 'post'].includes(step.do);
  if (!isWork || !chance.happens(KILL_CHANCE * (step.do === 'post' ? 4 : 1))) return step;
  return { ...step, killAt: 1 + chance.below(KILL_POINTS) };
}

interface Drawing {
  readonly chance: Chance;
  readonly payments: number;
  readonly isHeldBack: boolean;
}

function personStep({ chance, payments, isHeldBack }: Drawing): MixedStep {
  const which = chance.below(payments + 2);
  switch (chance.below(11)) {
    case 0:
      return { do: 'undo', which };
    case 1:
      return { do: 'redo' };
    case 2:
      return { do: 'reject', which };
    case 3:
      return { do: 'replay' };
    case 4:
      return isHeldBack ? { do: 'approve', which } : { do: 'settleByHand' };
    case 5:
      return { do: 'charge', which };
    case 6:
    case 7:
      return { do: 'takeBack', which };
    default:
      return { do: 'approve', which, post: chance.happens(0.3) };
  }
}

/** What goes wrong on the way to PeopleSoft and back. */
function failure({ chance, isHeldBack }: Drawing): MixedStep {
  switch (chance.below(8)) {
    case 0:
      return { do: 'failRead', form: chance.pick(READ_FAILURES), times: 1 + chance.below(6) };
    case 1:
      return { do: chance.pick(['cutOff', 'loseStripe']), times: 1 + chance.below(6) };
    case 2:
      return {
        do: 'failSend',
        order: { form: chance.pick(CERTAIN_FORMS), for: 1 + chance.below(2), skip: chance.below(2) },
      };
    case 3: {
      const commit = chance.pick(['first', 'later'] as const);
      return { do: 'failSend', order: { form: 'duplicateKey', commit, laterSeconds: chance.pick(LATER_SECONDS) } };
    }
    default:
      return { do: 'failSend', order: doubtful(chance, isHeldBack) };
  }
}

function doubtful(chance: Chance, isHeldBack: boolean): FailureOrder {
  const form = chance.pick(DOUBTFUL);
  const drawn = chance.pick(['never', 'first', 'later', isHeldBack ? 'afterReadBack' : 'first'] as const);
  const commit = form.form === 'stall' && drawn === 'later' ? 'last' : drawn;
  return { ...form, commit, laterSeconds: chance.pick(LATER_SECONDS), skip: chance.happens(0.2) ? 1 : 0 };
}

/** What else happens on the site, at Stripe and to this computer. */
function trouble({ chance, payments, isHeldBack }: Drawing): MixedStep {
  switch (chance.below(10)) {
    case 0:
      return { do: 'hide', hidden: chance.happens(0.6) };
    case 1:
      return isHeldBack ? { do: 'restart' } : { do: 'lag', seconds: chance.pick([0, 100, 1_000, 3_500]) };
    case 2:
      return { do: 'setClock', seconds: chance.pick(OFF_SECONDS) };
    case 3:
      return { do: 'colleague', which: chance.below(payments) };
    case 4:
      return chance.happens(0.4) ? { do: 'chargeFails', which: chance.below(payments) } : { do: 'restart' };
    case 5:
      return { do: 'renewSignIn' };
    case 6:
      return {
        do: 'failSend',
        order: { form: chance.pick(['applyToOtherItems', 'sendToWorksheet']), on: 'apply', skip: chance.below(2) },
      };
    case 7:
      return { do: 'october', open: chance.happens(0.4) };
    default:
      return { do: 'restart' };
  }
}
