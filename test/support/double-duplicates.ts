import type { DuplicateDetail, DuplicateRow } from '../../shared/contract/duplicates.ts';
import type { CommandInput } from '../../shared/contract/contract.ts';
import type { DuplicateFacet } from '../../shared/domain/duplicates.ts';

const usd = (minor: number) => ({ minor, exponent: 2, currency: 'USD' });
const base = { version: 1, members: 2, score: 0.95, state: 'open' as const };

const ROWS: readonly DuplicateRow[] = [
  {
    ...base,
    key: 1,
    kind: 'retriedCharge',
    customer: 'Halvorsen & Sons AS',
    amount: usd(124_000),
    firstAt: '2026-10-21T14:02:10.000Z',
    lastAt: '2026-10-21T14:04:31.000Z',
  },
  {
    ...base,
    key: 2,
    kind: 'secondSession',
    score: 0.85,
    customer: 'Kowalczyk Trading',
    amount: usd(48_050),
    firstAt: '2026-10-19T08:41:00.000Z',
    lastAt: '2026-10-19T08:50:12.000Z',
  },
  {
    ...base,
    key: 3,
    kind: 'doublePosting',
    score: 0.7,
    customer: '1042',
    amount: usd(31_200),
    firstAt: '2026-10-02',
    lastAt: '2026-10-02',
  },
];
const CHARGES = ['ch_3QfirstAttempt01', 'ch_3QsecondAttempt2'];

/** Three suspected duplicates that are decided on, for the window without an engine. */
export function makeDoubleDuplicates(): {
  readonly rows: (facet: DuplicateFacet) => readonly DuplicateRow[];
  readonly handlers: {
    readonly 'duplicate.detail': (input: { clusterId: number }) => DuplicateDetail;
    readonly 'duplicate.decide': (input: CommandInput<'duplicate.decide'>) => { text: string; row: DuplicateRow };
    readonly 'duplicate.undo': (input: { clusterId: number }) => { text: string; row: DuplicateRow };
  };
} {
  const rows = new Map(ROWS.map((row) => [row.key, row]));
  const answers = new Map<number, CommandInput<'duplicate.decide'>>();
  const rowOf = (key: number): DuplicateRow => rows.get(key) ?? (ROWS[0] as DuplicateRow);
  const become = (key: number, state: DuplicateRow['state']): DuplicateRow => {
    const row = { ...rowOf(key), version: rowOf(key).version + 1, state };
    rows.set(key, row);
    return row;
  };
  return {
    rows: (facet) =>
      [...rows.values()].filter(
        ({ state }) =>
          facet === 'all' || state === facet || (facet === 'decided' && (state === 'done' || state === 'notDuplicate')),
      ),
    handlers: {
      'duplicate.detail': ({ clusterId }) => detailOf(rowOf(clusterId), answers.get(clusterId)),
      'duplicate.decide': (input) => {
        answers.set(input.clusterId, input);
        const row = become(input.clusterId, input.as === 'sameEvent' ? 'toRefund' : 'notDuplicate');
        return { text: input.as === 'sameEvent' ? 'One payment.' : 'Not a duplicate: each stands for itself.', row };
      },
      'duplicate.undo': ({ clusterId }) => {
        answers.delete(clusterId);
        return { text: 'Taken back; the suspicion is open again.', row: become(clusterId, 'open') };
      },
    },
  };
}

function detailOf(row: DuplicateRow, answer: CommandInput<'duplicate.decide'> | undefined): DuplicateDetail {
  const isPayment = row.kind === 'doublePosting';
  const names = isPayment ? ['M100200', 'M100200'] : CHARGES;
  return {
    row,
    members: names.map((name, position) => ({
      position,
      name,
      part: answer?.as === 'sameEvent' ? (answer.keep === position ? 'kept' : 'dropped') : null,
      movementKey: isPayment ? null : 10 + position,
      whyNotDrop: null,
      sourceUrl: isPayment ? null : `https://dashboard.stripe.com/payments/${name}`,
      toDo: answer?.as === 'sameEvent' && answer.keep !== position ? `Refund ${name} in Stripe.` : null,
    })),
    fields: [
      { field: 'When', values: [row.firstAt, row.lastAt], differs: true, as: 'instant' },
      { field: 'Customer', values: [row.customer ?? '', row.customer ?? ''], differs: false, as: 'text' },
      { field: 'Card', values: ['fp_9xQk2LmP', 'fp_9xQk2LmP'], differs: false, as: 'id' },
      { field: 'Payment intent', values: ['pi_3Qaaa0001', 'pi_3Qbbb0002'], differs: true, as: 'id' },
      { field: 'Description', values: ['Invoice INV-0048112', 'Invoice INV-0048112'], differs: false, as: 'text' },
    ],
    points: [
      { signal: 'amount', text: 'Same amount in the same currency.', points: 15 },
      { signal: 'customer', text: 'Same Stripe customer.', points: 15 },
      { signal: 'card', text: 'Same card.', points: 15 },
      { signal: 'document', text: 'Both name 48112.', points: 25 },
      { signal: 'interval', text: '2 minutes apart.', points: Math.round(row.score * 100) - 70 },
    ],
    timeline: [
      { at: row.firstAt, text: `Charge ${names[0]} succeeded`, tone: 'ok' },
      { at: row.lastAt, text: `Charge ${names[1]} succeeded`, tone: 'ok' },
      { at: '2026-11-02T11:10:00.000Z', text: 'Suspected to be one event', tone: 'warn' },
    ],
    suggestedKeep: 0,
    whyOpen: null,
    answer:
      answer === undefined
        ? null
        : {
            by: 'dana',
            at: '2026-11-02T12:00:00.000Z',
            reason: answer.reason,
            expiresDate: answer.expiresDate,
            doneAt: null,
          },
    can: {
      whyNotDecide: answer === undefined ? null : 'This suspicion is answered already.',
      whyNotUndo: answer === undefined ? 'Nobody has answered this suspicion yet.' : null,
    },
  };
}
