import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { chanceOf, type Chance } from '../chance.ts';
import type { SiteItem } from '../../electron/posting/posting-site.ts';
import { decimalText, drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';
import type { READ_FAILURES } from '../posting/failures.ts';
import { laterDay, opening, scene, withKill } from './draw-steps.ts';
import type { LifeStory } from './program-life.ts';

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
