import type { TwoFileFacet, TwoFileRole, TwoFileRow, TwoFileState } from '../../../shared/contract/two-files.ts';
import { formatCount } from '../../ui/money.ts';
import type { Tone } from '../../ui/words.ts';

export const TWO_FILE_FACET_WORDS: Readonly<Record<TwoFileFacet, string>> = {
  open: 'To decide',
  auto: 'Certain',
  proposed: 'Proposed',
  ambiguous: 'Ambiguous',
  left_only: 'Only left',
  right_only: 'Only right',
  offset: 'Cancelled out',
  all: 'All',
};

export const ROLE_WORDS: Readonly<Record<TwoFileRole, string>> = {
  id: 'Id of the row',
  date: 'Date',
  amount: 'Amount',
  debit: 'Money out (debit)',
  credit: 'Money in (credit)',
  currency: 'Currency',
  direction: 'In or out',
  party: 'Name',
  reference: 'Reference',
  dueDate: 'Due date',
};

const DECISION_WORDS: Readonly<Record<TwoFileRow['decision'], { readonly label: string; readonly tone: Tone }>> = {
  auto: { label: 'certain', tone: 'ok' },
  proposed: { label: 'proposed', tone: 'warn' },
  ambiguous: { label: 'ambiguous', tone: 'warn' },
  left_only: { label: 'only left', tone: 'mute' },
  right_only: { label: 'only right', tone: 'mute' },
  offset: { label: 'cancelled out', tone: 'mute' },
};

/** How a line stands: what a person said of it, else what was found. */
export function standingWords({ decision, standing }: TwoFileRow): { readonly label: string; readonly tone: Tone } {
  if (standing === 'accepted') return { label: 'accepted', tone: 'ok' };
  if (standing === 'refused') return { label: 'refused', tone: 'bad' };
  if (standing === 'outvoted') return { label: 'taken elsewhere', tone: 'mute' };
  return DECISION_WORDS[decision];
}

/** Where things stand, in one sentence. */
export function twoFilesSentence(state: TwoFileState | null | undefined): string {
  if (state === undefined) return '';
  if (state === null) return 'Any two files against each other; nothing of them enters the books.';
  const files = `${state.left.name} against ${state.right.name}`;
  if (state.jobId !== null) return `${files}: being reconciled.`;
  if (state.result === null)
    return `${files}: ${formatCount(state.left.rows)} and ${formatCount(state.right.rows)} rows.`;
  const { counts, accepted, refused } = state.result;
  const said =
    accepted + refused === 0 ? '' : ` You accepted ${formatCount(accepted)} and refused ${formatCount(refused)}.`;
  return `${files}: ${formatCount(counts.auto)} certain, ${formatCount(counts.open)} to decide.${said}`;
}

const SIGN_WORDS: Readonly<Record<string, string>> = {
  same: 'the same signs on both sides',
  opposite: 'opposite signs',
  ignored: 'signs left aside',
};

/** What the decided lines keep to, in one sentence. */
export function termsSentence({
  amountTolerance,
  dateWindowDays: [least = 0, most = 0],
  signs,
}: NonNullable<TwoFileState['result']>): string {
  const amounts = Number.parseFloat(amountTolerance) === 0 ? 'Equal amounts' : `Amounts within ${amountTolerance}`;
  const days = least === most ? daysOf(least) : `${least} to ${daysOf(most)}`;
  return `${amounts}, ${days} from left to right, ${SIGN_WORDS[signs] ?? signs}.`;
}

function daysOf(days: number): string {
  return Math.abs(days) === 1 ? `${days} day` : `${days} days`;
}
