/**
 * What shuts a movement out of matching is a code; it was recognised by the sentence that says so, on the row and in what a decision
 * keeps to be undone by. Frozen once released.
 */
export const number = 180;
const SENTENCES = [
  ['closeOnly', 'Not matched to items: it is tied out at the close.'],
  ['beforeGoLive', 'Before the go-live date of its unit.'],
  ['noUnit', 'Its currency belongs to no unit of the connection profile.'],
  ['waitingForCharge', 'Waiting for its charge, which has not come in yet.'],
  ['waitingForBank', 'Stripe is still waiting for the customer or the bank; no money has moved yet.'],
  ['chargeNotCaptured', 'Its charge was never captured, so no money was taken.'],
  ['noCharge', 'Stripe names no charge for it.'],
  ['chargeAbsent', 'Stripe does not know the charge it names.'],
  ['chargeRefused', 'The charge it names arrived but cannot be read.'],
  ['refundFailed', 'The refund failed or was cancelled; the money came back.'],
  ['inquiry', 'An inquiry or a prevented dispute: no money has moved.'],
  ['chargeFailed', 'Stripe no longer shows this charge as succeeded.'],
  ['unknownCategory', 'Stripe names a category of balance transaction that this version does not know.'],
] as const;
const codes = SENTENCES.map(([code]) => `'${code}'`).join(', ');
const kept = SENTENCES.reduce(
  (json, [code, sentence]) => `replace(${json}, '"reason":"${sentence}"', '"reason":null,"gate":"${code}"')`,
  'before_json',
);
export const sql = `
-- null: nothing shuts it out; else the words are made of it where they are shown
ALTER TABLE movement ADD COLUMN gate TEXT CHECK (gate IS NULL OR (gate IN (${codes}) AND state_reason IS NULL));
UPDATE movement SET gate = CASE state_reason
${SENTENCES.map(([code, sentence]) => `    WHEN '${sentence}' THEN '${code}'`).join('\n')} END, state_reason = NULL
  WHERE state IN ('excluded', 'notEvaluated', 'lookupFailed') AND state_reason IN (${SENTENCES.map(([, sentence]) => `'${sentence}'`).join(', ')});
UPDATE decision SET before_json = ${kept} WHERE before_json <> ${kept};
DROP INDEX movement_awaiting;
CREATE INDEX movement_awaiting ON movement (account, gate, charge_id) WHERE state = 'notEvaluated' AND charge_id IS NOT NULL;
`;
