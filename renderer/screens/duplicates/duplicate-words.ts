import { COMPARED_MOST } from '../../../shared/domain/duplicates.ts';
import type { DuplicateFacet, DuplicateKind, DuplicateStanding } from '../../../shared/domain/duplicates.ts';
import type { DuplicateRow } from '../../../shared/contract/duplicates.ts';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { formatCount } from '../../ui/money.ts';
import type { Tone } from '../../ui/words.ts';

export const DUPLICATE_KIND_WORDS: Readonly<Record<DuplicateKind, string>> = {
  retriedCharge: 'Retried charge',
  secondSession: 'Paid twice',
  doublePosting: 'Double posting',
  doubleCustomer: 'Double customer',
};

interface StandingWords {
  readonly label: string;
  readonly tone: Tone;
}
const STANDING_WORDS: Readonly<Record<DuplicateStanding, StandingWords>> = {
  open: { label: 'to decide', tone: 'warn' },
  toRefund: { label: 'to undo', tone: 'bad' },
  done: { label: 'one event', tone: 'ok' },
  notDuplicate: { label: 'no duplicate', tone: 'mute' },
};

const OF_CUSTOMERS: Readonly<Partial<Record<DuplicateStanding, StandingWords>>> = {
  toRefund: { label: 'to tidy up', tone: 'bad' },
  done: { label: 'one customer', tone: 'ok' },
};

/** How a suspicion stands, in words. */
export function standingWords({ kind, state }: Pick<DuplicateRow, 'kind' | 'state'>): StandingWords {
  return (kind === 'doubleCustomer' ? OF_CUSTOMERS[state] : undefined) ?? STANDING_WORDS[state];
}

export const FACET_LABELS: Readonly<Record<DuplicateFacet, string>> = {
  open: 'To decide',
  toRefund: 'To refund, take out or tidy up',
  decided: 'Decided',
  all: 'All',
};

/** How many a list holds, where that is kept. */
export function facetCount(facet: DuplicateFacet, summary: Summary | undefined): number | null {
  return summary === undefined || facet === 'all' ? null : summary.duplicates[facet];
}

/** How things stand, in one sentence. */
export function duplicatesSentence(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { open, toRefund, notCompared } = summary.duplicates;
  return `${waitingWords(open, toRefund)}${notComparedWords(notCompared)}`;
}

/** What nobody looked at, so that an empty list is not taken for more than it says. */
function notComparedWords(count: number): string {
  if (count === 0) return '';
  const rows = count === 1 ? 'One charge or payment was' : `${formatCount(count)} charges and payments were`;
  return ` ${rows} not compared: more than ${COMPARED_MOST} of the same amount lie near each.`;
}

function waitingWords(open: number, toRefund: number): string {
  if (open + toRefund === 0) return 'No suspected duplicate waits for you.';
  const refunds =
    toRefund === 0 ? '' : ` ${formatCount(toRefund)} ${toRefund === 1 ? 'waits' : 'wait'} for what is left to do.`;
  if (open === 0) return `Every suspicion is answered.${refunds}`;
  return `${formatCount(open)} ${open === 1 ? 'suspicion waits' : 'suspicions wait'} for your word; no rule posts the rows behind the first before that.${refunds}`;
}
