import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import type { Chance } from '../chance.ts';
import { CERTAIN_FORMS, DOUBTFUL_FORMS, LATER_SECONDS, READ_FAILURES } from '../posting/failures.ts';
import type { MixedStep } from './mixed-story.ts';
import { WRITE_TIMEOUT_SECONDS } from './mixed-times.ts';

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

/** Mostly the order of a good day, so that there is something to break; the rest is chance. */
export function opening({ chance, payments }: Drawing): MixedStep[] {
  const read: MixedStep[] = [{ do: 'readPeopleSoft' }, { do: 'readStripe' }, { do: 'match' }, { do: 'rules' }];
  const order = chance.happens(0.8) ? read : read.toReversed();
  const approvals = Array.from({ length: 1 + chance.below(payments) }, (): MixedStep => {
    return { do: 'approve', which: chance.below(payments), post: chance.happens(0.3) };
  });
  return [...order, ...approvals];
}

/** What was sent is confirmed; then money goes out for it, some of it comes back, and a person has something taken back. */
export function laterDay(drawing: Drawing): MixedStep[] {
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
export function scene(drawing: Drawing): MixedStep[] {
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

/** A process that works dies at one of its points, now and then. */
export function withKill(step: MixedStep, chance: Chance): MixedStep {
  const isWork = ['readStripe', 'readPeopleSoft', 'match', 'rules', 'post'].includes(step.do);
  if (!isWork || !chance.happens(KILL_CHANCE * (step.do === 'post' ? 4 : 1))) return step;
  return { ...step, killAt: 1 + chance.below(KILL_POINTS) };
}

/** What the steps of a story are drawn by. */
export interface Drawing {
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
