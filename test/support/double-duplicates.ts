import type { DuplicateDetail, DuplicateRow } from '../../shared/contract/duplicates.ts';
import type { CommandInput } from '../../shared/contract/contract.ts';
import { MERGE_FIELD_WORDS, MERGE_FIELDS } from '../../shared/domain/merge-fields.ts';
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
    members: 3,
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
  {
    ...base,
    key: 4,
    kind: 'doubleCustomer',
    score: 0.93,
    customer: 'Orchard Bay Supply LLP',
    amount: null,
    firstAt: '2026-03-04T09:12:00.000Z',
    lastAt: '2026-10-11T16:40:00.000Z',
  },
];
const CHARGES = ['ch_3QfirstAttempt01', 'ch_3QsecondAttempt2', 'ch_3QthirdAttempt003'];

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
        const isOfCustomers = rowOf(input.clusterId).kind === 'doubleCustomer';
        const same = isOfCustomers ? ('done' as const) : ('toRefund' as const);
        const row = become(input.clusterId, input.as === 'sameEvent' ? same : 'notDuplicate');
        const said = isOfCustomers ? 'One customer.' : 'One payment.';
        return { text: input.as === 'sameEvent' ? said : 'Not a duplicate: each stands for itself.', row };
      },
      'duplicate.undo': ({ clusterId }) => {
        answers.delete(clusterId);
        return { text: 'Taken back; the suspicion is open again.', row: become(clusterId, 'open') };
      },
    },
  };
}

function detailOf(row: DuplicateRow, answer: CommandInput<'duplicate.decide'> | undefined): DuplicateDetail {
  return row.kind === 'doubleCustomer' ? customersOf(row, answer) : eventsOf(row, answer);
}

const CUSTOMERS = ['cus_Orchard00first', 'cus_Orchard0second'];
const VALUES = {
  name: ['Orchard Bay Supply LLP', 'ORCHARD BAY SUPPLY L.L.P.'],
  email: ['clients@orchard-bay.test', 'ap@orchard-bay.test'],
  phone: ['', '+44 113 496 0055'],
  address: ['12 Wharf Street, LS2 7EQ Leeds, GB', '12 Wharf St., LS2 7EQ Leeds, GB'],
  taxId: ['GB395490875', 'GB395490875'],
} as const;

function verdictOf([one, other]: readonly [string, string]): 'same' | 'differs' | 'partlyTold' {
  if (one === '' || other === '') return 'partlyTold';
  return one === other ? 'same' : 'differs';
}

/** Two Stripe customers that are suspected to be one. */
function customersOf(row: DuplicateRow, answer: CommandInput<'duplicate.decide'> | undefined): DuplicateDetail {
  const events = eventsOf(row, answer);
  const isSame = answer?.as === 'sameEvent';
  return {
    ...events,
    members: CUSTOMERS.map((name, position) => ({
      position,
      name,
      part: isSame ? (answer.keep === position ? 'kept' : 'dropped') : null,
      movementKey: null,
      whyNotDrop: null,
      sourceUrl: `https://dashboard.stripe.com/customers/${name}`,
      toDo: null,
    })),
    fields: [
      ...MERGE_FIELDS.map((field) => ({
        field: MERGE_FIELD_WORDS[field],
        values: [...VALUES[field]],
        verdict: verdictOf(VALUES[field]),
        as: 'text' as const,
      })),
      { field: 'Made', values: [row.firstAt, row.lastAt], verdict: 'differs', as: 'instant' },
      { field: 'Linked to', values: ['1077', ''], verdict: 'partlyTold', as: 'text' },
      {
        field: 'Charges',
        values: ['14, the last on 2026-10-07', '1, the last on 2026-10-12'],
        verdict: 'differs',
        as: 'text',
      },
    ],
    points: [
      { signal: 'start', text: 'One of 431 by chance', points: -860 },
      { signal: 'name', text: 'both orchard, both bay, both supply', points: 1719 },
      { signal: 'street', text: 'both 12 wharf st', points: 320 },
      { signal: 'email', text: 'clients@orchard-bay.test and ap@orchard-bay.test', points: 407 },
      { signal: 'namesakes', text: 'Other companies may have this name', points: -1327 },
    ],
    picks: MERGE_FIELDS.map((field) => ({
      field,
      values: [...VALUES[field]],
      from: answer?.picks?.find((pick) => pick.field === field)?.from ?? (VALUES[field][0] === '' ? 1 : 0),
    })),
    timeline: [
      { at: row.firstAt, text: `${CUSTOMERS[0]} made`, tone: 'mute' },
      { at: row.lastAt, text: `${CUSTOMERS[1]} made`, tone: 'mute' },
      { at: '2026-11-02T11:10:00.000Z', text: 'Suspected to be one customer', tone: 'warn' },
    ],
  };
}

function partOf(answer: CommandInput<'duplicate.decide'> | undefined, position: number): 'kept' | 'dropped' | null {
  if (answer?.as !== 'sameEvent') return null;
  if (answer.keep === position) return 'kept';
  return answer.apart?.includes(position) === true ? null : 'dropped';
}

function eventsOf(row: DuplicateRow, answer: CommandInput<'duplicate.decide'> | undefined): DuplicateDetail {
  const isPayment = row.kind === 'doublePosting';
  const names = isPayment ? ['M100200', 'M100200'] : CHARGES.slice(0, row.members);
  return {
    row,
    members: names.map((name, position) => ({
      position,
      name,
      part: partOf(answer, position),
      movementKey: isPayment ? null : 10 + position,
      whyNotDrop: null,
      sourceUrl: isPayment ? null : `https://dashboard.stripe.com/payments/${name}`,
      toDo: partOf(answer, position) === 'dropped' ? `Refund ${name} in Stripe.` : null,
    })),
    fields: [
      { field: 'When', values: [row.firstAt, row.lastAt], verdict: 'differs', as: 'instant' },
      { field: 'Customer', values: [row.customer ?? '', row.customer ?? ''], verdict: 'same', as: 'text' },
      { field: 'Card or account', values: ['fp_9xQk2LmP', 'fp_9xQk2LmP'], verdict: 'same', as: 'id' },
      { field: 'Payment intent', values: ['pi_3Qaaa0001', 'pi_3Qbbb0002'], verdict: 'differs', as: 'id' },
      { field: 'Description', values: ['Invoice INV-0048112', 'Invoice INV-0048112'], verdict: 'same', as: 'text' },
    ],
    points: [
      { signal: 'amount', text: 'Same amount in the same currency.', points: 15 },
      { signal: 'customer', text: 'Same Stripe customer.', points: 15 },
      { signal: 'card', text: 'Same card or account.', points: 15 },
      { signal: 'document', text: 'Both name 48112.', points: 25 },
      { signal: 'interval', text: '2 minutes apart.', points: Math.round(row.score * 100) - 70 },
    ],
    picks: [],
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
