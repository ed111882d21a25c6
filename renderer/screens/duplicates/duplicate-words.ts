import type { DuplicateFacet, DuplicateKind, DuplicateStanding } from '../../../shared/domain/duplicates.ts';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { formatCount } from '../../ui/money.ts';
import type { Tone } from '../../ui/words.ts';

export const DUPLICATE_KIND_WORDS: Readonly<Record<DuplicateKind, string>> = {
  retriedCharge: 'Retried charge',
  secondSession: 'Paid twice',
  doublePosting: 'Double posting',
  doubleCustomer: 'Double customer',
};

export const STANDING_WORDS: Readonly<Record<DuplicateStanding, { readonly label: string; readonly tone: Tone }>> = {
  open: { label: 'to decide', tone: 'warn' },
  toRefund: { label: 'to undo', tone: 'bad' },
  done: { label: 'one event', tone: 'ok' },
  notDuplicate: { label: 'no duplicate', tone: 'mute' },
};

export const FACET_LABELS: Readonly<Record<DuplicateFacet, string>> = {
  open: 'To decide',
  toRefund: 'To refund or take out',
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
  const { open, toRefund } = summary.duplicates;
  if (open + toRefund === 0) return 'No suspected duplicate waits for you.';
  const refunds =
    toRefund === 0 ? '' : ` ${formatCount(toRefund)} ${toRefund === 1 ? 'waits' : 'wait'} for the money to go back.`;
  if (open === 0) return `Every suspicion is answered.${refunds}`;
  return `${formatCount(open)} ${open === 1 ? 'suspicion waits' : 'suspicions wait'} for your word; no rule posts the rows behind the first before that.${refunds}`;
}
