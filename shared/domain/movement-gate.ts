/** Why a movement is not up for matching as the sources stand: what is stored and compared. The words for it are made where they are shown. */
export const MOVEMENT_GATES = [
  'closeOnly',
  'beforeGoLive',
  'noUnit',
  'waitingForCharge',
  'waitingForBank',
  'chargeNotCaptured',
  'noCharge',
  'chargeAbsent',
  'chargeRefused',
  'refundFailed',
  'inquiry',
  'chargeFailed',
  'unknownCategory',
] as const;
export type MovementGate = (typeof MOVEMENT_GATES)[number];

/** As a clerk reads it. Nothing goes by these words: they may be reworded at any time. */
export const GATE_WORDS: Readonly<Record<MovementGate, string>> = {
  closeOnly: 'Not matched to items: it is tied out at the close.',
  beforeGoLive: 'Before the go-live date of its unit.',
  noUnit: 'Its currency belongs to no unit of the connection profile.',
  waitingForCharge: 'Waiting for its charge, which has not come in yet.',
  waitingForBank: 'Stripe is still waiting for the customer or the bank; no money has moved yet.',
  chargeNotCaptured: 'Its charge, or this part of it, was never captured, so no money was taken.',
  noCharge: 'Stripe names no charge for it.',
  chargeAbsent: 'Stripe does not know the charge it names.',
  chargeRefused: 'The charge it names arrived but cannot be read.',
  refundFailed: 'The refund failed or was cancelled; the money came back.',
  inquiry: 'An inquiry or a prevented dispute: no money has moved.',
  chargeFailed: 'Stripe no longer shows this charge as succeeded.',
  unknownCategory: 'Stripe names a category of balance transaction that this version does not know.',
};

/** Why a movement is in its state, for a person to read: what shuts it out, else what was noted on it; null: nothing. */
export function stateWords(movement: {
  readonly gate: MovementGate | null;
  readonly stateReason: string | null;
}): string | null {
  return movement.gate === null ? movement.stateReason : GATE_WORDS[movement.gate];
}
